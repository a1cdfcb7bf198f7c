// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import java.util.Map;

/**
 * One line of the table: what a system published and what became of it.
 *
 * @param rerouted how many of its records stood where their key does not belong
 * @param reasons how often each rule diverted and each reason made a dead letter
 */
record Tally(
        String system,
        long published,
        long cleared,
        long quarantined,
        long deadLettered,
        long rerouted,
        Map<String, Long> reasons) {

    /** Published, and not seen to have come out yet. */
    long underWay() {
        return Math.max(0, published - cleared - quarantined - deadLettered);
    }
}
