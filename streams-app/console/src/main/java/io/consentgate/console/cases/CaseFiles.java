// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import org.jspecify.annotations.Nullable;

/** Cases, one at a time, with all that is behind them. Reads the log; takes some tens of milliseconds. */
public interface CaseFiles {

    /**
     * Opens a case for a reviewer, which goes on record before it is shown: from then on their time on it counts. A
     * case that they have open already is not recorded again.
     *
     * @throws NoSuchCase if there is none of that id
     * @throws LogUnavailable if the brokers or the registry do not answer
     */
    CaseFile open(Reviewer reviewer, String caseId);

    /**
     * The event's content. Goes on record as UNMASKED first; that there is none, as LOOKED_AT.
     *
     * @throws NoSuchCase if there is none of that id, or the event can no longer be shown
     * @throws LogUnavailable if the brokers or the registry do not answer, or it cannot be put on record
     */
    Content unmask(Reviewer reviewer, String caseId);

    /**
     * What would happen now if this outcome were chosen. Changes nothing.
     *
     * @param classification for RECLASSIFY and, where the effects change, DECIDE_OVERTURN; else null
     * @param specialCategoryExcluded for a decision; whether the reviewer leaves special-category inputs out
     * @throws NoSuchCase if there is none of that id
     * @throws LogUnavailable if the brokers or the registry do not answer
     */
    Preview preview(
            Reviewer reviewer,
            String caseId,
            VerdictOutcome outcome,
            @Nullable Classification classification,
            boolean specialCategoryExcluded);

    /**
     * What the gate holds of a person's consents now.
     *
     * @throws LogUnavailable if the brokers or the registry do not answer
     */
    HeldConsent held(String subjectId);
}
