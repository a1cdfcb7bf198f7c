// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a reviewer sees of one case. Holds no content: that is shown by {@link CaseFiles#unmask}.
 *
 * @param digest what a verdict has to name, so that it holds for the case as it was seen
 * @param source where the event came from
 * @param copies where else the same event stood, since it was published more than once, in the order of time
 * @param readability whether the event could be read; unless READ, {@code event} is empty
 * @param event the event's fields in the contract's order
 * @param contentLength bytes of content; 0 when there is none
 * @param consentSeen the record that the gate judged by; null when there was none
 * @param consentHistory newest first, {@code consentSeen} among them; shortened to the newest ones
 * @param held what the gate holds of the person's consents now, and would judge by
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
        /** The person was erased: nothing of the event is shown any more. */
        ERASED,
        /** The log no longer has the quarantined record. */
        GONE,
        /** It is there, and this version cannot read it. */
        UNREADABLE
    }

    /** Position of the event in its input topic. */
    public record Source(String topic, int partition, long offset, Instant timestamp) {}

    /**
     * One more time that the event was published. It goes nowhere: what is decided is the case's own event.
     *
     * @param identical whether it has the very bytes of the case's own
     */
    public record Copy(Source source, boolean identical) {}
}
