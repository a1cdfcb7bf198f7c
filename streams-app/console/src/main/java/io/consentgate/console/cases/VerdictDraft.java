// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reviewer's decision on a case.
 *
 * @param digest {@link CaseFile#digest} of the case as they saw it
 * @param rationale why, in their own words
 * @param classification null unless they state the event's true labels
 * @param specialCategoryExcluded whether special-category inputs were left out; null when the case has none
 * @param explanationRef where a decision by a human is explained; null when there is nothing
 * @param amendedContent the new content, in the same format and under the same key; null unless they amend or overturn
 */
public record VerdictDraft(
        String caseId,
        String digest,
        VerdictOutcome outcome,
        String rationale,
        @Nullable Classification classification,
        @Nullable Boolean specialCategoryExcluded,
        @Nullable String explanationRef,
        byte @Nullable [] amendedContent) {

    /** A verdict with reasons and no further statements. */
    public static VerdictDraft of(String caseId, String digest, VerdictOutcome outcome, String rationale) {
        return new VerdictDraft(caseId, digest, outcome, rationale, null, null, null, null);
    }

    /** Omits rationale and content, so that they cannot leak into a log. */
    @Override
    public String toString() {
        return "VerdictDraft[" + caseId + ", " + outcome + "]";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerdictDraft that
                && caseId.equals(that.caseId)
                && digest.equals(that.digest)
                && outcome == that.outcome
                && rationale.equals(that.rationale)
                && Objects.equals(classification, that.classification)
                && Objects.equals(specialCategoryExcluded, that.specialCategoryExcluded)
                && Objects.equals(explanationRef, that.explanationRef)
                && Arrays.equals(amendedContent, that.amendedContent);
    }

    @Override
    public int hashCode() {
        return Objects.hash(caseId, digest, outcome, rationale);
    }
}
