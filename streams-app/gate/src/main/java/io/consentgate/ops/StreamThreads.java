// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;

/** The facts about stream threads that health needs. Thread-safe. */
interface StreamThreads {

    KafkaStreams.State state();

    /** Number of active tasks on the threads of this process. */
    int activeTasks();

    /** The input partitions of these active tasks. */
    Set<TopicPartition> partitions();

    /**
     * Whether other processes of the group hold the tasks, so that this process stands by. Asks the brokers and may
     * block briefly; false when they do not answer.
     */
    boolean othersHoldTheTasks();
}
