// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * A consumer whose polls end once they have brought a number of bytes into memory, with records of every kind. Like
 * every consumer it is for one thread. An application that only needs the read barrier does not need it.
 *
 * <p>No code sees a record with neither key nor value before a poll returns. So one poll here is several polls of the
 * consumer, each of a few records, which are counted in between. A compacted topic has no such records: its broker
 * refuses a record without a key.
 */
public final class BudgetedConsumer extends DelegatingConsumer {

    /** Approximate bytes of the largest record that is expected, somewhat below 16 MiB. */
    private static final long LARGEST_RECORD = 15L << 20;

    /** A poll takes some microseconds, so fewer records at once would slow each of them down. */
    private static final int FEWEST_AT_ONCE = 4;

    private static final int MOST_AT_ONCE = 64;

    private final PollBudget budget;
    private final int atOnce;
    private final int mostRecords;

    /** Records that were polled and not returned yet. */
    private HandOver handOver = new HandOver();

    /**
     * @param delegate polls at most {@code atOnce} records, deserialized by the budget
     * @param mostRecords limit on the records of one poll
     */
    BudgetedConsumer(Consumer<byte[], byte[]> delegate, PollBudget budget, int atOnce, int mostRecords) {
        super(delegate);
        this.budget = budget;
        this.atOnce = atOnce;
        this.mostRecords = mostRecords;
    }

    /**
     * Makes a consumer.
     *
     * @param options those of a {@link KafkaConsumer}; deserializers in it are not used
     * @param mostBytes approximate limit in bytes on the uncompressed records of one poll; the last record may exceed it
     * @throws org.apache.kafka.common.KafkaException if the options are invalid
     */
    public static BudgetedConsumer open(Map<?, ?> options, long mostBytes) {
        PollBudget budget = new PollBudget();
        budget.limit(mostBytes);
        return open(options, budget, CarefulReading.NONE);
    }

    static BudgetedConsumer open(Map<?, ?> options, PollBudget budget, CarefulReading reading) {
        Map<String, Object> named = new HashMap<>();
        options.forEach((name, value) -> named.put(String.valueOf(name), value));
        int mostRecords = mostRecords(named.get(ConsumerConfig.MAX_POLL_RECORDS_CONFIG));
        int atOnce = Math.min(atOnce(Runtime.getRuntime().maxMemory()), mostRecords);
        named.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, atOnce);
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(named, budget.keys(), budget.values());
        if (!reading.partitions().isEmpty()) {
            consumer = new CarefulConsumer(consumer, reading, () -> CarefulConsumer.oneAtATime(named));
        }
        return new BudgetedConsumer(consumer, budget, atOnce, mostRecords);
    }

    /**
     * How many records the consumer unpacks at once. That many records without key and value may exceed the budget, so they
     * must fit into a quarter of the heap.
     */
    static int atOnce(long heap) {
        return (int) Math.max(FEWEST_AT_ONCE, Math.min(MOST_AT_ONCE, heap / 4 / LARGEST_RECORD));
    }

    private static int mostRecords(@Nullable Object option) {
        Object parsed = ConfigDef.parseType(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, option, ConfigDef.Type.INT);
        return parsed == null ? ConsumerConfig.DEFAULT_MAX_POLL_RECORDS : (Integer) parsed;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        budget.renew();
        handOver = new HandOver();
        ConsumerRecords<byte[], byte[]> polled = super.poll(timeout);
        int count = take(polled);
        // Fewer records than it may return mean that it has no more.
        while (polled.count() == atOnce && count < mostRecords && !budget.isUsedUp()) {
            polled = pollOn();
            count += take(polled);
        }
        ConsumerRecords<byte[], byte[]> records = handOver.toConsumerRecords();
        handOver = new HandOver();
        return records;
    }

    private int take(ConsumerRecords<byte[], byte[]> polled) {
        polled.forEach(budget::countIfUnseen);
        handOver.add(polled);
        return polled.count();
    }

    private ConsumerRecords<byte[], byte[]> pollOn() {
        try {
            return super.poll(Duration.ZERO);
        } catch (RuntimeException e) {
            // The caller gets the exception and no records, so the consumer must return to them.
            for (ConsumerRecord<byte[], byte[]> first : handOver.firsts()) {
                TopicPartition partition = new TopicPartition(first.topic(), first.partition());
                if (assignment().contains(partition)) {
                    seek(partition, new OffsetAndMetadata(first.offset(), first.leaderEpoch(), ""));
                }
            }
            throw e;
        }
    }

    // A poll may revoke partitions and assign them again at another position. Their records must not be returned then.

    @Override
    ConsumerRebalanceListener onRebalance(ConsumerRebalanceListener subscriber) {
        return new Reassignment(subscriber);
    }

    private final class Reassignment implements ConsumerRebalanceListener {
        private final ConsumerRebalanceListener subscriber;

        Reassignment(ConsumerRebalanceListener subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            handOver.remove(partitions);
            subscriber.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            handOver.remove(partitions);
            subscriber.onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            subscriber.onPartitionsAssigned(partitions);
        }
    }
}
