// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.review.ReviewCase;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The open cases of one task. They are ordered by closing deadline, and can be found by subject and case id. Used by
 * one task at a time.
 *
 * <p>The outline of a case is stored under its deadline. A new case usually closes last, so RocksDB appends it without
 * a search. Storing it in subject order would cost RocksDB more than all other work on the case. The subject order
 * therefore holds only deadlines. Events are stored behind all outlines, so a search for due cases reads no event.
 *
 * <p>{@link CasesByEvent} records which case an event belongs to, and which case released an event.
 */
final class Cases {

    /** First byte of an event's row. No deadline begins with this byte. */
    private static final byte EVENT = (byte) 0x80;

    /** First bytes of the row for an erasure in progress. Read as a length, they exceed every subject id. */
    private static final byte[] ERASURE = {0x40, 0, 0, 0};

    private static final byte[] PRESENT = {1};

    private final KeyValueStore<byte[], byte[]> byDeadline;
    private final KeyValueStore<byte[], byte[]> deadlines;
    private final CasesByEvent byEvent;

    Cases(KeyValueStore<byte[], byte[]> byDeadline, KeyValueStore<byte[], byte[]> deadlines, CasesByEvent byEvent) {
        this.byDeadline = byDeadline;
        this.deadlines = deadlines;
        this.byEvent = byEvent;
    }

    /** @param context of a node that the three stores are connected to */
    static Cases ofTask(ProcessorContext<?, ?> context, GateParts parts) {
        return new Cases(
                context.getStateStore(Stores.CASES_BY_DEADLINE),
                context.getStateStore(Stores.DEADLINES_BY_CASE),
                new CasesByEvent(
                        context.getStateStore(Stores.CASES_BY_EVENT),
                        parts.quarantinedEvents(context.taskId().partition())));
    }

    /**
     * The case that an event with this {@link EventIdentity} belongs to: an open case, or the case that released the
     * event. Null when there is neither.
     */
    CasesByEvent.@Nullable Known ofEvent(byte[] subject, byte @Nullable [] identity) {
        CasesByEvent.Known known = identity == null ? null : byEvent.find(subject, identity);
        return known == null || isBeingErased(subject) ? null : known;
    }

    /**
     * Whether {@link #ofEvent} may find a case for an event of this subject. False is certain, and costs no store read.
     */
    boolean mayHoldEventOf(byte[] subject) {
        return byEvent.mayHold(subject);
    }

    /**
     * Opens a case that cannot be open yet. If an erasure of its subject is in progress, the erasure also closes this
     * case.
     */
    void open(StoredCase opened) {
        byte[] deadline = deadline(opened.reviewCase().closesAt());
        byte[] caseId = caseId(opened.reviewCase());
        byte[] subject = subject(opened.reviewCase());
        put(row(deadline, caseId, subject), opened);
        deadlines.put(subjectAndCase(subject, caseId), deadline);
        if (opened.identity() != null) {
            byEvent.opened(
                    subject,
                    opened.identity(),
                    opened.reviewCase().caseId(),
                    opened.reviewCase().quarantinedAt());
        }
    }

    /** Opens a case unless it is already open. The same event always gets the same case id. */
    void openUnlessOpen(StoredCase opened) {
        if (deadlines.get(subjectAndCase(opened.reviewCase())) == null) {
            open(opened);
        }
    }

    /** Closes the case with this subject and id, if it is open. */
    void closeIfOpen(StoredCase named) {
        byte[] deadline = deadlines.get(subjectAndCase(named.reviewCase()));
        if (deadline != null) {
            close(outline(row(deadline, caseId(named.reviewCase()), subject(named.reviewCase()))));
        }
    }

    /**
     * Highest offset of the given topic partition that names an open case; -1 when there is none. Scans the deadlines
     * of all open cases.
     */
    long furthest(String topic, int partition) {
        byte[] place = Origin.place(topic, partition).getBytes(UTF_8);
        long furthest = -1;
        try (KeyValueIterator<byte[], byte[]> rows = deadlines.range(null, ERASURE)) {
            while (rows.hasNext()) {
                byte[] key = rows.next().key;
                int caseId = startOfCaseId(key);
                if (begins(key, caseId, place)) {
                    furthest = Math.max(furthest, offset(key, caseId + place.length));
                }
            }
        }
        return furthest;
    }

