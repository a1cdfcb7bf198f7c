// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gate made of a verdict, or how it closed a case without one.
 *
 * @param verdictId null when there was no verdict
 * @param outcome null when there was no verdict
 * @param refusals rules on verdicts (REV-…) and on the event that stood in the way; empty unless REFUSED
 * @param needsSecondReviewer whether the verdict was refused for want of a second reviewer alone and waits for one; a
 *     confirmation never does, since what waits is the verdict that it would have confirmed
 * @param releasedTopic null unless the event was released
 * @param control whether the case turns out to have been planted to see whether reviewers read
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

    /** Code of the refusal that a second reviewer's confirmation lifts, and of that of a confirmation of nothing. */
    public static final String FOUR_EYES = "REV-FOUR-EYES";

    public VerdictResult {
        refusals = List.copyOf(refusals);
    }

    /** What became of it. */
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
