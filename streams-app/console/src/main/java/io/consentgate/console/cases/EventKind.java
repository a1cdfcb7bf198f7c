// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/** What was diverted. */
public enum EventKind {
    OUTBOUND_MESSAGE,
    OFFER_DECISION,
    /** A kind that this version does not know. */
    UNKNOWN
}
