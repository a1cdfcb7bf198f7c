// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that reads record by record where {@link CarefulReading} says so, and does not fetch a record that is stepped
 * over. A record of millions of empty headers comes in a batch of a few kilobytes, and takes a hundred times its bytes when
 * Kafka's consumer unpacks it, before any code of ours sees it.
 *
 * <p>A poll unpacks many records, and walks over transaction markers to the next one. So this consumer pauses the
 * partition, and a second consumer reads it. Its broker gives it one batch, and it unpacks one record at a time, so its
 * position is known before each. {@link #seek} moves this consumer along, so that positions mean what they always do.
 * Behind the stretch it goes on by itself.
 *
 * <p>A record can only be left out together with those that follow it in its batch: to reach those, Kafka's consumer
 * unpacks it too.
 */
final class CarefulConsumer extends DelegatingConsumer {

    /** Longest time to block for the second consumer while nothing else is read. Its fetch goes on in the next poll. */
    private static final Duration BRIEFLY = Duration.ofMillis(20);

    private static final byte[] NOTHING = {};

    private final CarefulReading reading;
    private final Supplier<Consumer<byte[], byte[]>> opening;

    /** Partitions that are paused here, even if the caller wants them. */
    private final Set<TopicPartition> held = new HashSet<>();

    private final Set<TopicPartition> pausedByCaller = new HashSet<>();
    /** Positions that the second consumer was sent to and has read nothing from since. */
    private final Map<TopicPartition, Long> sought = new HashMap<>();

    private @Nullable Consumer<byte[], byte[]> alone;
    private int turn;

    /** Whether the last poll brought no other records, so that there is time to wait for the second consumer. */
    private boolean quiet = true;

    /** @param opening makes the second consumer, as {@link #oneAtATime} does; it is closed with this one */
    CarefulConsumer(
            Consumer<byte[], byte[]> delegate, CarefulReading reading, Supplier<Consumer<byte[], byte[]>> opening) {
        super(delegate);
        this.reading = reading;
        this.opening = opening;
    }

    /**
     * Makes a consumer that is in no group and keeps one batch of one partition in memory.
     *
     * @param options those of the consumer whose records it reads
     */
    static Consumer<byte[], byte[]> oneAtATime(Map<String, Object> options) {
        Map<String, Object> own = new HashMap<>(options);
        own.remove(ConsumerConfig.GROUP_ID_CONFIG);
        own.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        own.remove(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
        own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        own.put(CommonClientConfigs.CLIENT_ID_CONFIG, own.get(CommonClientConfigs.CLIENT_ID_CONFIG) + "-careful");
        own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        // The broker then sends the first batch, however large, and nothing behind it.
        own.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1);
        own.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
        return new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        Map<TopicPartition, Long> next = holdAndRelease();
        if (next.isEmpty()) {
            if (held.isEmpty()) {
                closeAlone();
            }
            return super.poll(timeout);
        }
        TopicPartition partition = List.copyOf(next.keySet()).get(Math.floorMod(turn++, next.size()));
        long position = Objects.requireNonNull(next.get(partition));
        ConsumerRecords<byte[], byte[]> read = reading.isSteppedOver(partition, position)
                ? inPlaceOf(partition, position, reading.keyInPlaceOf(partition, position))
                : read(next, partition, position);
        // Moved along only once this poll is sure to return the record: it may fail, or revoke the partition.
        ConsumerRecords<byte[], byte[]> others = super.poll(read.nextOffsets().isEmpty() ? timeout : Duration.ZERO);
        quiet = others.isEmpty();
        OffsetAndMetadata after = read.nextOffsets().get(partition);
        if (after == null || !isWanted(partition) || known(partition).orElse(-1) != position) {
            return others;
        }
        // Without a leader epoch: the consumer would validate it first and have no position meanwhile.
        super.seek(partition, after.offset());
        HandOver both = new HandOver();
        both.add(read);
        both.add(others);
        return both.toConsumerRecords();
    }

    /** The partitions that the caller wants and that are read with care now, each with its next offset. */
    private Map<TopicPartition, Long> holdAndRelease() {
        Map<TopicPartition, Long> next = new HashMap<>();
        Set<TopicPartition> assigned = assignment();
        for (TopicPartition partition : reading.partitions()) {
            if (assigned.contains(partition)) {
                OptionalLong position = known(partition);
                if (position.isPresent() && !reading.appliesAt(partition, position.getAsLong())) {
                    release(partition);
                } else {
                    // A poll looks up a missing position and fetches from there before it returns.
                    hold(partition);
                    if (position.isPresent() && !pausedByCaller.contains(partition)) {
                        next.put(partition, position.getAsLong());
                    }
                }
            }
        }
        return next;
    }

    private void hold(TopicPartition partition) {
        if (held.add(partition)) {
            super.pause(List.of(partition));
        }
    }

    private void release(TopicPartition partition) {
        if (held.remove(partition) && !pausedByCaller.contains(partition)) {
            super.resume(List.of(partition));
        }
    }

    private boolean isWanted(TopicPartition partition) {
        return assignment().contains(partition) && !pausedByCaller.contains(partition);
    }

    private OptionalLong known(TopicPartition partition) {
        try {
            return OptionalLong.of(super.position(partition, Duration.ZERO));
        } catch (WakeupException e) {
            // Meant for the caller's next poll, which throws it.
            super.wakeup();
            return OptionalLong.empty();
        } catch (KafkaException | IllegalStateException e) {
            // Not known without a request, or an error that the next poll throws again.
            return OptionalLong.empty();
        }
    }

    /** Its time is that of now: what is kept by its time must not be too old at once. */
    private static ConsumerRecords<byte[], byte[]> inPlaceOf(
            TopicPartition partition, long offset, byte @Nullable [] key) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                System.currentTimeMillis(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                key,
                key == null ? null : NOTHING,
                new RecordHeaders(),
                Optional.empty());
        return new ConsumerRecords<>(
                Map.of(partition, List.of(record)), Map.of(partition, new OffsetAndMetadata(offset + 1)));
    }

    /** Reads at most one record. Returns no records and no next offsets where none has come yet. */
    private ConsumerRecords<byte[], byte[]> read(
            Map<TopicPartition, Long> next, TopicPartition partition, long position) {
        Consumer<byte[], byte[]> consumer = alone();
        if (!consumer.assignment().equals(next.keySet())) {
            consumer.assign(next.keySet());
            next.forEach(consumer::seek);
            sought.clear();
            sought.putAll(next);
        }
        // Only once: where records are gone the consumer finds its position by itself, and another seek would end that.
        if (isElsewhere(consumer, partition, position)
                && !Long.valueOf(position).equals(sought.put(partition, position))) {
            consumer.seek(partition, position);
        }
        consumer.pause(next.keySet());
        consumer.resume(List.of(partition));
        reading.fetches(partition, position);
        ConsumerRecords<byte[], byte[]> read = consumer.poll(quiet ? BRIEFLY : Duration.ZERO);
        reading.fetched();
        if (!read.nextOffsets().isEmpty()) {
            // The record may have to be read again.
            sought.remove(partition);
        }
        return read;
    }

    private static boolean isElsewhere(Consumer<byte[], byte[]> consumer, TopicPartition partition, long position) {
        try {
            return consumer.position(partition, Duration.ZERO) != position;
        } catch (TimeoutException notKnown) {
            return false;
        }
    }

    private Consumer<byte[], byte[]> alone() {
        Consumer<byte[], byte[]> opened = alone;
        if (opened == null) {
            opened = opening.get();
            alone = opened;
        }
        return opened;
    }

    private void closeAlone() {
        Consumer<byte[], byte[]> opened = alone;
        alone = null;
        if (opened != null) {
            opened.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    // ---- what the caller sees

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        super.pause(partitions);
        pausedByCaller.addAll(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        List<TopicPartition> resumed = new ArrayList<>(partitions);
        resumed.removeAll(held);
        super.resume(resumed);
        pausedByCaller.removeAll(partitions);
    }

    @Override
    public Set<TopicPartition> paused() {
        Set<TopicPartition> paused = new HashSet<>(super.paused());
        paused.removeIf(partition -> held.contains(partition) && !pausedByCaller.contains(partition));
        return paused;
    }

    // ---- assignment

    @Override
    ConsumerRebalanceListener onRebalance(ConsumerRebalanceListener subscriber) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                subscriber.onPartitionsRevoked(partitions);
                forget(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                subscriber.onPartitionsLost(partitions);
                forget(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                forget(partitions);
                // The poll that assigns a partition may also fetch from it.
                partitions.stream().filter(reading.partitions()::contains).forEach(CarefulConsumer.this::hold);
                subscriber.onPartitionsAssigned(partitions);
            }
        };
    }

    /** The consumer drops pause flags with an assignment. */
    private void forget(Collection<TopicPartition> partitions) {
        held.removeAll(partitions);
        pausedByCaller.removeAll(partitions);
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        super.assign(partitions);
        held.retainAll(partitions);
        pausedByCaller.retainAll(partitions);
    }

    @Override
    public void unsubscribe() {
        super.unsubscribe();
        held.clear();
        pausedByCaller.clear();
    }

    @Override
    public void close() {
        try {
            closeAlone();
        } finally {
            super.close();
        }
    }

    @Override
    @Deprecated
    public void close(Duration timeout) {
        try {
            closeAlone();
        } finally {
            super.close(timeout);
        }
    }

    @Override
    public void close(CloseOptions options) {
        try {
            closeAlone();
        } finally {
            super.close(options);
        }
    }
}
