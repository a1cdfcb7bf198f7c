// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Assessment;
import io.consentgate.serde.CaseOutcome;
import io.consentgate.serde.QuarantineCase;
import io.consentgate.serde.UndecodableException;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Judges each event by its subject's consent and forwards it to exactly one output.
 *
 * <ul>
 *   <li>An event that can never be read, a null value included, becomes a dead letter; so does an event too large to be
 *       written.
 *   <li>An event without its subject's key, or on a wrong partition, is first sent to its subject's partition. An event
 *       that is still misplaced after that becomes a dead letter.
 *   <li>A compliant event goes on with the same key, value and timestamp, and the verdict in headers. If the same event
 *       waits for a reviewer, its case closes: an event goes out only once.
 *   <li>A compliant event that a reviewer already released is quarantined, and belongs to that case.
 *   <li>Every other event is quarantined, and a case is opened. If the same event has an open case or was released
 *       once, it belongs to that case. A case that a reviewer could only reject is closed at once and recorded, unless
 *       it reports an unlawful send.
 * </ul>
 *
 * <p>If the registry is down, the reader waits for it; the record stays where it is.
 */
final class JudgeProcessor<F> implements Processor<byte[], byte[], byte[], byte[]> {

    private final EventKind<F> kind;
    private final GateParts parts;
    private final RecordLimit limit;
    private ProcessorContext<byte[], byte[]> context;
    private ConsentTable consents;
    private LookAhead lookAhead;
    private Memory memory;
    private Cases cases;
    private QuarantinedTo quarantinedTo;
    private Incidents incidents;
    /** Origin of the previous event, if it was cleared. Lost at a restart, which does no harm. */
    private @Nullable Origin cleared;

    @SuppressWarnings("NullAway.Init")
    JudgeProcessor(EventKind<F> kind, GateParts parts, RecordLimit limit) {
        this.kind = kind;
        this.parts = parts;
        this.limit = limit;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.consents = ConsentTable.open(context, parts);
        this.lookAhead = new LookAhead(
                parts.upcoming(),
                new TopicPartition(
                        kind.publishedTo(parts.topics()), context.taskId().partition()),
                consents);
        this.memory = Memory.of(context, parts);
        this.cases = Cases.ofTask(context, parts);
        this.quarantinedTo = new QuarantinedTo(
                cases, kind.publishedTo(parts.topics()), context.taskId().partition());
        this.cleared = null;
        this.incidents = new Incidents(context, kind.outputs().judge(), parts.counters(), kind.input());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        parts.nextRecord();
        RecordMetadata read = context.recordMetadata().orElseThrow();
        boolean rerouted = parts.topics().isRerouted(read.topic());
        if (!rerouted) {
            lookAhead.at(read.offset());
        }
        Origin origin = Origin.of(read, record, rerouted);
        String skipped = parts.skips().reasonOf(read);
        if (skipped != null) {
            deadLetter(DeadLetters.skipped(record, origin, skipped));
            return;
        }
        if (!limit.holds(record)) {
            deadLetter(DeadLetters.tooLarge(record, origin, limit));
            return;
        }
        F facts;
        try {
            facts = kind.read(parts.reader(), record.headers(), record.value());
        } catch (UndecodableException e) {
            deadLetter(DeadLetters.of(record, origin, e.reason().name(), String.valueOf(e.getMessage())));
            return;
        }
        byte[] subject = kind.subjectId(facts).getBytes(UTF_8);
        if (subject.length > DeadLetters.LONGEST_SUBJECT) {
            deadLetter(DeadLetters.subjectTooLong(record, origin, subject.length));
            return;
        }
        if (parts.placement().isMisplaced(subject, record.key(), read.partition())) {
            if (rerouted) {
                deadLetter(DeadLetters.misplaced(record, origin));
            } else {
                reroute(record, subject, origin);
            }
            return;
        }
        judge(rerouted ? record.withTimestamp(origin.timestamp()) : record, subject, facts, origin);
    }

    @Override
    public void close() {
        lookAhead.close();
        consents.close();
    }

    private void deadLetter(Record<byte[], byte[]> letter) {
        incidents.deadLettered();
        context.forward(letter, kind.outputs().deadLetter());
    }

    private void reroute(Record<byte[], byte[]> record, byte[] subject, Origin origin) {
        incidents.rerouted();
        context.forward(origin.carriedBy(record, subject), kind.outputs().reroute());
    }

