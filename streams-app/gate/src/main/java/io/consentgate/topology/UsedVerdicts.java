// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.state.KeyValueStore;

/** The verdicts that one task has judged, by id: each counts once, refused or not. Used by one task at a time. */
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
     * Forgets those that are older than that, as far as one call goes; their cases are long closed.
     *
     * @return whether this call looked at the last one
     */
    boolean forgetOlderThan(Duration retention, Instant now) {
        long before = now.minus(retention).toEpochMilli();
        return sweep.delete(row -> ByteBuffer.wrap(row).getLong() < before);
    }
}
