// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The verdicts that one task has judged, by id. Each id counts once, even when its verdict was refused. Used by one
 * task at a time.
 */
final class UsedVerdicts {

    private final KeyValueStore<byte[], byte[]> store;
    private final Sweep sweep;

    UsedVerdicts(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        this.sweep = new Sweep(store);
    }

    boolean contains(String verdictId) {
        return store.get(verdictId.getBytes(UTF_8)) != null;
    }

    void add(String verdictId, Instant at) {
        store.putIfAbsent(
                verdictId.getBytes(UTF_8),
                ByteBuffer.allocate(Long.BYTES).putLong(at.toEpochMilli()).array());
    }

    /**
     * Forgets verdicts older than the retention, within the limit of one call. Their cases have long closed.
     *
     * @return whether this call reached the last row
     */
    boolean forgetOlderThan(Duration retention, Instant now) {
        long before = now.minus(retention).toEpochMilli();
        return sweep.delete(row -> ByteBuffer.wrap(row).getLong() < before);
    }
}
