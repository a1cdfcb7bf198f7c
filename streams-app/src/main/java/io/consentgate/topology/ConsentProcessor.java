// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.barrier.ConsentTimestamp;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.serde.CaseOutcome;
import io.consentgate.serde.UndecodableException;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Keeps the newest consent record of each subject.
 *
 * <ul>
 *   <li>A null value erases: the record, the replies remembered for the subject, and the subject's open cases.
 *   <li>An older version never overwrites a newer one, in whatever order they come; it is counted.
 *   <li>A record that cannot be read becomes a dead letter, and the subject's row says so: it may have been a
 *       withdrawal, so nothing clears until a readable record of a higher version than the last one comes.
 *   <li>A record without its subject's key, or on a partition where that key does not belong, is sent to its
 *       subject's partition. Until it is there, the gate does not know of it.
 * </ul>
 */
final class ConsentProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private final GateParts parts;
    private ProcessorContext<byte[], byte[]> context;
    private ConsentTable consents;
    private Replies replies;
    private Cases cases;
    private Incidents incidents;

    @SuppressWarnings("NullAway.Init")
    ConsentProcessor(GateParts parts) {
        this.parts = parts;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.consents = ConsentTable.open(context, parts);
        this.replies = new Replies(context.getStateStore(Stores.REPLIES_BY_INQUIRY));
        this.cases = new Cases(context.getStateStore(Stores.CASES), context.getStateStore(Stores.CASE_DEADLINES));
        this.incidents = new Incidents(context, Operators.KEEP_CONSENT_BY_SUBJECT);
    }

    @Override
    public void process(Record<byte[], byte[]> consent) {
        // Consent is stamped 0 so that it comes before every event; what is written on needs its own time again.
        Record<byte[], byte[]> record = consent.withTimestamp(ConsentTimestamp.original(consent.headers()).stream()
                .filter(time -> time >= 0)
                .findFirst()
                .orElseGet(context::currentSystemTimeMs));
        RecordMetadata read = context.recordMetadata().orElseThrow();
        boolean rerouted = parts.topics().isRerouted(read.topic());
        Origin origin = Origin.of(read, record, rerouted);
        if (record.value() == null) {
            erase(record, read, origin, rerouted);
            return;
        }
        ConsentFacts facts;
        try {
            facts = parts.reader().readConsent(record.headers(), record.value());
        } catch (UndecodableException e) {
            unreadable(record, read, origin, rerouted, e);
            return;
        }
        byte[] subject = facts.subjectId().getBytes(UTF_8);
        if (subject.length > DeadLetters.LONGEST_SUBJECT) {
            incidents.deadLettered();
            context.forward(
                    DeadLetters.subjectTooLong(record, origin, subject.length), Operators.DEAD_LETTER_CONSENT_STATE);
        } else if (subject.length == 0) {
            deadLetter(
                    record, origin, DeadLetters.NO_SUBJECT, "subjectId is empty; nobody can say whose consent this is");
        } else if (isMisplaced(subject, record.key(), read, rerouted)) {
            reroute(record.withKey(subject), origin);
        } else {
            keep(subject, StoredConsent.readable(record, origin, facts.version()));
        }
    }

    private void keep(byte[] subject, StoredConsent incoming) {
        byte[] current = consents.row(subject);
        if (current == null || StoredConsent.givesWayTo(current, incoming.version())) {
            consents.put(subject, incoming);
        } else {
            incidents.outdated();
        }
    }

    private void erase(Record<byte[], byte[]> record, RecordMetadata read, Origin origin, boolean rerouted) {
        byte[] subject = record.key();
        if (subject == null) {
            deadLetter(
                    record,
                    origin,
                    DeadLetters.NO_SUBJECT,
                    "neither key nor value; nobody can say whose consent to erase");
        } else if (isMisplaced(subject, subject, read, rerouted)) {
            reroute(record, origin);
        } else {
            consents.erase(subject);
            replies.forget(subject);
            closeCases(subject);
        }
    }

    private void closeCases(byte[] subject) {
        Instant at = Instant.ofEpochMilli(context.currentSystemTimeMs());
        for (StoredCase open : cases.of(subject)) {
            cases.close(open);
            context.forward(
                    parts.outcomes().closed(open.reviewCase(), CaseOutcome.Result.ERASED, at),
                    Operators.WRITE_OUTCOMES_OF_ERASURES);
        }
    }

    private void unreadable(
            Record<byte[], byte[]> record,
            RecordMetadata read,
            Origin origin,
            boolean rerouted,
            UndecodableException e) {
        byte[] subject = record.key();
        if (subject != null && isMisplaced(subject, subject, read, rerouted)) {
            reroute(record, origin);
            return;
        }
        if (subject != null) {
            byte[] current = consents.row(subject);
            long version = current == null ? Long.MIN_VALUE : StoredConsent.versionOf(current);
            consents.put(subject, StoredConsent.unreadable(record, origin, version));
        }
        deadLetter(record, origin, e.reason().name(), String.valueOf(e.getMessage()));
    }

    private boolean isMisplaced(byte[] subject, byte[] key, RecordMetadata read, boolean rerouted) {
        return !rerouted && parts.placement().isMisplaced(subject, key, read.partition());
    }

    private void reroute(Record<byte[], byte[]> record, Origin origin) {
        incidents.rerouted();
        context.forward(origin.carriedBy(record), Operators.REROUTE_CONSENT_STATE);
    }

    private void deadLetter(Record<byte[], byte[]> record, Origin origin, String reason, String text) {
        incidents.deadLettered();
        context.forward(DeadLetters.of(record, origin, reason, text), Operators.DEAD_LETTER_CONSENT_STATE);
    }
}
