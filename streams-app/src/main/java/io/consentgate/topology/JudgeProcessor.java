// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Assessment;
import io.consentgate.serde.UndecodableException;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Judges each event by the subject's consent and sends it to exactly one place.
 *
 * <ul>
 *   <li>What can never be read, a null value included, becomes a dead letter; so does what is too large to be written.
 *   <li>What has no key, another's key, or stands on a partition where its key does not belong, is sent to its
 *       subject's partition first. It comes back once at most; what does so there is a dead letter.
 *   <li>What complies goes on with the same key, value and timestamp, and the verdict in headers.
 *   <li>Everything else is quarantined, and a case is opened.
 * </ul>
 *
 * <p>A registry that is down is waited for by the reader; the record stays where it is.
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
    /** Where the event before came from, if it was cleared; forgotten at a restart, which does no harm. */
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
        this.cases = Cases.ofTask(context);
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
                reroute(record.withKey(subject), origin);
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

    private void reroute(Record<byte[], byte[]> record, Origin origin) {
        incidents.rerouted();
        context.forward(origin.carriedBy(record), kind.outputs().reroute());
    }

    private void judge(Record<byte[], byte[]> record, byte[] subject, F facts, Origin origin) {
        Instant at = Instant.ofEpochMilli(context.currentSystemTimeMs());
        ConsentTable.Seen seen = consents.lookUp(subject);
        Assessment assessment = kind.assess(parts.policy(), facts, record.value(), seen.view(), memory, at);
        kind.judged(facts, memory);
        parts.counters().observed(assessment.observed());
        if (assessment instanceof Assessment.Cleared clearance) {
            kind.cleared(facts, record.value(), memory);
            context.forward(
                    parts.clearance().stamp(record, clearance, seen.place(), at),
                    kind.outputs().cleared());
            cleared = origin;
        } else if (assessment instanceof Assessment.Diverted diverted) {
            Quarantine.Quarantined quarantined = parts.quarantine()
                    .wrap(
                            record,
                            new Quarantine.Diversion(
                                    kind,
                                    kind.subjectId(facts),
                                    origin,
                                    diverted,
                                    seen.place(),
                                    kind.deadline(facts),
                                    at));
            quarantine(
                    quarantined, quarantinedTo.advance(context.recordMetadata().orElseThrow(), origin));
            kind.control(
                            parts.controls(),
                            facts,
                            origin,
                            cleared,
                            context.taskId().partition(),
                            at)
                    .ifPresent(planted -> quarantine(planted, false));
            cleared = null;
        }
    }

    /** @param first whether its case cannot be open yet */
    private void quarantine(Quarantine.Quarantined quarantined, boolean first) {
        if (first) {
            cases.open(quarantined.openCase());
        } else {
            cases.openUnlessOpen(quarantined.openCase());
        }
        parts.counters().caseOpened(quarantined.openCase().reviewCase().brokenRules());
        context.forward(quarantined.record(), kind.outputs().quarantine());
    }
}
