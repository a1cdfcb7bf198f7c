// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.barrier.TableTimestamp;
import io.consentgate.policy.standing.Succession;
import io.consentgate.review.ReviewCase;
import io.consentgate.serde.CaseOutcome;
import io.consentgate.serde.ConsentReading;
import io.consentgate.serde.SubjectKey;
import io.consentgate.serde.UndecodableException;
import io.consentgate.topology.Skips.Skip;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each subject's newest consent record, and the objections and withdrawals of earlier records ({@link
 * Succession}).
 *
 * <ul>
 *   <li>A null value erases the subject's record, remembered replies and contacts, and open cases. Objections,
 *       withdrawals and the time of erasure stay. If the subject has very many cases, most close soon after; until
 *       then, no verdict finds them.
 *   <li>An older version never overwrites a newer one, in any order of arrival; it is counted. A record that
 *       contradicts the stored one leaves the row in doubt. It is counted separately and becomes a dead letter, so that
 *       operators find it.
 *   <li>An unreadable record becomes a dead letter, and the subject's row becomes unreadable, because the record may
 *       have been a withdrawal. Nothing clears until a readable record with a higher version arrives.
 *   <li>A record without its subject's key, or on a wrong partition, is sent to its subject's partition. Until it
 *       arrives there, the gate does not know of it.
 *   <li>For erasures and unreadable records, only the key names the subject. The gate also reads serialized keys
 *       ({@link SubjectKey}). A record whose key names no subject becomes a dead letter.
 *   <li>A record may be older than the subject's erasure, by publishers' clocks. Its grants then never count; only its
 *       objections and withdrawals are kept.
 *   <li>A record too large to be written again is treated like an unreadable one.
 * </ul>
 */
