// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** The order of the contenders' runs. */
final class Rounds {

    private Rounds() {}

    /**
     * One contender's run in one round.
     *
     * @param round from 1
     */
    record Run(int round, Contender contender) {}

    /** All runs of these rounds: A, B, then B, A. */
    static List<Run> runs(Collection<Contender> contenders, int rounds) {
        List<Run> runs = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : order(contenders, round)) {
                runs.add(new Run(round, contender));
            }
        }
        return runs;
    }

    /** Alternates the order, so that neither a drift nor a one-time effect favours a contender. */
    static List<Contender> order(Collection<Contender> contenders, int round) {
        List<Contender> order = new ArrayList<>(contenders);
        if (round % 2 == 0) {
            Collections.reverse(order);
        }
        return order;
    }
}
