// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import java.util.Map;

/**
 * One line of the table: a system's publications and their results.
 *
 * @param rerouted number of its records with a wrong key or partition
 * @param reasons how often each rule diverted, and each reason made a dead letter
 */
record Tally(
        String system,
        long published,
        long cleared,
        long quarantined,
        long deadLettered,
        long rerouted,
        Map<String, Long> reasons) {

    /** Published, but without a visible output yet. */
    long underWay() {
        return Math.max(0, published - cleared - quarantined - deadLettered);
    }
}
