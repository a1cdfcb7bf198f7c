// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Deletes expired rows of a store, and rewrites rows without a time. Each call looks at so few rows that no event waits
 * long, and continues where the previous call stopped. A restart begins again, which does no harm. Used by one task at
 * a time.
 */
final class Sweep {

    /** Rows per call. */
    private static final int MOST = 10_000;

    private final KeyValueStore<byte[], byte[]> store;
    private final int most;
    private byte @Nullable [] next;

    Sweep(KeyValueStore<byte[], byte[]> store) {
        this(store, MOST);
    }

    /** @param most rows per call */
    Sweep(KeyValueStore<byte[], byte[]> store, int most) {
        this.store = store;
        this.most = most;
    }

    /**
     * Looks at the next rows.
     *
     * @param isOver whether a row with this value must be deleted
     * @return whether these were the last rows; the next call begins again
     */
    boolean delete(Predicate<byte[]> isOver) {
        return each(row -> isOver.test(row) ? null : row);
    }

    /**
     * Looks at the next rows.
     *
     * @param after maps a row's value to the same value, to another, or to null to delete the row
     * @return whether these were the last rows; the next call begins again
     */
    boolean each(Function<byte[], byte @Nullable []> after) {
        try (KeyValueIterator<byte[], byte[]> rows = store.range(next, null)) {
            for (int looked = 0; looked < most && rows.hasNext(); looked++) {
                KeyValue<byte[], byte[]> row = rows.next();
                byte[] now = after.apply(row.value);
                if (now != row.value) {
                    store.put(row.key, now);
                }
            }
            next = rows.hasNext() ? rows.peekNextKey() : null;
        }
        return next == null;
    }
}
