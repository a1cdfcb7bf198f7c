// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.DecisionFacts.Human;
import java.time.Duration;

/** How long a human took to decide, as far as what is stated can be true. */
public final class HumanTime {

    /** A case that was opened longer ago was not worked on all that time; most such dates are defaults. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private HumanTime() {}

    /** Time between opening the case and deciding; none where the dates show none. */
    public static Duration taken(Human human) {
        Duration stated = Duration.between(human.startedAt(), human.decidedAt());
        return human.startedAt().isBefore(Plausible.EARLIEST) || stated.compareTo(LONGEST) > 0 ? Duration.ZERO : stated;
    }
}
