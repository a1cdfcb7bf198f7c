// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import java.time.Duration;
import java.util.List;

/**
 * What the gate itself remembers of the human who is said to have decided: their latest decisions before this decision,
 * oldest first.
 */
public record HumanHistory(List<Past> decisions) {

    public static final HumanHistory EMPTY = new HumanHistory(List.of());

    public HumanHistory {
        decisions = List.copyOf(decisions);
    }

    /**
     * One decision.
     *
     * @param changed whether the human departed from what the system proposed
     * @param elapsed from opening the case to deciding, as the publisher states it
     */
    public record Past(boolean changed, Duration elapsed) {}
}
