// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

/** What a rule does at most: hold an event back, or let it go with a word of advice. */
public enum RuleKind {
    /** The law binds: the event is diverted. Some such rules only advise in the lesser of their cases. */
    DIVERTS,
    /** Good practice, or a duty that falls on another at another time: the event is cleared with advice. */
    ADVISES
}
