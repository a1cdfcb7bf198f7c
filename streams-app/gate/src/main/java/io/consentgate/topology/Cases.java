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
 * The open cases of one task, in the order in which they close by themselves, and found by subject and case. Used by one
 * task at a time.
 *
 * <p>The case itself is kept under its deadline: a new one closes last as a rule, and is put behind the one before without a
 * search for its place, which in the order of subjects costs RocksDB more than all else about it. In that order only the
 * deadlines are kept. Its event is kept apart, behind all cases: who looks for what is due reads none.
 *
 * <p>Which case an event belongs to, or was released by, is kept in {@link CasesByEvent}.
 */
final class Cases {

    /** Begins the row of an event; no deadline begins like this. */
    private static final byte EVENT = (byte) 0x80;

    /** Begins the row of an erasure that is under way; no subject's id is as long as this would say. */
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
     * The case that an event of this {@link EventIdentity} belongs to: one that is open, or the one that released it; null
     * when there is none.
     */
    CasesByEvent.@Nullable Known ofEvent(byte[] subject, byte @Nullable [] identity) {
        CasesByEvent.Known known = identity == null ? null : byEvent.find(subject, identity);
        return known == null || isBeingErased(subject) ? null : known;
    }

    /** Whether {@link #ofEvent} may find a case for an event of that subject: false is certain, and quickly known. */
    boolean mayHoldEventOf(byte[] subject) {
        return byEvent.mayHold(subject);
    }

    /** Opens a case that cannot be open yet. While its subject is being erased, it closes with the others. */
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

    /** Opens a case, unless it is open already: the same event is the same case. */
    void openUnlessOpen(StoredCase opened) {
        if (deadlines.get(subjectAndCase(opened.reviewCase())) == null) {
            open(opened);
        }
    }

    /** Closes the case of that subject and id, if it is open. */
    void closeIfOpen(StoredCase named) {
        byte[] deadline = deadlines.get(subjectAndCase(named.reviewCase()));
        if (deadline != null) {
            close(outline(row(deadline, caseId(named.reviewCase()), subject(named.reviewCase()))));
        }
    }

    /**
     * Offset of the furthest event of a topic's partition that an open case is named after; -1 where there is none. Looks at
     * every open case's deadline.
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

    /** -1 for what is no offset: a topic may be named as another with a partition behind it. */
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

    /** The open case of that id; null when there is none, or its subject is being erased. */
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

    /** Keeps an open case in another state, which closes when it did before. */
    void replace(StoredCase changed) {
        put(rowOf(changed.reviewCase()), changed);
    }

    private void put(byte[] row, StoredCase stored) {
        byDeadline.put(row, stored.outline().toBytes());
        byDeadline.put(eventRow(row), stored.eventBytes());
    }

    /** Forgets a case, its event included. */
    void close(StoredCase closed) {
        close(closed.outline());
    }

    /** Forgets a case, its event included. */
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
     * Forgets a case, its event included, save that the event was released.
     *
     * @param identity of its event; null where that has no id
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
        // To delete would read what was there, the event included.
        byDeadline.put(row, null);
        byDeadline.put(eventRow(row), null);
        deadlines.put(subjectAndCase(closed), null);
    }

    /** As {@link CasesByEvent#forgetReleasesOlderThan}. */
    boolean forgetReleasesOlderThan(Duration retention, Instant now) {
        return byEvent.forgetReleasesOlderThan(retention, now);
    }

    /**
     * Closes the open cases of a subject and forgets which of their events were released (GDPR art. 17), as far as one call
     * goes. Where that is not all, {@link #eraseMore} goes on with it. Until it is through, no case of theirs is found, and
     * one that is opened closes with the others.
     *
     * @param most cases and events together
     * @param closed told of each case
     * @return how many there were; fewer than asked for means that it is through
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

    /** Goes on with erasures that are under way, as far as one call goes; parameters as for {@link #erase}. */
    void eraseMore(int most, Consumer<ReviewCase> closed) {
        int left = most;
        try (KeyValueIterator<byte[], byte[]> rows = deadlines.prefixScan(ERASURE, new ByteArraySerializer())) {
            while (left > 0 && rows.hasNext()) {
                byte[] key = rows.next().key;
                left -= erase(Arrays.copyOfRange(key, ERASURE.length, key.length), left, closed);
            }
        }
    }

    /** Whether an erasure of that subject has begun and is not through. */
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
     * Hands over the cases that close at that instant or before, the earliest first.
     *
     * @param most cases
     * @param mostBytes of their rows together, since earlier versions kept events in them; the case that goes beyond is the last
     * @param each may close it
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

    /** All rows of a case are written and deleted in one transaction, so this one is there if its deadline is. */
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

    /** In the order of time when compared byte by byte; a time before 1970 counts as 1970. */
    private static byte[] deadline(Instant at) {
        return ByteBuffer.allocate(Long.BYTES)
                .putLong(Math.max(0, at.toEpochMilli()))
                .array();
    }

    private static byte[] subjectAndCase(ReviewCase reviewCase) {
        return subjectAndCase(subject(reviewCase), caseId(reviewCase));
    }

    /** Begins with the length of the subject's id, so that erasing one subject never reaches another's cases. */
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

    /** Where the event of a case is kept. */
    private static byte[] eventRow(byte[] row) {
        return ByteBuffer.allocate(1 + row.length).put(EVENT).put(row).array();
    }

    /**
     * Ends with the subject: two people have a case of one id each where a topic was made anew, or where a group that was put
     * back quarantines what it had named a planted case after. The byte before the subject is in no case's id, since it is
     * in no topic's name.
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
