// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;

/** The consent topic and the gate's position on it, as the brokers have them. Thread-safe; waits for the brokers. */
public interface ConsentLog {

    /** For a gate without brokers: nothing was read. */
    ConsentLog NONE = new ConsentLog() {
        @Override
        public Standing standing(int partition) {
            return new Standing(Uuid.ZERO_UUID, 0, 0);
        }

        @Override
        public List<Entry> between(int partition, long from, long to) {
            return List.of();
        }
    };

    /**
     * Where the gate's group stands now.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException when the brokers do not answer within a minute
     */
    Standing standing(int partition);

    /**
     * The first thousand committed records of a partition with key and value, at most, in the order of their offsets.
     *
     * @param from the first offset that counts
     * @param to the first that counts no more
     * @throws org.apache.kafka.common.errors.TimeoutException when the brokers do not answer within a minute
     */
    List<Entry> between(int partition, long from, long to);

    /**
     * The group's place on a partition.
     *
     * @param begin the first offset that the partition still has
     * @param readTo where the group goes on; the beginning where it has no position
     */
    record Standing(Uuid topicId, long begin, long readTo) {}

    /** A record without its value. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Entry(long offset, Headers headers, byte[] key) {}
}
