// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** A log in memory, and consumers of it. Thread-safe, each consumer for one thread. */
final class StoredLog {

    private final Map<TopicPartition, NavigableMap<Long, ConsumerRecord<byte[], byte[]>>> records =
            new ConcurrentHashMap<>();

    /** Appends a record and returns where it stands. */
    Position append(String topic, int partition, String key, byte @Nullable [] value, long timestamp) {
        return append(topic, partition, key.getBytes(UTF_8), value, timestamp);
    }

    Position append(String topic, int partition, byte[] key, byte @Nullable [] value, long timestamp) {
        NavigableMap<Long, ConsumerRecord<byte[], byte[]>> log = log(new TopicPartition(topic, partition));
        long offset = log.isEmpty() ? 0 : log.lastKey() + 1;
        log.put(
                offset,
                new ConsumerRecord<>(
                        topic,
                        partition,
                        offset,
                        timestamp,
                        TimestampType.CREATE_TIME,
                        key.length,
                        value == null ? 0 : value.length,
                        key,
                        value,
                        new RecordHeaders(),
                        Optional.empty()));
        return new Position(topic, partition, offset);
    }

    /** Compaction removes a record. */
    void remove(Position position) {
        log(new TopicPartition(position.topic(), position.partition())).remove(position.offset());
    }

    private NavigableMap<Long, ConsumerRecord<byte[], byte[]>> log(TopicPartition partition) {
        return records.computeIfAbsent(partition, key -> new ConcurrentSkipListMap<>());
    }

    private long end(TopicPartition partition) {
        NavigableMap<Long, ConsumerRecord<byte[], byte[]>> log = log(partition);
        return log.isEmpty() ? 0 : log.lastKey() + 1;
    }

    Consumer<byte[], byte[]> consumer() {
        return new MockConsumer<>("earliest") {
            @Override
            public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new TreeMap<>(
                        java.util.Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
                for (TopicPartition partition : assignment()) {
                    List<ConsumerRecord<byte[], byte[]>> next = List.copyOf(
                            log(partition).tailMap(position(partition)).values());
                    if (!next.isEmpty()) {
                        polled.put(partition, next);
                        seek(partition, next.get(next.size() - 1).offset() + 1);
                    }
                }
                if (polled.isEmpty()) {
                    awaitRecords();
                }
                return new ConsumerRecords<>(polled, Map.of());
            }

            @Override
            public synchronized void seekToBeginning(java.util.Collection<TopicPartition> partitions) {
                partitions.forEach(partition -> seek(partition, 0));
            }

            @Override
            public synchronized Map<TopicPartition, Long> endOffsets(java.util.Collection<TopicPartition> partitions) {
                return partitions.stream()
                        .collect(java.util.stream.Collectors.toMap(partition -> partition, StoredLog.this::end));
            }

            @Override
            public synchronized OptionalLong currentLag(TopicPartition partition) {
                return OptionalLong.of(Math.max(0, end(partition) - position(partition)));
            }
        };
    }

    /** As a consumer waits for records. */
    private static void awaitRecords() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
