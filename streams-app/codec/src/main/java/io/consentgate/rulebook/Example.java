// SPDX-License-Identifier: Apache-2.0
package io.consentgate.rulebook;

/**
 * One decision-table case on one side of a rule.
 *
 * @param sentence the case in one sentence, in the reader's language
 * @param given differences from an ordinary, lawful case, in the tables' notation; empty for the ordinary case itself
 */
public record Example(Side side, String sentence, String given) {

    /** The side of the rule. */
    public enum Side {
        /** The event complies with the rule, and is cleared. */
        KEPT,
        /** The rule holds the event back. */
        DIVERTED,
        /** The rule advises. */
        ADVISED
    }
}
