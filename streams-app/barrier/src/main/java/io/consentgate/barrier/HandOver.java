// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The records that one poll will return, in the order in which their partitions were added. */
final class HandOver {
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> nextOffsets = new HashMap<>();

    void add(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> added, @Nullable OffsetAndMetadata next) {
        records.computeIfAbsent(partition, first -> new ArrayList<>()).addAll(added);
        if (next != null) {
            nextOffsets.put(partition, next);
        }
    }

    /** Adds everything that a poll returned. */
    void add(ConsumerRecords<byte[], byte[]> polled) {
        for (TopicPartition partition : polled.partitions()) {
            add(partition, polled.records(partition), null);
        }
        nextOffsets.putAll(polled.nextOffsets());
    }

    void next(TopicPartition partition, OffsetAndMetadata next) {
        nextOffsets.put(partition, next);
    }

    void remove(Collection<TopicPartition> partitions) {
        records.keySet().removeAll(partitions);
        nextOffsets.keySet().removeAll(partitions);
    }

    /** The first record of each partition. */
    List<ConsumerRecord<byte[], byte[]>> firsts() {
        return records.values().stream()
                .filter(those -> !those.isEmpty())
                .map(those -> those.get(0))
                .toList();
    }

    boolean isEmpty() {
        return records.isEmpty() && nextOffsets.isEmpty();
    }

    ConsumerRecords<byte[], byte[]> toConsumerRecords() {
        return isEmpty() ? ConsumerRecords.empty() : new ConsumerRecords<>(records, nextOffsets);
    }
}