    private static boolean begins(byte[] bytes, int from, byte[] with) {
        return bytes.length - from > with.length
                && Arrays.equals(bytes, from, from + with.length, with, 0, with.length);
    }

    /** Returns -1 when the bytes are no offset: another topic's name may begin with this topic and partition. */
    private static long offset(byte[] bytes, int from) {
        long offset = 0;
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            offset = 10 * offset + bytes[i] - '0';
        }
        return offset;
    }

    /** The open case with this id. Null when there is none, or when its subject is being erased. */
    @Nullable
    StoredCase find(byte[] subject, String caseId) {
        byte[] id = caseId.getBytes(UTF_8);
        byte[] deadline = deadlines.get(subjectAndCase(subject, id));
        if (deadline == null || isBeingErased(subject)) {
            return null;
        }
        byte[] row = row(deadline, id, subject);
        return StoredCase.fromBytes(outlineRow(row), byDeadline.get(eventRow(row)));
    }

    /** Replaces the state of an open case. Its deadline stays the same. */
    void replace(StoredCase changed) {
        put(rowOf(changed.reviewCase()), changed);
    }

    private void put(byte[] row, StoredCase stored) {
        byDeadline.put(row, stored.outline().toBytes());
        byDeadline.put(eventRow(row), stored.eventBytes());
    }

    /** Deletes a case and its event. */
    void close(StoredCase closed) {
        close(closed.outline());
    }

    /** Deletes a case and its event. */
    void close(StoredCase.Outline closed) {
        delete(closed.reviewCase());
        if (closed.identity() != null) {
            byEvent.closed(
                    subject(closed.reviewCase()),
                    closed.identity(),
                    closed.reviewCase().caseId());
        }
    }

    /**
     * Deletes a case and its event, but remembers that the event was released.
     *
     * @param identity of the case's event; null when the event has no id
     */
    void closeReleased(StoredCase released, byte @Nullable [] identity, Instant at) {
        delete(released.reviewCase());
        if (identity != null) {
            byEvent.released(
                    subject(released.reviewCase()),
                    identity,
                    released.reviewCase().caseId(),
                    at);
        }
    }

    private void delete(ReviewCase closed) {
        byte[] row = rowOf(closed);
        // KeyValueStore.delete would first read the old value, including the event.
        byDeadline.put(row, null);
        byDeadline.put(eventRow(row), null);
        deadlines.put(subjectAndCase(closed), null);
    }

    /** As {@link CasesByEvent#forgetReleasesOlderThan}. */
    boolean forgetReleasesOlderThan(Duration retention, Instant now) {
        return byEvent.forgetReleasesOlderThan(retention, now);
    }

    /**
     * Closes the open cases of a subject and forgets which of the subject's events were released (GDPR art. 17). One
     * call has a limit; {@link #eraseMore} continues an unfinished erasure. Until the erasure is complete, no case of
     * the subject is found. A case opened meanwhile closes with the others.
     *
     * @param most limit for cases and events together
     * @param closed receives each closed case
     * @return the number of cases and events erased; less than {@code most} means that the erasure is complete
     */
    int erase(byte[] subject, int most, Consumer<ReviewCase> closed) {
        int erased = closeOf(subject, most, closed);
        erased += byEvent.forget(subject, most - erased);
        byte[] underWay = erasure(subject);
        if (erased == most) {
            deadlines.put(underWay, PRESENT);
        } else if (deadlines.get(underWay) != null) {
            deadlines.delete(underWay);
        }
        return erased;
    }

    /** Continues unfinished erasures, within the limit of one call. The parameters are those of {@link #erase}. */
    void eraseMore(int most, Consumer<ReviewCase> closed) {
        int left = most;
        try (KeyValueIterator<byte[], byte[]> rows = deadlines.prefixScan(ERASURE, new ByteArraySerializer())) {
            while (left > 0 && rows.hasNext()) {
                byte[] key = rows.next().key;
                left -= erase(Arrays.copyOfRange(key, ERASURE.length, key.length), left, closed);
            }
        }
    }

    /** Whether an erasure of this subject is unfinished. */
    boolean isBeingErased(byte[] subject) {
        return deadlines.get(erasure(subject)) != null;
    }

    private int closeOf(byte[] subject, int most, Consumer<ReviewCase> closed) {
        int cases = 0;
        try (KeyValueIterator<byte[], byte[]> rows =
                deadlines.prefixScan(subjectAndCase(subject, new byte[] {}), new ByteArraySerializer())) {
            while (cases < most && rows.hasNext()) {
                KeyValue<byte[], byte[]> row = rows.next();
                byte[] caseId = Arrays.copyOfRange(row.key, startOfCaseId(row.key), row.key.length);
                ReviewCase open = outline(row(row.value, caseId, subject)).reviewCase();
                delete(open);
                closed.accept(open);
                cases++;
            }
        }
        return cases;
    }

    /**
     * Passes each case due at or before the given instant to {@code each}, earliest first.
     *
     * @param most maximum number of cases
     * @param mostBytes size limit of all rows read, since earlier versions stored events in these rows; the case that
     *     exceeds it is the last
     * @param each may close the case
     */
    void eachDue(Instant at, int most, long mostBytes, Consumer<StoredCase.Outline> each) {
        int cases = 0;
        long bytes = 0;
        try (KeyValueIterator<byte[], byte[]> rows =
                byDeadline.range(new byte[Long.BYTES], deadline(at.plusMillis(1)))) {
            while (cases < most && bytes < mostBytes && rows.hasNext()) {
                byte[] row = rows.next().value;
                each.accept(StoredCase.Outline.fromBytes(row));
                cases++;
                bytes += row.length;
            }
        }
    }

    private StoredCase.Outline outline(byte[] row) {
        return StoredCase.Outline.fromBytes(outlineRow(row));
    }

    /** One transaction writes and deletes all rows of a case, so a deadline always has its outline. */
    private byte[] outlineRow(byte[] row) {
        return Objects.requireNonNull(
                byDeadline.get(row), "a deadline in the store " + Stores.DEADLINES_BY_CASE + " has no case");
    }

    private static byte[] subject(ReviewCase reviewCase) {
        return reviewCase.subjectId().getBytes(UTF_8);
    }

    private static byte[] caseId(ReviewCase reviewCase) {
        return reviewCase.caseId().getBytes(UTF_8);
    }

    /** Byte order equals time order. Times before 1970 count as 1970. */
    private static byte[] deadline(Instant at) {
        return ByteBuffer.allocate(Long.BYTES)
                .putLong(Math.max(0, at.toEpochMilli()))
                .array();
    }

    private static byte[] subjectAndCase(ReviewCase reviewCase) {
        return subjectAndCase(subject(reviewCase), caseId(reviewCase));
    }

    /** The length of the subject's id comes first, so erasing one subject never reaches another subject's cases. */
    private static byte[] subjectAndCase(byte[] subject, byte[] caseId) {
        return ByteBuffer.allocate(Integer.BYTES + subject.length + caseId.length)
                .putInt(subject.length)
                .put(subject)
                .put(caseId)
                .array();
    }

    private static int startOfCaseId(byte[] subjectAndCase) {
        return Integer.BYTES + ByteBuffer.wrap(subjectAndCase).getInt();
    }

    private static byte[] erasure(byte[] subject) {
        return ByteBuffer.allocate(ERASURE.length + subject.length)
                .put(ERASURE)
                .put(subject)
                .array();
    }

    private static byte[] rowOf(ReviewCase reviewCase) {
        return row(deadline(reviewCase.closesAt()), caseId(reviewCase), subject(reviewCase));
    }

    /** Key of the row that holds the case's event. */
    private static byte[] eventRow(byte[] row) {
        return ByteBuffer.allocate(1 + row.length).put(EVENT).put(row).array();
    }

    /**
     * The subject ends the key, because cases of two people can have the same id. This happens after a topic is deleted
     * and created again. It also happens after a reset of the group's offsets: an event is quarantined whose place had
     * named a planted case. No case id contains the zero byte before the subject, because no topic name does.
     */
    private static byte[] row(byte[] deadline, byte[] caseId, byte[] subject) {
        return ByteBuffer.allocate(deadline.length + caseId.length + 1 + subject.length)
                .put(deadline)
                .put(caseId)
                .put((byte) 0)
                .put(subject)
                .array();
    }
}
