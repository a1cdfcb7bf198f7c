// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/** Where a case stands. */
public enum CaseState {
    /** Waits for a verdict. */
    OPEN,
    /** Open; a verdict on it waits for a second reviewer's confirmation. */
    AWAITING_SECOND,
    /** Ended; {@link CaseSummary#closedAs} says how. */
    CLOSED
}
