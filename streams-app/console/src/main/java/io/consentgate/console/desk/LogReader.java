// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.LogUnavailable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Fetches single records by their position. Thread-safe; each call borrows a consumer. */
final class LogReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Queue<Consumer<byte[], byte[]>> idle = new ConcurrentLinkedQueue<>();

    /** @param consumers make consumers of committed records, without automatic offset reset */
    LogReader(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    /**
     * The records at these positions, without those that retention or compaction has removed.
     *
     * @throws LogUnavailable if the brokers do not answer
     */
    Map<Position, ConsumerRecord<byte[], byte[]>> read(Collection<Position> positions) {
        if (positions.isEmpty()) {
            return Map.of();
        }
        Consumer<byte[], byte[]> consumer = idle.poll();
        if (consumer == null) {
            consumer = consumers.get();
        }
        try {
            Map<TopicPartition, NavigableSet<Long>> wanted = new HashMap<>();
            for (Position position : positions) {
                wanted.computeIfAbsent(
                                new TopicPartition(position.topic(), position.partition()), key -> new TreeSet<>())
                        .add(position.offset());
            }
            Map<Position, ConsumerRecord<byte[], byte[]>> found = new HashMap<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            for (Map.Entry<TopicPartition, NavigableSet<Long>> entry : wanted.entrySet()) {
                read(consumer, entry.getKey(), entry.getValue(), found, deadline);
            }
            consumer.assign(List.of());
            idle.add(consumer);
            return found;
        } catch (KafkaException e) {
            consumer.close();
            throw new LogUnavailable("The brokers do not give the records of the case: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * The record at one position.
     *
     * @throws LogUnavailable if the brokers do not answer
     */
    Optional<ConsumerRecord<byte[], byte[]>> read(Position position) {
        return Optional.ofNullable(read(List.of(position)).get(position));
    }

    private static void read(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            NavigableSet<Long> wanted,
            Map<Position, ConsumerRecord<byte[], byte[]>> found,
            long deadline) {
        consumer.assign(List.of(partition));
        while (!wanted.isEmpty()) {
            consumer.seek(partition, wanted.first());
            TreeMap<Long, ConsumerRecord<byte[], byte[]>> batch = new TreeMap<>();
            try {
                while (batch.isEmpty() && !isAtEnd(consumer, partition)) {
                    if (System.nanoTime() > deadline) {
                        throw new LogUnavailable("The brokers did not give a record of " + partition + " within "
                                + PATIENCE.toSeconds() + " s; try again");
                    }
                    consumer.poll(POLL).records(partition).forEach(record -> batch.put(record.offset(), record));
                }
            } catch (OffsetOutOfRangeException gone) {
                wanted.remove(wanted.first());
                continue;
            }
            if (batch.isEmpty()) {
                wanted.clear();
                return;
            }
            // Up to the last offset read, every offset is either present or removed.
            TreeSet<Long> settled = new TreeSet<>(wanted.headSet(batch.lastKey(), true));
            for (Long offset : settled) {
                ConsumerRecord<byte[], byte[]> record = batch.get(offset);
                if (record != null) {
                    found.put(new Position(partition.topic(), partition.partition(), offset), record);
                }
            }
            wanted.removeAll(settled);
        }
    }

    private static boolean isAtEnd(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        OptionalLong lag = consumer.currentLag(partition);
        return lag.isPresent() && lag.getAsLong() <= 0;
    }

    @Override
    public void close() {
        for (Consumer<byte[], byte[]> consumer = idle.poll(); consumer != null; consumer = idle.poll()) {
            consumer.close();
        }
    }
}
