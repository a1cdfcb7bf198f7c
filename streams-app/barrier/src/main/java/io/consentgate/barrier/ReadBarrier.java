// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Which table records a stream record waits for: partition <i>p</i> of each stream topic waits for partition <i>p</i> of
 * each table topic. So the topics must be co-partitioned: same keys, same partitioner, same partition count. Immutable.
 *
 * @param tableTopics topics whose records must be read first. A topic that brings records to their right partition belongs
 *     here too (docs/decisions/001-read-barrier.md, "What it does not promise")
 * @param streamTopics topics whose records wait. A topic in neither set passes through untouched
 */
public record ReadBarrier(Set<String> tableTopics, Set<String> streamTopics) {

    /** @throws IllegalArgumentException if a set is empty or a topic is in both */
    public ReadBarrier {
        tableTopics = Set.copyOf(tableTopics);
        streamTopics = Set.copyOf(streamTopics);
        if (tableTopics.isEmpty() || streamTopics.isEmpty()) {
            throw new IllegalArgumentException(
                    "A read barrier needs at least one table topic and one stream topic, but was given " + tableTopics
                            + " and " + streamTopics);
        }
        if (!Collections.disjoint(tableTopics, streamTopics)) {
            throw new IllegalArgumentException("A topic cannot be on both sides of a read barrier: table topics "
                    + tableTopics + ", stream topics " + streamTopics);
        }
    }

    /** Whether records of this partition wait. */
    boolean guards(TopicPartition partition) {
        return streamTopics.contains(partition.topic());
    }

    /** Whether stream records wait for records of this partition. */
    boolean isTable(TopicPartition partition) {
        return tableTopics.contains(partition.topic());
    }

    /** The table partitions that must be read before a record of this stream partition is handed over. */
    Set<TopicPartition> dependencies(TopicPartition stream) {
        return samePartitionOf(tableTopics, stream);
    }

    /** The stream partitions that wait for this table partition. */
    Set<TopicPartition> dependents(TopicPartition table) {
        return samePartitionOf(streamTopics, table);
    }

    private static Set<TopicPartition> samePartitionOf(Set<String> topics, TopicPartition partition) {
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        for (String topic : topics) {
            partitions.add(new TopicPartition(topic, partition.partition()));
        }
        return partitions;
    }
}
