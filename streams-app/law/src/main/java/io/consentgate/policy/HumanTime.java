// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.DecisionFacts.Human;
import java.time.Duration;

/** How long a human took to decide, if the stated times are possible. */
public final class HumanTime {

    /** No human works on a case for this long; most such opening dates are defaults. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private HumanTime() {}

    /** Time between opening the case and deciding; zero where the dates show none. */
    public static Duration taken(Human human) {
        Duration stated = Duration.between(human.startedAt(), human.decidedAt());
        return human.startedAt().isBefore(Plausible.EARLIEST) || stated.compareTo(LONGEST) > 0 ? Duration.ZERO : stated;
    }
}
