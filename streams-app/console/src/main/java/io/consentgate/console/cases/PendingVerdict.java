// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verdict that waits for a second reviewer: everything that the second reviewer signs, and how it came about.
 *
 * @param reviewer who gave it, and may not confirm it
 * @param reviewerRole the role in which they decided
 * @param rationale in their own words
 * @param classification the event's true labels as they state them; null when they state none
 * @param specialCategoryExcluded whether they left special-category inputs out; null when they do not say
 * @param explanationRef where the decision is explained; null when they name nothing
 * @param amendedLength bytes of the new content, which is shown only through {@link Verdicts#openAmendment}; 0 when the
 *     content stays
 * @param evidenceOpened parts of the case that they opened, by {@link CasePart#word}
 */
public record PendingVerdict(
        String verdictId,
        String reviewer,
        String reviewerRole,
        VerdictOutcome outcome,
        String rationale,
        @Nullable Classification classification,
        @Nullable Boolean specialCategoryExcluded,
        @Nullable String explanationRef,
        int amendedLength,
        Instant openedAt,
        Instant decidedAt,
        int activeSeconds,
        List<String> evidenceOpened) {

    public PendingVerdict {
        evidenceOpened = List.copyOf(evidenceOpened);
    }

    /** Whether the verdict replaces the content, which the second reviewer must then open first. */
    public boolean amends() {
        return amendedLength > 0;
    }
}
