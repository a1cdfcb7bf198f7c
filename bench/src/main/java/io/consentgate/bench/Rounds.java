// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Which contender runs when. */
final class Rounds {

    private Rounds() {}

    /** A, B, then B, A: what drifts with time, or wears off after the first, is no contender's advantage. */
    static List<Contender> order(Collection<Contender> contenders, int round) {
        List<Contender> order = new ArrayList<>(contenders);
        if (round % 2 == 0) {
            Collections.reverse(order);
        }
        return order;
    }
}
