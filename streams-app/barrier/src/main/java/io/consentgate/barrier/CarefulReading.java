// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a consumer fetches record by record, because one of them may end the process while it is unpacked, and which records it
 * does not fetch at all. Asked on the stream threads, before each poll: must be quick and must not throw.
 */
public interface CarefulReading {

    /** Everything is read as always. */
    CarefulReading NONE = new CarefulReading() {
        @Override
        public Set<TopicPartition> partitions() {
            return Set.of();
        }

        @Override
        public boolean appliesAt(TopicPartition partition, long position) {
            return false;
        }

        @Override
        public boolean isSteppedOver(TopicPartition partition, long offset) {
            return false;
        }

        @Override
        public byte @Nullable [] keyInPlaceOf(TopicPartition partition, long offset) {
            return null;
        }

        @Override
        public void fetches(TopicPartition partition, long position) {}

        @Override
        public void fetched() {}
    };

    /** On which there is such a stretch. Always the same. */
    Set<TopicPartition> partitions();

    /** Whether what comes at this position of one of them is fetched alone, if at all. */
    boolean appliesAt(TopicPartition partition, long position);

    /** Whether the record there is not fetched: a record without headers is handed over in its place. */
    boolean isSteppedOver(TopicPartition partition, long offset);

    /**
     * The key of what is handed over in place of a record that is stepped over; null if it has neither key nor value. Under a key
     * it has a value of no bytes: without one it would erase where keys are persons.
     */
    byte @Nullable [] keyInPlaceOf(TopicPartition partition, long offset);

    /** The thread is about to fetch the record at that position, or the next one behind it. */
    void fetches(TopicPartition partition, long position);

    /** It has it, or there was none. Not told where fetching failed. */
    void fetched();
}
