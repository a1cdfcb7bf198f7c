// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/** Where a case stands. */
public enum CaseState {
    /** Waits for a verdict. */
    OPEN,
    /** Open; a verdict on it was held back until a second reviewer confirms it. */
    AWAITING_SECOND,
    /** Ended, in whatever way; {@link CaseSummary#closedAs} says how. */
    CLOSED
}