final class ConsentProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(ConsentProcessor.class);

    private static final Duration TRIMMING = Duration.ofMinutes(1);
    private static final Duration SETTLING = Duration.ofSeconds(1);
    private static final Duration ERASING = Duration.ofSeconds(1);

    /**
     * Limit per transaction; the subject's other cases follow later. A transaction that outlasts its time-out would
     * never commit.
     */
    static final int MOST_ERASED = 1_000;

    private static final byte[] NOTHING = {};

    private static final String NO_SUBJECTS_KEY =
            "the key is neither a plain subject id nor a string that holds one in Avro or JSON";

    private static final int MOST_FIELDS_TOLD = 5;
    private static final String DOUBTFUL =
            "it contradicts what is on record: the same version with other content, an older one that forbids what the newer"
                    + " one does not mention, one too high to be a count, or one written before a record that nobody could read;"
                    + " or the registry does not give the schema of what is on record: then see to that first. Publish the"
                    + " person's state with a higher version";

    private final GateParts parts;
    private final RecordLimit limit;
    private ProcessorContext<byte[], byte[]> context;
    private ConsentTable consents;
    private ConsentProgress progress;
    private ConsentKeeping keeping;
    private Replies replies;
    private Contacts contacts;
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
        this.progress = ConsentProgress.open(context, parts);
        this.consents = ConsentTable.open(context, parts);
        this.keeping = new ConsentKeeping(consents, parts.policy().options().clockSkew());
        this.replies = new Replies(context.getStateStore(Stores.REPLIES_BY_INQUIRY));
        this.contacts = new Contacts(
                context.getStateStore(Stores.CONTACTS_BY_SUBJECT),
                parts.policy().options().contact());
        this.cases = Cases.ofTask(context, parts);
        this.incidents =
                new Incidents(context, Operators.KEEP_CONSENT_BY_SUBJECT, parts.counters(), GateCounters.Input.CONSENT);
        context.schedule(TRIMMING, PunctuationType.WALL_CLOCK_TIME, this::trim);
        context.schedule(SETTLING, PunctuationType.WALL_CLOCK_TIME, now -> progress.settle());
        context.schedule(
                ERASING, PunctuationType.WALL_CLOCK_TIME, now -> cases.eraseMore(MOST_ERASED, this::closedAsErased));
    }

    @Override
    public void process(Record<byte[], byte[]> consent) {
        parts.nextRecord();
        // The timestamp extractor stamps consent 0, so that it comes before every event. Records written on need their
        // own timestamp.
        Record<byte[], byte[]> record =
                consent.withTimestamp(TableTimestamp.original(consent.headers(), GateHeaders.TIMESTAMP).stream()
                        .filter(time -> time >= 0)
                        .findFirst()
                        .orElseGet(context::currentSystemTimeMs));
        RecordMetadata read = context.recordMetadata().orElseThrow();
        boolean rerouted = parts.topics().isRerouted(read.topic());
        Origin origin = Origin.of(read, record, rerouted);
        take(record, read, origin, rerouted);
        if (!rerouted) {
            progress.took(read.offset(), context.currentSystemTimeMs());
        }
    }

    private void take(Record<byte[], byte[]> record, RecordMetadata read, Origin origin, boolean rerouted) {
        Skip skip = parts.skips().at(read);
        if (skip != null && skip.unread()) {
            skipUnread(record, read, origin, skip);
            return;
        }
        if (skip != null && skip(record, read, origin, rerouted, skip.told())) {
            return;
        }
        if (record.value() == null) {
            // The headers of an erasure have no meaning, so they can go when they are too large.
            erase(limit.holds(record) ? record : record.withHeaders(new RecordHeaders()), read, origin, rerouted);
            return;
        }
        if (!limit.holds(record)) {
            tooLarge(record, read, origin, rerouted);
            return;
        }
        String reason = rerouted ? GateHeaders.text(record.headers(), GateHeaders.REASON) : null;
        if (reason != null
                && record.key() != null
                && (reason.equals(DeadLetters.TOO_LARGE) || reason.equals(DeadLetters.SKIPPED))) {
            notReadElsewhere(record, origin, reason);
            return;
        }
        ConsentReading reading;
        try {
            reading = parts.reader().inspectConsent(record.headers(), record.value());
        } catch (UndecodableException e) {
            unreadable(record, read, origin, rerouted, e);
            return;
        }
        byte[] subject = reading.facts().subjectId().getBytes(UTF_8);
        if (subject.length > DeadLetters.LONGEST_SUBJECT) {
            incidents.deadLettered();
            context.forward(
                    DeadLetters.subjectTooLong(record, origin, subject.length), Operators.DEAD_LETTER_CONSENT_STATE);
        } else if (subject.length == 0) {
            deadLetter(
                    record, origin, DeadLetters.NO_SUBJECT, "subjectId is empty; nobody can say whose consent this is");
        } else if (isMisplaced(subject, record.key(), read, rerouted)) {
            reroute(record, subject, origin);
        } else if (parts.placement().isMisplaced(subject, record.key(), read.partition())) {
            incidents.deadLettered();
            context.forward(DeadLetters.misplaced(record, origin), Operators.DEAD_LETTER_CONSENT_STATE);
        } else {
            keep(subject, record, origin, reading, rerouted);
        }
    }

    private void trim(long now) {
        consents.trim();
        contacts.trim(Instant.ofEpochMilli(now));
    }

    @Override
    public void close() {
        consents.close();
    }

    private void keep(
            byte[] subject, Record<byte[], byte[]> record, Origin origin, ConsentReading reading, boolean rerouted) {
        Succession.Outcome outcome = keeping.keep(subject, record, origin, reading, rerouted, now());
        if (outcome == Succession.Outcome.OUTDATED) {
            incidents.outdated();
        } else if (outcome == Succession.Outcome.DOUBTFUL) {
            incidents.doubtful();
            deadLetter(record, origin, DeadLetters.DOUBTFUL_CONSENT, doubt(reading));
        }
    }

    private static String doubt(ConsentReading reading) {
        if (reading.unknownFields().isEmpty()) {
            return DOUBTFUL;
        }
        String fields = reading.unknownFields().stream().limit(MOST_FIELDS_TOLD).collect(Collectors.joining(", "));
        return "its schema has fields that this version of the gate does not know: " + fields
                + "; publish the person's state with a higher version and without them, mark them \"consent-gate\":"
                + " \"ignored\" in the schema, or upgrade the gate";
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    private void erase(Record<byte[], byte[]> record, RecordMetadata read, Origin origin, boolean rerouted) {
        byte[] key = record.key();
        byte[] subject = subjectByKey(record, rerouted);
        if (key == null || subject == null) {
            deadLetter(
                    record,
                    origin,
                    DeadLetters.NO_SUBJECT,
                    key == null
                            ? "neither key nor value; nobody can say whose consent to erase"
                            : "no value, and " + NO_SUBJECTS_KEY + "; nobody can say whose consent to erase");
        } else if (subject.length > DeadLetters.LONGEST_SUBJECT) {
            deadLetter(
                    record,
                    origin,
                    DeadLetters.SUBJECT_TOO_LONG,
                    "the key has " + subject.length + " bytes, more than any subject's");
        } else if (isMisplaced(subject, key, read, rerouted)) {
            reroute(record, subject, origin);
            if (mayBeAnotherPersons(key, subject)) {
                eraseByPlainKey(key, record, read, origin);
            }
        } else if (rerouted && parts.placement().isMisplaced(subject, key, read.partition())) {
            incidents.deadLettered();
            context.forward(DeadLetters.misplaced(record, origin), Operators.DEAD_LETTER_CONSENT_STATE);
        } else {
            erase(subject, record, origin, rerouted);
        }
    }

    private void erase(byte[] subject, Record<byte[], byte[]> record, Origin origin, boolean misplaced) {
        keeping.erase(subject, record, origin, misplaced, now());
        replies.forget(subject);
        contacts.forget(subject);
        cases.erase(subject, MOST_ERASED, this::closedAsErased);
    }

    /**
     * A key that looks serialized may also be another subject's plain id, who then must be erased. No one can tell the
     * two apart. An unneeded erasure costs one consent; a missed erasure keeps a person in the data against their will.
     */
    private void eraseByPlainKey(byte[] key, Record<byte[], byte[]> record, RecordMetadata read, Origin origin) {
        if (key.length > DeadLetters.LONGEST_SUBJECT) {
            return;
        }
        if (parts.placement().partitionOf(key) != read.partition()) {
            context.forward(origin.carriedBy(record, key), Operators.REROUTE_CONSENT_STATE);
        } else if (consents.knows(key)) {
            erase(key, record, origin, false);
        }
    }

    /** Whether the key's bytes, read as a plain id, may name another subject. */
    private static boolean mayBeAnotherPersons(byte[] key, byte[] subject) {
        return !Arrays.equals(key, subject) && SubjectKey.mayBePlain(key);
    }

    /**
     * The subject that the record's key names; null when it names none. On the rerouting topic, the gate wrote every
     * key itself.
     */
    private static byte @Nullable [] subjectByKey(Record<byte[], byte[]> record, boolean rerouted) {
        byte[] key = record.key();
        return key == null || rerouted ? key : SubjectKey.subjectIn(record.headers(), key);
    }

    private void closedAsErased(ReviewCase closed) {
        context.forward(
                parts.outcomes().closed(closed, CaseOutcome.Result.ERASED, now()),
                Operators.WRITE_OUTCOMES_OF_ERASURES);
    }

    private void unreadable(
            Record<byte[], byte[]> record,
            RecordMetadata read,
            Origin origin,
            boolean rerouted,
            UndecodableException e) {
        byte[] key = record.key();
        byte[] subject = subjectByKey(record, rerouted);
        if (key != null && subject == null) {
            deadLetter(
                    record,
                    origin,
                    DeadLetters.NO_SUBJECT,
                    NO_SUBJECTS_KEY + ", and the value cannot be read: " + e.getMessage());
            return;
        }
        if (key != null && subject != null && isMisplaced(subject, key, read, rerouted)) {
            reroute(record, subject, origin);
            if (mayBeAnotherPersons(key, subject) && consents.knows(key)) {
                keeping.keepUnreadable(key, record, origin, false, now());
            }
            return;
        }
        if (subject != null) {
            keeping.keepUnreadable(subject, record, origin, rerouted, now());
        }
        deadLetter(record, origin, e.reason().name(), String.valueOf(e.getMessage()));
    }

    /**
     * No record that the gate writes can hold this one. A misplaced record is reported to its subject's partition
     * without its value.
     */
    private void tooLarge(Record<byte[], byte[]> record, RecordMetadata read, Origin origin, boolean rerouted) {
        byte[] subject = subjectOf(record, rerouted);
        if (subject != null && isMisplaced(subject, record.key(), read, rerouted)) {
            incidents.rerouted();
            context.forward(
                    DeadLetters.tooLarge(record.withKey(subject), origin, limit).withValue(NOTHING),
                    Operators.REROUTE_CONSENT_STATE);
            return;
        }
        if (subject != null) {
            keeping.keepUnreadable(subject, withoutContent(record), origin, rerouted, now());
        }
        incidents.deadLettered();
        context.forward(
                // Under a key, the dead letter would claim that this person's consent is held back.
                DeadLetters.tooLarge(subject == null ? record.withKey(null) : record, origin, limit),
                Operators.DEAD_LETTER_CONSENT_STATE);
    }

    /** What {@link #tooLarge} or {@link #skip} sent from another partition. */
    private void notReadElsewhere(Record<byte[], byte[]> sign, Origin origin, String reason) {
        keeping.keepUnreadable(sign.key(), sign, origin, true, now());
        String text = GateHeaders.text(sign.headers(), GateHeaders.REASON_TEXT);
        deadLetter(sign.<byte[]>withValue(null), origin, reason, String.valueOf(text));
    }

    /**
     * Steps over a record that cannot be handled, its value unread. It may take something back, so its person's row says that
     * something was not read.
     *
     * @return whether it was: not where the key does not tell whose it is, since an older grant of theirs would stand
     */
    private boolean skip(
            Record<byte[], byte[]> record, RecordMetadata read, Origin origin, boolean rerouted, String why) {
        byte[] key = record.key();
        byte[] subject = subjectByKey(record, rerouted);
        if (key == null || subject == null || subject.length == 0 || subject.length > DeadLetters.LONGEST_SUBJECT) {
            return false;
        }
        Record<byte[], byte[]> letter = DeadLetters.skipped(record, origin, why);
        if (isMisplaced(subject, key, read, rerouted)) {
            incidents.rerouted();
            context.forward(letter.withKey(subject).withValue(NOTHING), Operators.REROUTE_CONSENT_STATE);
            return true;
        }
        keeping.keepUnreadable(subject, withoutContent(record), origin, rerouted, now());
        incidents.deadLettered();
        context.forward(letter, Operators.DEAD_LETTER_CONSENT_STATE);
        return true;
    }

    /**
     * Steps over a record that was not fetched. Whose it is, only an operator says.
     *
     * @param standIn what the consumer put in its place
     * @throws IllegalStateException if it is not: then a consent would be lost, or another person's row changed
     */
    private void skipUnread(Record<byte[], byte[]> standIn, RecordMetadata read, Origin origin, Skip skip) {
        byte[] subject = skip.subject() == null ? NOTHING : skip.subject().getBytes(UTF_8);
        if (subject.length == 0
                || parts.topics().isRerouted(read.topic())
                || !Arrays.equals(standIn.key(), subject)
                || !Arrays.equals(standIn.value(), NOTHING)
                || parts.placement().isMisplaced(subject, standIn.key(), read.partition())) {
            throw new IllegalStateException("the consent at offset " + read.offset() + " of " + read.topic() + "-"
                    + read.partition()
                    + " was to be stepped over unread, and what came in its place is not of the person"
                    + " whom the order names. Nothing is written; order it again with 'gate skip', or start the gate once"
                    + " with more heap");
        }
        if (!consents.knows(subject)) {
            LOG.atWarn()
                    .addKeyValue("topic", read.topic())
                    .addKeyValue("partition", read.partition())
                    .addKeyValue("offset", read.offset())
                    .log(
                            "No consent is on record of the person whom the operator named for the consent that is stepped over"
                                    + " there; make sure of the id with its publisher");
        }
        keeping.keepUnreadable(subject, withoutContent(standIn), origin, false, now());
        incidents.deadLettered();
        context.forward(
                DeadLetters.skipped(standIn.<byte[]>withValue(null), origin, skip.told()),
                Operators.DEAD_LETTER_CONSENT_STATE);
    }

    /** The subject by the record's value, or else by its key; null when neither names a subject. */
    private byte @Nullable [] subjectOf(Record<byte[], byte[]> record, boolean rerouted) {
        byte[] subject = subjectByKey(record, rerouted);
        try {
            subject = parts.reader()
                    .inspectConsent(record.headers(), record.value())
                    .facts()
                    .subjectId()
                    .getBytes(UTF_8);
        } catch (UndecodableException e) {
            // Falls back to the subject from the key.
        }
        return subject == null || subject.length == 0 || subject.length > DeadLetters.LONGEST_SUBJECT ? null : subject;
    }

    private static Record<byte[], byte[]> withoutContent(Record<byte[], byte[]> record) {
        return record.withValue(NOTHING).withHeaders(new RecordHeaders());
    }

    private boolean isMisplaced(byte[] subject, byte[] key, RecordMetadata read, boolean rerouted) {
        return !rerouted && parts.placement().isMisplaced(subject, key, read.partition());
    }

    private void reroute(Record<byte[], byte[]> record, byte[] subject, Origin origin) {
        incidents.rerouted();
        context.forward(origin.carriedBy(record, subject), Operators.REROUTE_CONSENT_STATE);
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
