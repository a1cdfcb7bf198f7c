// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/** Facts that only the gate remembers, so that a {@link Preview} cannot consider them. */
public enum Unforeseen {
    /** Whether another case released the same event. */
    RELEASED_BEFORE,
    /** Whether the one reply to the person's inquiry has gone out already. */
    REPLIED,
    /** Whether the person has already been asked to confirm their consent. */
    ASKED,
    /** How often the person has been approached. */
    CONTACTS,
    /** Earlier decisions of the human named as the decider. */
    HUMAN_PATTERN
}
