// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/** What a reviewer did with a case. */
public enum ActKind {
    CLAIMED,
    RELEASED,
    OPENED,
    LOOKED_AT,
    UNMASKED,
    EXPORTED,
    /** An act that this version does not know. */
    UNKNOWN
}
