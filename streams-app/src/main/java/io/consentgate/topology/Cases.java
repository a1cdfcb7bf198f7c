// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

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
 * deadlines are kept.
 *
 * <p>Which case an event belongs to, or was released by, is kept in {@link CasesByEvent}.
 */
final class Cases {

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
        return identity == null ? null : byEvent.find(subject, identity);
    }

    /** Whether {@link #ofEvent} may find a case for an event of that subject: false is certain, and quickly known. */
    boolean mayHoldEventOf(byte[] subject) {
        return byEvent.mayHold(subject);
    }

    /** Opens a case that cannot be open yet. */
    void open(StoredCase opened) {
        byte[] deadline = deadline(opened);
        byte[] caseId = caseId(opened);
        byte[] subject = subject(opened);
        byDeadline.put(row(deadline, caseId, subject), opened.toBytes());
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
        if (deadlines.get(subjectAndCase(opened)) == null) {
            open(opened);
        }
    }

    /** Closes the case of that subject and id, if it is open. */
    void closeIfOpen(StoredCase named) {
        StoredCase open = find(subject(named), named.reviewCase().caseId());
        if (open != null) {
            close(open);
        }
    }

    /**
     * Offset of the furthest event of a topic's partition that an open case is named after; -1 where there is none. Looks at
     * every open case's deadline.
     */
    long furthest(String topic, int partition) {
        byte[] place = Origin.place(topic, partition).getBytes(UTF_8);
        long furthest = -1;
        try (KeyValueIterator<byte[], byte[]> rows = deadlines.all()) {
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

    /** The open case of that id; null when there is none. */
    @Nullable
    StoredCase find(byte[] subject, String caseId) {
        byte[] id = caseId.getBytes(UTF_8);
        byte[] deadline = deadlines.get(subjectAndCase(subject, id));
        return deadline == null ? null : stored(row(deadline, id, subject));
    }

    /** Keeps an open case in another state, which closes when it did before. */
    void replace(StoredCase changed) {
        byDeadline.put(rowOf(changed), changed.toBytes());
    }

    /** Forgets a case, its event included. */
    void close(StoredCase closed) {
        delete(closed);
        if (closed.identity() != null) {
            byEvent.closed(
                    subject(closed), closed.identity(), closed.reviewCase().caseId());
        }
    }

    /**
     * Forgets a case, its event included, save that the event was released.
     *
     * @param identity of its event; null where that has no id
     */
    void closeReleased(StoredCase released, byte @Nullable [] identity, Instant at) {
        delete(released);
        if (identity != null) {
            byEvent.released(subject(released), identity, released.reviewCase().caseId(), at);
        }
    }

    private void delete(StoredCase stored) {
        byDeadline.delete(rowOf(stored));
        deadlines.delete(subjectAndCase(stored));
    }

    /** Forgets which events of a subject were released (GDPR art. 17). */
    void forgetReleases(byte[] subject) {
        byEvent.forget(subject);
    }

    /** As {@link CasesByEvent#forgetReleasesOlderThan}. */
    boolean forgetReleasesOlderThan(Duration retention, Instant now) {
        return byEvent.forgetReleasesOlderThan(retention, now);
    }

    /**
     * Hands over every open case of a subject, one at a time: all of a person's events together may be more than memory holds.
     *
     * @param each may close it
     */
    void eachOf(byte[] subject, Consumer<StoredCase> each) {
        try (KeyValueIterator<byte[], byte[]> rows =
                deadlines.prefixScan(subjectAndCase(subject, new byte[] {}), new ByteArraySerializer())) {
            while (rows.hasNext()) {
                KeyValue<byte[], byte[]> row = rows.next();
                byte[] caseId = Arrays.copyOfRange(row.key, startOfCaseId(row.key), row.key.length);
                each.accept(stored(row(row.value, caseId, subject)));
            }
        }
    }

    /**
     * Hands over the cases that close at that instant or before, the earliest first, one at a time.
     *
     * @param most cases
     * @param mostBytes of their rows together; the case that goes beyond is the last
     * @param each may close it
     */
    void eachDue(Instant at, int most, long mostBytes, Consumer<StoredCase> each) {
        int cases = 0;
        long bytes = 0;
        try (KeyValueIterator<byte[], byte[]> rows =
                byDeadline.range(new byte[Long.BYTES], deadline(at.plusMillis(1)))) {
            while (rows.hasNext() && cases < most && bytes < mostBytes) {
                byte[] row = rows.next().value;
                each.accept(StoredCase.fromBytes(row));
                cases++;
                bytes += row.length;
            }
        }
    }

    /** Both rows of a case are written and deleted in one transaction, so the second is there if the first is. */
    private StoredCase stored(byte[] row) {
        return StoredCase.fromBytes(Objects.requireNonNull(
                byDeadline.get(row), "a deadline in the store " + Stores.DEADLINES_BY_CASE + " has no case"));
    }

    private static byte[] subject(StoredCase stored) {
        return stored.reviewCase().subjectId().getBytes(UTF_8);
    }

    private static byte[] caseId(StoredCase stored) {
        return stored.reviewCase().caseId().getBytes(UTF_8);
    }

    private static byte[] deadline(StoredCase stored) {
        return deadline(stored.reviewCase().closesAt());
    }

    /** In the order of time when compared byte by byte; a time before 1970 counts as 1970. */
    private static byte[] deadline(Instant at) {
        return ByteBuffer.allocate(Long.BYTES)
                .putLong(Math.max(0, at.toEpochMilli()))
                .array();
    }

    private static byte[] subjectAndCase(StoredCase stored) {
        return subjectAndCase(subject(stored), caseId(stored));
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

    private static byte[] rowOf(StoredCase stored) {
        return row(deadline(stored), caseId(stored), subject(stored));
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
