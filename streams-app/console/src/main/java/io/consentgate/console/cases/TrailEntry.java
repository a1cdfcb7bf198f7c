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
     * @param stated what it states beside its outcome; nothing when it states nothing, the log no longer has it, or the person was
     *     erased
     * @param elsewhere whether it was written to another partition than the person's, as no console of ours does; the gate
     *     brings it to theirs
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
     * What a verdict states of an event: a label that it corrects, or how a human decided.
     *
     * @param field its name in the contract of verdicts
     * @param value symbols and truth values of the contract
     * @param reference what shows it; null where none is named
     */
    record Stated(String field, String value, @Nullable String reference) {}

    /**
     * The gate answered a verdict, or closed the case without one.
     *
     * @param elsewhere whether it stands on another partition than the person's: it answers somebody who used the case's id
     *     for another person
     */
    record Answered(Instant at, VerdictResult result, boolean elsewhere) implements TrailEntry {}
}
