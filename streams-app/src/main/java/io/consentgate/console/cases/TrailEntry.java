// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened to a case, as recorded; in the order of time. */
public sealed interface TrailEntry {

    Instant at();

    /** The gate diverted the event. */
    record Quarantined(Instant at, String policyVersion, List<String> rules) implements TrailEntry {}

    /**
     * Somebody claimed, opened, looked, unmasked, exported or gave back.
     *
     * @param part null where the act names none
     */
    record Act(
            Instant at, String actor, ActKind act, @Nullable String part) implements TrailEntry {}

    /**
     * A verdict was given.
     *
     * @param rationale in the reviewer's own words; null when the log no longer has it, or the person was erased
     * @param secondReviewer who confirmed; null when nobody did
     */
    record VerdictGiven(
            Instant at,
            String verdictId,
            String reviewer,
            @Nullable String secondReviewer,
            VerdictOutcome outcome,
            Instant openedAt,
            int activeSeconds,
            List<String> evidenceOpened,
            @Nullable String rationale)
            implements TrailEntry {}

    /** The gate answered a verdict, or closed the case without one. */
    record Answered(Instant at, VerdictResult result) implements TrailEntry {}
}
