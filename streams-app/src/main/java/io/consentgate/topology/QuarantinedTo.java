// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Tells an event that was certainly never quarantined from one that may have been: a group that is put back reads again
 * what it has judged, and then a case must not be opened over one that a reviewer has begun on. To look each case up costs
 * more than all else about it, since the store must search everywhere for what is not there.
 *
 * <p>For one partition of one topic. The store has an offset that is never behind the last event quarantined, and mostly ahead of
 * it, so that it is written rarely. Used by one task at a time.
 */
final class QuarantinedTo {

    /** A restart looks up the cases of so many events more than it has to. */
    static final long AHEAD = 10_000;

    private final KeyValueStore<byte[], byte[]> store;
    private final String topic;
    private long last;
    private long kept;

    /** @param topic that the events are read from; the partition is the task's */
    QuarantinedTo(KeyValueStore<byte[], byte[]> store, String topic) {
        this.store = store;
        this.topic = topic;
        byte[] row = store.get(key());
        this.kept = row == null ? -1 : ByteBuffer.wrap(row).getLong();
        this.last = kept;
    }

    /**
     * Takes an event down as quarantined; true if it cannot have been before. One that was rerouted may always have been: it
     * is rerouted again, to a place further on, when the group is put back.
     */
    boolean advance(RecordMetadata read) {
        if (!read.topic().equals(topic) || read.offset() <= last) {
            return false;
        }
        last = read.offset();
        if (last > kept) {
            kept = last + AHEAD;
            store.put(key(), ByteBuffer.allocate(Long.BYTES).putLong(kept).array());
        }
        return true;
    }

    private byte[] key() {
        return topic.getBytes(UTF_8);
    }
}
