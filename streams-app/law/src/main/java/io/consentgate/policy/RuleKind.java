// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

/** The most that a rule does: hold an event back, or clear it with advice. */
public enum RuleKind {
    /** The law binds: the event is diverted. In minor cases some of these rules only advise. */
    DIVERTS,
    /** Good practice, or another party's duty at another time: the event is cleared with advice. */
    ADVISES
}
