// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/**
 * Something happened to a case.
 *
 * @param subjectId pseudonym of the person
 */
public record CaseChange(String caseId, String subjectId, Kind kind) {

    /** What. */
    public enum Kind {
        ARRIVED,
        CLAIMED,
        RELEASED,
        /** A verdict was answered and the case stays open: refused, escalated or waiting for a second reviewer. */
        ANSWERED,
        CLOSED
    }
}
