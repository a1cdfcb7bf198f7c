// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import org.jspecify.annotations.Nullable;

/** Single cases with all their background. Reads the log, which takes some tens of milliseconds. */
public interface CaseFiles {

    /**
     * Opens a case for a reviewer. The opening is recorded before the case is shown, and starts the reviewer's time. A
     * case that they have already open is not recorded again.
     *
     * @throws NoSuchCase if there is no such case
     * @throws LogUnavailable if brokers or registry do not answer
     */
    CaseFile open(Reviewer reviewer, String caseId);

    /**
     * The event's content. First recorded as UNMASKED, or as LOOKED_AT if there is no content.
     *
     * @throws NoSuchCase if there is no such case, or the event can no longer be shown
     * @throws LogUnavailable if brokers or registry do not answer, or the act cannot be recorded
     */
    Content unmask(Reviewer reviewer, String caseId);

    /**
     * The result if this outcome were chosen now. Changes nothing.
     *
     * @param classification for RECLASSIFY and, if the effects change, DECIDE_OVERTURN; else null
     * @param specialCategoryExcluded for a decision; whether the reviewer leaves special-category inputs out
     * @throws NoSuchCase if there is no such case
     * @throws LogUnavailable if brokers or registry do not answer
     */
    Preview preview(
            Reviewer reviewer,
            String caseId,
            VerdictOutcome outcome,
            @Nullable Classification classification,
            boolean specialCategoryExcluded);

    /**
     * The person's consents as the gate holds them now.
     *
     * @throws LogUnavailable if brokers or registry do not answer
     */
    HeldConsent held(String subjectId);
}
