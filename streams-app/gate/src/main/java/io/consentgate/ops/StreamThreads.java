// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;

/** What health has to know about the stream threads. Thread-safe. */
interface StreamThreads {

    KafkaStreams.State state();

    /** Active tasks that the threads of this process hold. */
    int activeTasks();

    /** What their active tasks read. */
    Set<TopicPartition> partitions();

    /**
     * Whether other processes of the group hold the tasks, so that this one stands by. Asks the brokers and may block
     * for a moment; false when they do not say.
     */
    boolean othersHoldTheTasks();
}
