// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The consent topic and the gate's position on it, as the brokers have them. Thread-safe; waits for the brokers. */
public interface ConsentLog {

    /** For a gate without brokers: it has read no records. */
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
     * The gate group's current position.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException when the brokers do not answer within a minute
     */
    Standing standing(int partition);

    /**
     * The subjects of committed records with key and value, in offset order. Looks at no more than a thousand records,
     * and at fewer when their subjects take much memory.
     *
     * @param from first offset, inclusive
     * @param to last offset, exclusive
     * @param subjectOf decides whose record it is, and whether the record counts
     * @throws org.apache.kafka.common.errors.TimeoutException when the brokers do not answer within a minute
     */
    List<Entry> between(int partition, long from, long to, SubjectOf subjectOf);

    /**
     * The group's position on a partition.
     *
     * @param begin first offset that the partition still has
     * @param readTo the group's next offset; the beginning when the group has no position
     */
    record Standing(Uuid topicId, long begin, long readTo) {}

    /**
     * Tells the subject of a record that leaves a row, from the record's headers and key: the id in UTF-8. Null when
     * the record leaves no row.
     */
    interface SubjectOf {
        byte @Nullable [] read(Headers headers, byte[] key);
    }

    /** The subject of a record. Headers are not kept: unread headers hold all bytes of their record in memory. */
    @SuppressWarnings("ArrayRecordComponent") // entries are never compared
    record Entry(long offset, byte[] subject) {}
}
