// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a consumer fetches record by record, because unpacking one of them may end the process, and which records it does
 * not fetch at all. Called on the stream threads, concurrently, before each poll: must be quick and must not throw. An
 * application that only needs the read barrier leaves it at {@link #NONE}.
 */
public interface CarefulReading {

    /** Everything is read as usual. */
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

    /** Partitions with such a stretch. Must not change. */
    Set<TopicPartition> partitions();

    /** Whether the record at this position is fetched alone, if at all. */
    boolean appliesAt(TopicPartition partition, long position);

    /** Whether the record is not fetched. A record without headers is handed over in its place. */
    boolean isSteppedOver(TopicPartition partition, long offset);

    /**
     * The key of the record that is handed over in place of one that is stepped over. Null: that record has neither key nor value.
     * Not null: its value has no bytes, since a null value deletes from a table.
     */
    byte @Nullable [] keyInPlaceOf(TopicPartition partition, long offset);

    /** The thread is about to fetch the record at this position, or the next one behind it. */
    void fetches(TopicPartition partition, long position);

    /** The fetch returned, with the record or with none. Not called if the fetch failed. */
    void fetched();
}
