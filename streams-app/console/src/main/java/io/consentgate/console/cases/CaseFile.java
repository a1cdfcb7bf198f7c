// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a reviewer sees of one case. Contains no content, which only {@link CaseFiles#unmask} shows.
 *
 * @param digest a verdict must name it, so that the verdict holds for the case as seen
 * @param source where the event came from
 * @param copies other places of the same event, when it was published more than once, in time order
 * @param readability whether the event could be read; unless READ, {@code event} is empty
 * @param event the event's fields in the contract's order
 * @param contentLength bytes of content; 0 when there is none
 * @param consentSeen the record that the gate judged by; null when there was none
 * @param consentHistory newest first, including {@code consentSeen}; shortened to the newest records
 * @param held the person's consents as the gate holds them now and would judge by
 * @param outcomes the allowed ones only, and ESCALATE; empty once the case is closed
 * @param awaitingSecond null unless a verdict waits for a second reviewer and the person was not erased
 * @param trail everything that happened, oldest first
 */
public record CaseFile(
        CaseSummary summary,
        String digest,
        String policyVersion,
        Source source,
        List<Copy> copies,
        Readability readability,
        List<EventField> event,
        int contentLength,
        List<RuleFinding> violations,
        List<RuleFinding> advice,
        @Nullable ConsentRecord consentSeen,
        List<ConsentRecord> consentHistory,
        HeldConsent held,
        List<OutcomeOption> outcomes,
        @Nullable PendingVerdict awaitingSecond,
        List<TrailEntry> trail) {

    public CaseFile {
        copies = List.copyOf(copies);
        event = List.copyOf(event);
        violations = List.copyOf(violations);
        advice = List.copyOf(advice);
        consentHistory = List.copyOf(consentHistory);
        outcomes = List.copyOf(outcomes);
        trail = List.copyOf(trail);
    }

    /** Whether the event can be shown. */
    public enum Readability {
        READ,
        /** The person was erased, so nothing of the event is shown. */
        ERASED,
        /** The log no longer has the quarantined record. */
        GONE,
        /** The record exists, but this version cannot read it. */
        UNREADABLE
    }

    /** Position of the event in its input topic. */
    public record Source(String topic, int partition, long offset, Instant timestamp) {}

    /**
     * A repeated publication of the event. It goes nowhere: a verdict decides only on the case's own event.
     *
     * @param identical whether its bytes equal those of the case's own event
     */
    public record Copy(Source source, boolean identical) {}
}
