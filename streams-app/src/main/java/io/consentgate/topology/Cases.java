// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
 */
final class Cases {

    private final KeyValueStore<byte[], byte[]> byDeadline;
    private final KeyValueStore<byte[], byte[]> deadlines;

    Cases(KeyValueStore<byte[], byte[]> byDeadline, KeyValueStore<byte[], byte[]> deadlines) {
        this.byDeadline = byDeadline;
        this.deadlines = deadlines;
    }

    /** @param context of a node that both stores are connected to */
    static Cases ofTask(ProcessorContext<?, ?> context) {
        return new Cases(
                context.getStateStore(Stores.CASES_BY_DEADLINE), context.getStateStore(Stores.DEADLINES_BY_CASE));
    }

    /** Opens a case that cannot be open yet. */
    void open(StoredCase opened) {
        byte[] deadline = deadline(opened);
        byte[] caseId = caseId(opened);
        byte[] subject = subject(opened);
        byDeadline.put(row(deadline, caseId, subject), opened.toBytes());
        deadlines.put(subjectAndCase(subject, caseId), deadline);
    }

    /** Opens a case, unless it is open already: the same event is the same case. */
    void openUnlessOpen(StoredCase opened) {
        if (deadlines.get(subjectAndCase(opened)) == null) {
            open(opened);
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
        byDeadline.delete(rowOf(closed));
        deadlines.delete(subjectAndCase(closed));
    }

    /** Every open case of a subject. */
    List<StoredCase> of(byte[] subject) {
        List<StoredCase> found = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> rows =
                deadlines.prefixScan(subjectAndCase(subject, new byte[] {}), new ByteArraySerializer())) {
            while (rows.hasNext()) {
                KeyValue<byte[], byte[]> row = rows.next();
                byte[] caseId = Arrays.copyOfRange(row.key, startOfCaseId(row.key), row.key.length);
                found.add(stored(row(row.value, caseId, subject)));
            }
        }
        return found;
    }

    /** The cases that close at that instant or before, the earliest first. */
    List<StoredCase> due(Instant at, int most) {
        List<StoredCase> due = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> rows =
                byDeadline.range(new byte[Long.BYTES], deadline(at.plusMillis(1)))) {
            while (rows.hasNext() && due.size() < most) {
                due.add(StoredCase.fromBytes(rows.next().value));
            }
        }
        return due;
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
