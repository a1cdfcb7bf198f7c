// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The open cases of one task, by subject and case, and in the order in which they close by themselves. Used by one task
 * at a time.
 *
 * <p>A key begins with the length of the subject's id, so that erasing one subject never reaches another's cases.
 */
final class Cases {

    private static final byte[] PRESENT = {1};

    private final KeyValueStore<byte[], byte[]> cases;
    private final KeyValueStore<byte[], byte[]> deadlines;

    Cases(KeyValueStore<byte[], byte[]> cases, KeyValueStore<byte[], byte[]> deadlines) {
        this.cases = cases;
        this.deadlines = deadlines;
    }

    /** Opens a case that cannot be open yet. */
    void open(StoredCase opened) {
        byte[] key = keyOf(opened);
        cases.put(key, opened.toBytes());
        deadlines.put(deadline(opened.reviewCase().closesAt(), key), PRESENT);
    }

    /** Opens a case, unless it is open already: the same event is the same case. */
    void openUnlessOpen(StoredCase opened) {
        if (cases.get(keyOf(opened)) == null) {
            open(opened);
        }
    }

    /**
     * Offset of the furthest event of a topic's partition that an open case is named after; -1 where there is none. Looks at
     * every open case.
     */
    long furthest(String topic, int partition) {
        byte[] place = Origin.place(topic, partition).getBytes(UTF_8);
        long furthest = -1;
        try (KeyValueIterator<byte[], byte[]> rows = deadlines.all()) {
            while (rows.hasNext()) {
                byte[] deadline = rows.next().key;
                int caseId =
                        Long.BYTES + Integer.BYTES + ByteBuffer.wrap(deadline).getInt(Long.BYTES);
                if (begins(deadline, caseId, place)) {
                    furthest = Math.max(furthest, offset(deadline, caseId + place.length));
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
        byte[] row = cases.get(key(subject, caseId));
        return row == null ? null : StoredCase.fromBytes(row);
    }

    /** Keeps an open case in another state. */
    void replace(StoredCase changed) {
        cases.put(keyOf(changed), changed.toBytes());
    }

    /** Forgets a case, its event included. */
    void close(StoredCase closed) {
        byte[] key = keyOf(closed);
        cases.delete(key);
        deadlines.delete(deadline(closed.reviewCase().closesAt(), key));
    }

    /** Every open case of a subject. */
    List<StoredCase> of(byte[] subject) {
        List<StoredCase> found = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> rows = cases.prefixScan(key(subject, ""), new ByteArraySerializer())) {
            rows.forEachRemaining(row -> found.add(StoredCase.fromBytes(row.value)));
        }
        return found;
    }

    /** The cases that close at that instant or before, the earliest first. */
    List<StoredCase> due(Instant at, int most) {
        List<StoredCase> due = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> rows =
                deadlines.range(new byte[Long.BYTES], deadline(at.plusMillis(1), new byte[] {}))) {
            while (rows.hasNext() && due.size() < most) {
                byte[] key = rows.next().key;
                byte[] row = cases.get(Arrays.copyOfRange(key, Long.BYTES, key.length));
                if (row != null) {
                    due.add(StoredCase.fromBytes(row));
                }
            }
        }
        return due;
    }

    private static byte[] keyOf(StoredCase stored) {
        return key(
                stored.reviewCase().subjectId().getBytes(UTF_8),
                stored.reviewCase().caseId());
    }

    private static byte[] key(byte[] subject, String caseId) {
        byte[] id = caseId.getBytes(UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + subject.length + id.length)
                .putInt(subject.length)
                .put(subject)
                .put(id)
                .array();
    }

    /** In the order of time when compared byte by byte; a time before 1970 counts as 1970. */
    private static byte[] deadline(Instant at, byte[] key) {
        return ByteBuffer.allocate(Long.BYTES + key.length)
                .putLong(Math.max(0, at.toEpochMilli()))
                .put(key)
                .array();
    }
}
