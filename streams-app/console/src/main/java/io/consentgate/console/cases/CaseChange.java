// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/**
 * A change of a case.
 *
 * @param subjectId pseudonym of the person
 */
public record CaseChange(String caseId, String subjectId, Kind kind) {

    public enum Kind {
        ARRIVED,
        CLAIMED,
        RELEASED,
        /** The gate answered a verdict and the case stays open: refused, escalated or waiting for a second reviewer. */
        ANSWERED,
        CLOSED
    }
}
