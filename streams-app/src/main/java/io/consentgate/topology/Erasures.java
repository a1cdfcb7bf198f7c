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
 * publisher put on another partition is brought to its subject late, and must not bring the person back. Where both stand
 * on the subject's own partition no such mark is needed, since the log has them in order. Used by one task at a time.
 *
 * <p>Holds the subject's id and times, and nothing of what was erased. Layout of a row: time of the erasure by its
 * publisher (8 bytes), time at which it was taken in (8), time of the latest misplaced erasure (8; not there if there was
 * none), all in milliseconds since the epoch.
 */
final class Erasures {

    /**
     * For how long: as the tombstone itself stays in the log ({@code delete.retention.ms} of consent-state), and as misplaced
     * records do in the topic that they travel by.
     */
    static final Duration KEPT = Duration.ofDays(30);

    /** Rows that are looked at in one go, so that a store of millions does not hold up its task. */
    static final int MOST_AT_ONCE = 1_000;

    private static final int TAKEN_IN_AT = Long.BYTES;
    private static final int MISPLACED_AT = 2 * Long.BYTES;
    private static final long NEVER = Long.MIN_VALUE;

    private final KeyValueStore<byte[], byte[]> store;
    /** Where the next look goes on; null for the beginning. Lost at a restart, which only begins the round anew. */
    private byte @Nullable [] next;

    Erasures(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    /**
     * @param erasedAt by its publisher, milliseconds since the epoch
     * @param misplaced whether the erasure itself was brought here late
     */
    void remember(byte[] subject, long erasedAt, boolean misplaced, Instant now) {
        byte[] earlier = store.get(subject);
        long latest = earlier == null ? erasedAt : Math.max(erasedAt, latestOf(earlier));
        long latestMisplaced = earlier == null ? NEVER : latestMisplacedOf(earlier);
        if (misplaced) {
            latestMisplaced = Math.max(erasedAt, latestMisplaced);
        }
        ByteBuffer row = ByteBuffer.allocate(latestMisplaced == NEVER ? MISPLACED_AT : MISPLACED_AT + Long.BYTES)
                .putLong(latest)
                .putLong(now.toEpochMilli());
        store.put(
                subject,
                latestMisplaced == NEVER
                        ? row.array()
                        : row.putLong(latestMisplaced).array());
    }

    /**
     * Whether a record of that time tells of a person as they were before they were erased. At the same millisecond, too:
     * erased is the safer reading.
     *
     * @param misplaced whether the record was brought here late; else only erasures that were may have been read before it
     *     though they are younger
     */
    boolean cover(byte[] subject, long writtenAt, boolean misplaced) {
        byte[] erasure = store.get(subject);
        return erasure != null && writtenAt <= (misplaced ? latestOf(erasure) : latestMisplacedOf(erasure));
    }

    /** Forgets those for which nothing can be on its way any more, among the next rows of a round that does not end. */
    void forgetSomeOld(Instant now) {
        long before = now.minus(KEPT).toEpochMilli();
        try (KeyValueIterator<byte[], byte[]> rows = store.range(next, null)) {
            for (int looked = 0; looked < MOST_AT_ONCE && rows.hasNext(); looked++) {
                KeyValue<byte[], byte[]> row = rows.next();
                if (ByteBuffer.wrap(row.value).getLong(TAKEN_IN_AT) < before) {
                    store.delete(row.key);
                }
            }
            next = rows.hasNext() ? rows.peekNextKey() : null;
        }
    }

    private static long latestOf(byte[] row) {
        return ByteBuffer.wrap(row).getLong();
    }

    private static long latestMisplacedOf(byte[] row) {
        return row.length > MISPLACED_AT ? ByteBuffer.wrap(row).getLong(MISPLACED_AT) : NEVER;
    }
}
