// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gate's answer to a verdict, or how it closed a case without one.
 *
 * @param verdictId null when there was no verdict
 * @param outcome null when there was no verdict
 * @param refusals broken rules on verdicts (REV-…) and on the event; empty unless REFUSED
 * @param needsSecondReviewer whether the verdict was refused only because it needs a second reviewer, and now waits for
 *     one. Never true for a confirmation: then the original verdict waits
 * @param releasedTopic null unless the event was released
 * @param control whether the case was a control case, planted to see whether reviewers read
 */
public record VerdictResult(
        @Nullable String verdictId,
        Kind kind,
        @Nullable VerdictOutcome outcome,
        List<RuleFinding> refusals,
        boolean needsSecondReviewer,
        @Nullable String releasedTopic,
        boolean control,
        Instant at) {

    /**
     * Code of the refusal that a second reviewer's confirmation lifts. Also the code for a confirmation without a
     * pending verdict.
     */
    public static final String FOUR_EYES = "REV-FOUR-EYES";

    public VerdictResult {
        refusals = List.copyOf(refusals);
    }

    /** Kinds of results. */
    public enum Kind {
        APPLIED,
        REFUSED,
        ERASED,
        EXPIRED,
        UNRELEASABLE,
        CLEARED,
        /** A result that this version does not know. */
        UNKNOWN
    }
}
