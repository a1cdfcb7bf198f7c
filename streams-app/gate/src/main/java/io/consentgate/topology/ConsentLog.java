// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The consent topic and the gate's position on it, as the brokers have them. Thread-safe; waits for the brokers. */
public interface ConsentLog {

    /** For a gate without brokers: nothing was read. */
    ConsentLog NONE = new ConsentLog() {
        @Override
        public Standing standing(int partition) {
            return new Standing(Uuid.ZERO_UUID, 0, 0);
        }

        @Override
        public List<Entry> between(int partition, long from, long to, SubjectOf subjectOf) {
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
     * Whom the committed records of a partition with key and value are about, in the order of their offsets. At most a thousand
     * records are looked at, fewer where what is kept of them is large.
     *
     * @param from the first offset that counts
     * @param to the first that counts no more
     * @param subjectOf of whom records count
     * @throws org.apache.kafka.common.errors.TimeoutException when the brokers do not answer within a minute
     */
    List<Entry> between(int partition, long from, long to, SubjectOf subjectOf);

    /**
     * The group's place on a partition.
     *
     * @param begin the first offset that the partition still has
     * @param readTo where the group goes on; the beginning where it has no position
     */
    record Standing(Uuid topicId, long begin, long readTo) {}

    /** Tells whom a record is about that leaves a row, from its headers and key: the id in UTF-8; null if it leaves none. */
    interface SubjectOf {
        byte @Nullable [] read(Headers headers, byte[] key);
    }

    /** A record of a subject. No more of it is kept: headers that nobody has read hold all bytes of their record. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Entry(long offset, byte[] subject) {}
}
