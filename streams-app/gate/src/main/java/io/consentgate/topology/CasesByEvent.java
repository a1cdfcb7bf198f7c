// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which case is open for an event, or released the event. A repeated event belongs to the same case, and is
 * released only once. A release is remembered for a limited time, longer than publishers repeat an event. Used by one
 * task at a time.
 *
 * <p>Key layout: length of the subject's id (4 bytes), the subject's id, the event's {@link EventIdentity} (32). Row
 * layout: format (1), whether the event was released (1), time of opening or release in milliseconds since the epoch
 * (8), the case's id.
 */
final class CasesByEvent {

    private static final byte FORMAT = 1;
    private static final int BEFORE_CASE_ID = 2 + Long.BYTES;

    private final KeyValueStore<byte[], byte[]> store;
    private final QuarantinedEvents events;
    private final Sweep sweep;
    private boolean eventsRead;

    /** @param events filter shared by all writers of this store */
    CasesByEvent(KeyValueStore<byte[], byte[]> store, QuarantinedEvents events) {
        this.store = store;
        this.events = events;
        this.sweep = new Sweep(store);
    }

    /** @param released whether the case ended with the release of the event */
    record Known(String caseId, boolean released) {}

    /**
     * Whether the store may have a row for this subject: false is certain. The first call reads all keys, since another
     * instance may have written some of them.
     */
    boolean mayHold(byte[] subject) {
        readEvents();
        return events.mayHoldAnyOf(subject);
    }

    @Nullable
    Known find(byte[] subject, byte[] identity) {
        readEvents();
        return events.mayHold(identity) ? stored(subject, identity) : null;
    }

    private void readEvents() {
        if (eventsRead) {
            return;
        }
        try (KeyValueIterator<byte[], byte[]> rows = store.all()) {
            while (rows.hasNext()) {
                byte[] key = rows.next().key;
                events.add(subject(key), identity(key));
            }
        }
        eventsRead = true;
    }

    private @Nullable Known stored(byte[] subject, byte[] identity) {
        byte[] row = store.get(key(subject, identity));
        return row == null ? null : new Known(caseId(row), isReleased(row));
    }

    void opened(byte[] subject, byte[] identity, String caseId, Instant at) {
        put(subject, identity, row(caseId, false, at));
    }

    void released(byte[] subject, byte[] identity, String caseId, Instant at) {
        put(subject, identity, row(caseId, true, at));
    }

    private void put(byte[] subject, byte[] identity, byte[] row) {
        events.add(subject, identity);
        store.put(key(subject, identity), row);
    }

    /** The case ended without a release. A row about another case of the same event stays. */
    void closed(byte[] subject, byte[] identity, String caseId) {
        Known known = stored(subject, identity);
        if (known != null && !known.released() && known.caseId().equals(caseId)) {
            store.delete(key(subject, identity));
        }
    }

    /**
     * Deletes the rows of a subject (GDPR art. 17), within the limit of one call.
     *
     * @param most maximum number of events
     * @return the number of events deleted
     */
    int forget(byte[] subject, int most) {
        int forgotten = 0;
        try (KeyValueIterator<byte[], byte[]> rows =
                store.prefixScan(key(subject, new byte[] {}), new ByteArraySerializer())) {
            while (forgotten < most && rows.hasNext()) {
                store.delete(rows.next().key);
                forgotten++;
            }
        }
        return forgotten;
    }

    /**
     * Deletes releases older than the retention, within the limit of one call. Open cases stay.
     *
     * @return whether this call reached the last row
     */
    boolean forgetReleasesOlderThan(Duration retention, Instant now) {
        long before = now.minus(retention).toEpochMilli();
        return sweep.delete(row -> isReleased(row) && ByteBuffer.wrap(row).getLong(2) < before);
    }

    private static byte[] key(byte[] subject, byte[] identity) {
        return ByteBuffer.allocate(Integer.BYTES + subject.length + identity.length)
                .putInt(subject.length)
                .put(subject)
                .put(identity)
                .array();
    }

    private static byte[] subject(byte[] key) {
        return Arrays.copyOfRange(
                key, Integer.BYTES, Integer.BYTES + ByteBuffer.wrap(key).getInt());
    }

    private static byte[] identity(byte[] key) {
        return Arrays.copyOfRange(key, Integer.BYTES + ByteBuffer.wrap(key).getInt(), key.length);
    }

    private static byte[] row(String caseId, boolean released, Instant at) {
        byte[] id = caseId.getBytes(UTF_8);
        return ByteBuffer.allocate(BEFORE_CASE_ID + id.length)
                .put(FORMAT)
                .put((byte) (released ? 1 : 0))
                .putLong(at.toEpochMilli())
                .put(id)
                .array();
    }

    private static boolean isReleased(byte[] row) {
        if (row[0] != FORMAT) {
            throw new IllegalStateException("the store " + Stores.CASES_BY_EVENT + " holds a row of format " + row[0]
                    + ", this version reads " + FORMAT + ". It was written by a newer gate: upgrade");
        }
        return row[1] != 0;
    }

    private static String caseId(byte[] row) {
        return new String(row, BEFORE_CASE_ID, row.length - BEFORE_CASE_ID, UTF_8);
    }
}
