// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.barrier.ConsentTimestamp;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.serde.CaseOutcome;
import io.consentgate.serde.UndecodableException;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

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
 *   <li>If its subject was erased meanwhile, by publishers' clocks, what it grants never counts. What it may take back
 *       does: the row says no more than that something was not read.
 *   <li>A record too large to be written again is taken like one that cannot be read.
 * </ul>
 */
final class ConsentProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Duration CLEANING = Duration.ofMinutes(1);
    private static final byte[] NOTHING = {};

    private final GateParts parts;
    private final RecordLimit limit;
    private ProcessorContext<byte[], byte[]> context;
    private ConsentTable consents;
    private Replies replies;
    private Erasures erasures;
    private Cases cases;
    private Incidents incidents;

    @SuppressWarnings("NullAway.Init")
    ConsentProcessor(GateParts parts, RecordLimit limit) {
        this.parts = parts;
        this.limit = limit;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.consents = ConsentTable.open(context, parts);
        this.replies = new Replies(context.getStateStore(Stores.REPLIES_BY_INQUIRY));
        this.erasures = new Erasures(context.getStateStore(Stores.ERASURES));
        this.cases = Cases.ofTask(context);
        this.incidents =
                new Incidents(context, Operators.KEEP_CONSENT_BY_SUBJECT, parts.counters(), GateCounters.Input.CONSENT);
        context.schedule(CLEANING, PunctuationType.WALL_CLOCK_TIME, now -> {
            erasures.forgetSomeOld(Instant.ofEpochMilli(now));
            consents.trim();
        });
    }

    @Override
    public void process(Record<byte[], byte[]> consent) {
        parts.nextRecord();
        // Consent is stamped 0 so that it comes before every event; what is written on needs its own time again.
        Record<byte[], byte[]> record = consent.withTimestamp(ConsentTimestamp.original(consent.headers()).stream()
                .filter(time -> time >= 0)
                .findFirst()
                .orElseGet(context::currentSystemTimeMs));
        RecordMetadata read = context.recordMetadata().orElseThrow();
        boolean rerouted = parts.topics().isRerouted(read.topic());
        Origin origin = Origin.of(read, record, rerouted);
        if (record.value() == null) {
            // No header of an erasure means anything, however large.
            erase(limit.holds(record) ? record : record.withHeaders(new RecordHeaders()), read, origin, rerouted);
            return;
        }
        if (!limit.holds(record)) {
            tooLarge(record, read, origin, rerouted);
            return;
        }
        if (rerouted
                && record.key() != null
                && DeadLetters.TOO_LARGE.equals(GateHeaders.text(record.headers(), GateHeaders.REASON))) {
            tooLargeElsewhere(record, origin);
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
        } else if (parts.placement().isMisplaced(subject, record.key(), read.partition())) {
            incidents.deadLettered();
            context.forward(DeadLetters.misplaced(record, origin), Operators.DEAD_LETTER_CONSENT_STATE);
        } else {
            keep(subject, record, origin, facts, rerouted);
        }
    }

    @Override
    public void close() {
        consents.close();
    }

    private void keep(
            byte[] subject, Record<byte[], byte[]> record, Origin origin, ConsentFacts facts, boolean rerouted) {
        byte[] current = consents.row(subject);
        boolean overtaken = isOvertakenByAnErasure(subject, origin, rerouted);
        if (current == null ? overtaken && onlyGrants(facts) : !StoredConsent.givesWayTo(current, facts.version())) {
            incidents.outdated();
        } else if (overtaken) {
            incidents.outdated();
            consents.put(subject, StoredConsent.unreadable(withoutContent(record), origin, facts.version()));
        } else {
            consents.put(subject, StoredConsent.readable(record, origin, facts.version()));
        }
    }

    /**
     * Of an erased person grants leave nothing, so that they are as somebody who never was on record. Anything else may
     * hold something back: by an objection (GDPR art. 21) what needs no consent, by a withdrawal an older grant that is
     * read after it.
     */
    private static boolean onlyGrants(ConsentFacts facts) {
        return !facts.consents().isEmpty()
                && facts.consents().stream()
                        .allMatch(consent -> consent.status() == ConsentStatus.GRANTED && consent.withdrawnAt() == null)
                && facts.objections().isEmpty();
    }

    private void erase(Record<byte[], byte[]> record, RecordMetadata read, Origin origin, boolean rerouted) {
        byte[] subject = record.key();
        if (subject == null) {
            deadLetter(
                    record,
                    origin,
                    DeadLetters.NO_SUBJECT,
                    "neither key nor value; nobody can say whose consent to erase");
        } else if (subject.length > DeadLetters.LONGEST_SUBJECT) {
            deadLetter(
                    record,
                    origin,
                    DeadLetters.SUBJECT_TOO_LONG,
                    "the key has " + subject.length + " bytes, more than any subject's");
        } else if (isMisplaced(subject, subject, read, rerouted)) {
            reroute(record, origin);
        } else {
            eraseRow(subject, record, origin, rerouted);
            erasures.remember(
                    subject, origin.timestamp(), rerouted, Instant.ofEpochMilli(context.currentSystemTimeMs()));
            replies.forget(subject);
            closeCases(subject);
        }
    }

    /**
     * An erasure that was on its way may be older than what the person said since, and clocks alone cannot tell. What was said
     * is not kept; but where it may have held something back, or seems to be newer, it stays on record that something is not
     * known, and up to which version.
     */
    private void eraseRow(byte[] subject, Record<byte[], byte[]> record, Origin origin, boolean rerouted) {
        byte[] current = consents.row(subject);
        if (rerouted && current != null && mayCount(subject, current, origin)) {
            consents.put(
                    subject,
                    StoredConsent.unreadable(withoutContent(record), origin, StoredConsent.versionOf(current)));
        } else {
            consents.erase(subject);
        }
    }

    private boolean mayCount(byte[] subject, byte[] current, Origin erasure) {
        return StoredConsent.timestampOf(current) > erasure.timestamp()
                || !(consents.lookUp(subject).view() instanceof ConsentFacts facts && onlyGrants(facts));
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
            keepUnreadable(subject, record, origin, rerouted);
        }
        deadLetter(record, origin, e.reason().name(), String.valueOf(e.getMessage()));
    }

    private void keepUnreadable(byte[] subject, Record<byte[], byte[]> record, Origin origin, boolean rerouted) {
        byte[] current = consents.row(subject);
        long version = current == null ? Long.MIN_VALUE : StoredConsent.versionOf(current);
        boolean overtaken = isOvertakenByAnErasure(subject, origin, rerouted);
        consents.put(subject, StoredConsent.unreadable(overtaken ? withoutContent(record) : record, origin, version));
    }

    /** Nothing that is written can hold it. Where it is misplaced, its subject's partition is told of it without it. */
    private void tooLarge(Record<byte[], byte[]> record, RecordMetadata read, Origin origin, boolean rerouted) {
        byte[] subject = subjectOf(record);
        if (subject != null && isMisplaced(subject, record.key(), read, rerouted)) {
            incidents.rerouted();
            context.forward(
                    DeadLetters.tooLarge(record.withKey(subject), origin, limit).withValue(NOTHING),
                    Operators.REROUTE_CONSENT_STATE);
            return;
        }
        if (subject != null) {
            keepUnreadable(subject, withoutContent(record), origin, rerouted);
        }
        incidents.deadLettered();
        context.forward(DeadLetters.tooLarge(record, origin, limit), Operators.DEAD_LETTER_CONSENT_STATE);
    }

    /** What {@link #tooLarge} sent from another partition. */
    private void tooLargeElsewhere(Record<byte[], byte[]> sign, Origin origin) {
        keepUnreadable(sign.key(), sign, origin, true);
        String text = GateHeaders.text(sign.headers(), GateHeaders.REASON_TEXT);
        deadLetter(sign.<byte[]>withValue(null), origin, DeadLetters.TOO_LARGE, String.valueOf(text));
    }

    /** Whose consent it is, by its value or else by its key; null when neither says. */
    private byte @Nullable [] subjectOf(Record<byte[], byte[]> record) {
        byte[] subject = record.key();
        try {
            subject = parts.reader()
                    .readConsent(record.headers(), record.value())
                    .subjectId()
                    .getBytes(UTF_8);
        } catch (UndecodableException e) {
            // The key has to do.
        }
        return subject == null || subject.length == 0 || subject.length > DeadLetters.LONGEST_SUBJECT ? null : subject;
    }

    /**
     * In the log of the subject's own partition, what follows an erasure is news. Where one of the two was on its way, the
     * erasure may be the younger one: their times say so, but clocks differ, so that alone must never lose what takes consent
     * back.
     */
    private boolean isOvertakenByAnErasure(byte[] subject, Origin origin, boolean rerouted) {
        return erasures.cover(subject, origin.timestamp(), rerouted);
    }

    private static Record<byte[], byte[]> withoutContent(Record<byte[], byte[]> record) {
        return record.withValue(NOTHING).withHeaders(new RecordHeaders());
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
        context.forward(
                limit.holds(record)
                        ? DeadLetters.of(record, origin, reason, text)
                        : DeadLetters.tooLarge(record, origin, limit),
                Operators.DEAD_LETTER_CONSENT_STATE);
    }
}
