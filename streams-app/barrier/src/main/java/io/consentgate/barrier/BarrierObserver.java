// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Learns what the barriers of an application do, for metrics and health.
 *
 * <p>Called on the stream threads, concurrently where there are several. An implementation must be quick and must not
 * throw: the consumer's position may already be past records that have not been handed over.
 */
public interface BarrierObserver {

    /** Ignores everything. */
    BarrierObserver NONE = new BarrierObserver() {};

    /**
     * The long waits of one consumer. They replace those it reported before. Repeated with every poll while there are any,
     * and called once with an empty list when the last one has ended.
     *
     * @param consumer client id
     */
    default void waiting(String consumer, List<Wait> waits) {}

    /**
     * The barrier asked for high watermarks.
     *
     * @param partitions how many table partitions it asked about
     */
    default void asked(int partitions) {}

    /** A high watermark arrived. The round trip ends when the stream thread takes it in. */
    default void answered(TopicPartition table, Duration roundTrip) {}

    /** A high watermark could not be had; the barrier asks again. The problem is in the words of the client. */
    default void unanswered(TopicPartition table, String problem) {}

    /** Stream records were handed to their task. The oldest of them had waited this long. */
    default void handedOver(TopicPartition stream, int records, Duration waited) {}

    /** Stream records were given back; they are fetched again when the table has caught up. */
    default void rewound(TopicPartition stream, int records) {}
}
