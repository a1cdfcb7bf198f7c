// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * When each subject was last erased, for as long as a record from before that may still be on its way: one that its
 * publisher put on another partition is brought to its subject late, and must not bring the person back. What stands on
 * the subject's own partition needs no such mark, since the log has it in order. Used by one task at a time.
 *
 * <p>Holds the subject's id and times, and nothing of what was erased. Layout of a row: time of the erasure by its
 * publisher (8 bytes), time at which it was taken in (8), both in milliseconds since the epoch.
 */
final class Erasures {

    /**
     * For how long: as the tombstone itself stays in the log ({@code delete.retention.ms} of consent-state), and as misplaced
     * records do in the topic that they travel by.
     */
    static final Duration KEPT = Duration.ofDays(30);

    /** Rows that are looked at in one go, so that a store of millions does not hold up its task. */
    static final int MOST_AT_ONCE = 1_000;

    private final KeyValueStore<byte[], byte[]> store;
    /** Where the next look goes on; null for the beginning. Lost at a restart, which only begins the round anew. */
    private byte @Nullable [] next;

    Erasures(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    /** @param erasedAt by its publisher, milliseconds since the epoch */
    void remember(byte[] subject, long erasedAt, Instant now) {
        byte[] earlier = store.get(subject);
        long latest = earlier == null ? erasedAt : Math.max(erasedAt, erasedAt(earlier));
        store.put(
                subject,
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(latest)
                        .putLong(now.toEpochMilli())
                        .array());
    }

    /**
     * Whether a record of that time tells of a person as they were before they were erased. At the same millisecond, too:
     * erased is the safer reading.
     */
    boolean cover(byte[] subject, long writtenAt) {
        byte[] erasure = store.get(subject);
        return erasure != null && writtenAt <= erasedAt(erasure);
    }

    /** Forgets those for which nothing can be on its way any more, among the next rows of a round that does not end. */
    void forgetSomeOld(Instant now) {
        long before = now.minus(KEPT).toEpochMilli();
        try (KeyValueIterator<byte[], byte[]> rows = store.range(next, null)) {
            for (int looked = 0; looked < MOST_AT_ONCE && rows.hasNext(); looked++) {
                KeyValue<byte[], byte[]> row = rows.next();
                if (ByteBuffer.wrap(row.value).getLong(Long.BYTES) < before) {
                    store.delete(row.key);
                }
            }
            next = rows.hasNext() ? rows.peekNextKey() : null;
        }
    }

    private static long erasedAt(byte[] row) {
        return ByteBuffer.wrap(row).getLong();
    }
}
