// SPDX-License-Identifier: Apache-2.0
package io.consentgate.rulebook;

/**
 * A case of the decision tables on one side of a rule.
 *
 * @param sentence the case in one sentence, in the reader's language
 * @param given what differs from an ordinary, lawful case, as the tables write it; empty for that case itself
 */
public record Example(Side side, String sentence, String given) {

    /** On which side of the rule it lies. */
    public enum Side {
        /** The rule is kept, and the event is cleared. */
        KEPT,
        /** The rule holds the event back. */
        DIVERTED,
        /** The rule advises. */
        ADVISED
    }
}
