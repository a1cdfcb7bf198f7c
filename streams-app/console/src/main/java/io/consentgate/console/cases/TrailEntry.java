// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A recorded event in the life of a case; entries are in time order. */
public sealed interface TrailEntry {

    Instant at();

    /** The gate diverted the event. */
    record Quarantined(Instant at, String policyVersion, List<String> rules) implements TrailEntry {}

    /**
     * A reviewer claimed, opened, looked, unmasked, exported or gave back.
     *
     * @param part null when the act names none
     */
    record Act(
            Instant at, String actor, ActKind act, @Nullable String part) implements TrailEntry {}

    /**
     * A reviewer gave a verdict.
     *
     * @param rationale in the reviewer's own words; null when the log no longer has it, or the person was erased
     * @param secondReviewer who confirmed; null when no one did
     * @param stated the verdict's other statements; empty when there are none, the log no longer has them, or the
     *     person was erased
     * @param elsewhere whether it is on another partition than the person's. No console of ours does this; the gate
     *     reroutes the verdict
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
            @Nullable String rationale,
            List<Stated> stated,
            boolean elsewhere)
            implements TrailEntry {
        public VerdictGiven {
            evidenceOpened = List.copyOf(evidenceOpened);
            stated = List.copyOf(stated);
        }
    }

    /**
     * A verdict's statement about an event: a corrected label, or how a human decided.
     *
     * @param field its name in the contract of verdicts
     * @param value symbols and truth values of the contract
     * @param reference the proof; null when none is named
     */
    record Stated(String field, String value, @Nullable String reference) {}

    /**
     * The gate answered a verdict, or closed the case without one.
     *
     * @param elsewhere whether it is on another partition than the person's: it answers a writer that used the case's
     *     id for another person
     */
    record Answered(Instant at, VerdictResult result, boolean elsewhere) implements TrailEntry {}
}
