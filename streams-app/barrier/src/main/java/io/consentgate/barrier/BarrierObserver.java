// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Told what the barriers of a gate do, for metrics and health. Called by the stream threads, concurrently where there
 * are several; must be quick and must not throw.
 */
public interface BarrierObserver {

    /** For when nobody looks. */
    BarrierObserver NONE = new BarrierObserver() {};

    /**
     * The long waits of one consumer, in place of those it reported before; empty when the last of them has ended.
     * Repeated with every poll while there are any.
     *
     * @param consumer client id
     */
    default void waiting(String consumer, List<Wait> waits) {}

    /** High watermarks of this many consent partitions were asked for. */
    default void asked(int partitions) {}

    /** One of them arrived. */
    default void answered(TopicPartition consent, Duration roundTrip) {}

    /** One of them could not be had; it is asked for again. */
    default void unanswered(TopicPartition consent, String problem) {}

    /** Events were handed to their task, the oldest of them after this wait. */
    default void handedOver(TopicPartition events, int records, Duration waited) {}

    /** Events were put back, to be fetched again once consent has caught up. */
    default void rewound(TopicPartition events, int records) {}
}
