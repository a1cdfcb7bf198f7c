// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Which consent an event depends on: partition <i>p</i> of each event topic depends on partition <i>p</i> of each
 * consent topic, since all inputs are keyed by the subject and share one partition count.
 *
 * @param consentTopics the topics whose records must be seen first; a topic that only narrows the window for misplaced
 *     records belongs here too (docs/decisions/001-read-barrier.md, "What it does not promise")
 * @param eventTopics the topics whose records wait; a topic in neither set passes through untouched
 */
public record ReadBarrier(Set<String> consentTopics, Set<String> eventTopics) {

    public ReadBarrier {
        consentTopics = Set.copyOf(consentTopics);
        eventTopics = Set.copyOf(eventTopics);
        if (consentTopics.isEmpty() || eventTopics.isEmpty()) {
            throw new IllegalArgumentException(
                    "A read barrier needs at least one consent topic and one event topic, but was given "
                            + consentTopics + " and " + eventTopics);
        }
        if (!Collections.disjoint(consentTopics, eventTopics)) {
            throw new IllegalArgumentException("A topic cannot be both consent and event: consent topics "
                    + consentTopics + ", event topics " + eventTopics);
        }
    }

    /** Whether records of this partition wait for consent. */
    boolean guards(TopicPartition partition) {
        return eventTopics.contains(partition.topic());
    }

    /** Whether events wait for records of this partition. */
    boolean isConsent(TopicPartition partition) {
        return consentTopics.contains(partition.topic());
    }

    /** The consent partitions that must be read before a record of this event partition is handed over. */
    Set<TopicPartition> dependencies(TopicPartition events) {
        return samePartitionOf(consentTopics, events);
    }

    /** The event partitions that wait for this consent partition. */
    Set<TopicPartition> dependents(TopicPartition consent) {
        return samePartitionOf(eventTopics, consent);
    }

    private static Set<TopicPartition> samePartitionOf(Set<String> topics, TopicPartition partition) {
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        for (String topic : topics) {
            partitions.add(new TopicPartition(topic, partition.partition()));
        }
        return partitions;
    }
}
