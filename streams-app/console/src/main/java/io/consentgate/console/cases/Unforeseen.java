// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/** What the gate alone remembers, so that a {@link Preview} cannot tell what it makes of it. */
public enum Unforeseen {
    /** Whether the same event was released by another case. */
    RELEASED_BEFORE,
    /** Whether the one reply to the person's inquiry went out already. */
    REPLIED,
    /** Whether the person was asked to confirm their consent already. */
    ASKED,
    /** How often the person was approached. */
    CONTACTS,
    /** What the human who is said to have decided did before. */
    HUMAN_PATTERN
}