    private void judge(Record<byte[], byte[]> record, byte[] subject, F facts, Origin origin) {
        Instant at = Instant.ofEpochMilli(context.currentSystemTimeMs());
        ConsentTable.Seen seen = consents.lookUp(subject);
        Assessment assessment = kind.assess(parts.policy(), facts, record.value(), origin, seen.view(), memory, at);
        kind.judged(facts, memory, at);
        parts.counters().observed(assessment.observed());
        CasesByEvent.Known known = known(record, subject, facts);
        if (assessment instanceof Assessment.Cleared && known != null && known.released()) {
            assessment = parts.review().policy().releasedBefore(at);
        }
        if (assessment instanceof Assessment.Cleared clearance) {
            kind.cleared(facts, record.value(), origin, seen.view(), memory, at);
            context.forward(
                    parts.clearance().stamp(record, clearance, seen.place(), at),
                    kind.outputs().cleared());
            cleared = origin;
            if (known != null) {
                closeAsCleared(subject, facts, known.caseId(), at);
            }
        } else if (assessment instanceof Assessment.Diverted diverted) {
            divert(record, facts, origin, diverted, known, seen.place(), at);
            cleared = null;
        }
    }

    /** The case that the event belongs to. Null when there is none, or when the release expired unused. */
    private CasesByEvent.@Nullable Known known(Record<byte[], byte[]> record, byte[] subject, F facts) {
        if (!cases.mayHoldEventOf(subject)) {
            return null;
        }
        CasesByEvent.Known known = cases.ofEvent(subject, kind.identity(facts));
        boolean asksAgain = record.headers().lastHeader(GateHeaders.ASKS_AGAIN) != null;
        return asksAgain && known != null && known.released() ? null : known;
    }

    /** The event of this case has gone out. An event goes out only once, so no decision is left. */
    private void closeAsCleared(byte[] subject, F facts, String caseId, Instant at) {
        StoredCase open = cases.find(subject, caseId);
        if (open != null) {
            cases.closeReleased(open, kind.identity(facts), at);
            context.forward(
                    parts.outcomes().closed(open.reviewCase(), CaseOutcome.Result.CLEARED, at),
                    kind.outputs().outcomes());
        }
    }

    private void divert(
            Record<byte[], byte[]> record,
            F facts,
            Origin origin,
            Assessment.Diverted diverted,
            CasesByEvent.@Nullable Known known,
            QuarantineCase.@Nullable ConsentSeen seen,
            Instant at) {
        if (diverted.isUnlawfulSend()) {
            parts.counters().unlawfulSend();
        }
        parts.counters().ruleErrors(diverted.violations());
        boolean released = known != null && known.released();
        String joins = known == null || known.caseId().equals(origin.caseId()) || !(diverted.needsHuman() || released)
                ? null
                : known.caseId();
        Quarantine.Quarantined quarantined = parts.quarantine()
                .wrap(
                        record,
                        new Quarantine.Diversion(
                                kind,
                                kind.subjectId(facts),
                                origin,
                                diverted,
                                seen,
                                kind.deadline(facts),
                                kind.identity(facts),
                                joins,
                                at));
        boolean first = quarantinedTo.advance(context.recordMetadata().orElseThrow(), origin);
        if (joins != null || released) {
            write(quarantined);
            return;
        }
        quarantine(quarantined, first, at);
        kind.control(parts.controls(), facts, origin, cleared, context.taskId().partition(), at)
                .ifPresent(planted -> quarantine(planted, false, at));
    }

    /** @param first whether the event's case cannot be open yet */
    private void quarantine(Quarantine.Quarantined quarantined, boolean first, Instant at) {
        StoredCase opened = quarantined.openCase();
        write(quarantined);
        parts.counters().caseOpened();
        if (quarantined.endsAs() != null) {
            if (!first) {
                cases.closeIfOpen(opened);
            }
            context.forward(
                    parts.outcomes().closed(opened.reviewCase(), quarantined.endsAs(), at),
                    kind.outputs().outcomes());
        } else if (first) {
            cases.open(opened);
        } else {
            cases.openUnlessOpen(opened);
        }
    }

    private void write(Quarantine.Quarantined quarantined) {
        parts.counters().quarantined(quarantined.openCase().reviewCase().brokenRules());
        context.forward(quarantined.record(), kind.outputs().quarantine());
    }
}
