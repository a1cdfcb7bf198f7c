// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a Kafka Streams application, with a read barrier in the main consumer of each stream thread. The barrier
 * asks its questions through an admin client of its own; that client has the settings of Kafka Streams' admin client and
 * the consumer's client id with {@code -barrier} behind it. Polls are limited by bytes, those of restore and global
 * consumers too.
 *
 * <p>Give one instance to one {@link org.apache.kafka.streams.KafkaStreams}, which calls it from its own threads, and call
 * {@link #verify} first. Every table source needs {@link TableTimestamp}, every stream source {@link StreamTimestamp}:
 * without them the task may take a stream record first.
 */
public final class BarrierClientSupplier implements KafkaClientSupplier {

    private final ReadBarrier barrier;
    private final BarrierTimings timings;
    private final long mostBytes;
    private final BarrierObserver observer;
    private final CarefulReading reading;
    private volatile @Nullable Map<String, Object> adminConfig;

    /**
     * @param barrier which topics wait for which
     * @param timings how long the barrier waits; {@link BarrierTimings#DEFAULT} for most
     * @param mostBytes limit, for each consumer, in bytes on the uncompressed records of one poll, and on those that wait at
     *     the barrier; a single larger record comes alone
     * @param observer learns what the barriers do; {@link BarrierObserver#NONE} for none
     */
    public BarrierClientSupplier(
            ReadBarrier barrier, BarrierTimings timings, long mostBytes, BarrierObserver observer) {
        this(barrier, timings, mostBytes, observer, CarefulReading.NONE);
    }

    /**
     * As the other constructor, with records that a main consumer fetches one by one, or not at all.
     *
     * @param reading says which
     */
    public BarrierClientSupplier(
            ReadBarrier barrier,
            BarrierTimings timings,
            long mostBytes,
            BarrierObserver observer,
            CarefulReading reading) {
        this.barrier = barrier;
        this.timings = timings;
        this.mostBytes = mostBytes;
        this.observer = observer;
        this.reading = reading;
    }

    /**
     * Refuses settings under which Kafka Streams would silently run without the barrier. Call it before the start.
     *
     * @throws IllegalArgumentException naming the setting, its value and the remedy
     */
    public static void verify(StreamsConfig config) {
        String protocol = config.getString(StreamsConfig.GROUP_PROTOCOL_CONFIG);
        if (!"classic".equalsIgnoreCase(protocol)) {
            throw new IllegalArgumentException(StreamsConfig.GROUP_PROTOCOL_CONFIG + "=" + protocol
                    + ": Kafka Streams then makes its main consumer itself and the read barrier is never asked for;"
                    + " set it to classic");
        }
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        adminConfig = Map.copyOf(withoutNulls(config));
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        String name = String.valueOf(config.get(CommonClientConfigs.CLIENT_ID_CONFIG));
        PollBudget budget = new PollBudget();
        Consumer<byte[], byte[]> consumer = BudgetedConsumer.open(config, budget, reading);
        try {
            HighWatermarks highWatermarks =
                    new AdminHighWatermarks(lookupClient(name), barrier.tableTopics(), timings.lookup());
            return new BarrierConsumer(
                    name, consumer, barrier, highWatermarks, timings, budget, mostBytes, observer, System::nanoTime);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return ofCompacted(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return ofCompacted(config);
    }

    /** A consumer of compacted topics: each record has a key, so the budget sees it when it is deserialized. */
    private Consumer<byte[], byte[]> ofCompacted(Map<String, Object> config) {
        PollBudget budget = new PollBudget();
        budget.limit(mostBytes);
        return new DelegatingConsumer(new KafkaConsumer<>(config, budget.keys(), budget.values())) {
            @Override
            public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                budget.renew();
                return super.poll(timeout);
            }
        };
    }

    /** Has the settings of Kafka Streams' own admin client, which Kafka Streams creates before any consumer. */
    private Admin lookupClient(String consumerName) {
        Map<String, Object> config = adminConfig;
        if (config == null) {
            throw new IllegalStateException(
                    "The read barrier got no admin settings: give this supplier to KafkaStreams, which asks for an"
                            + " admin client before it asks for consumers");
        }
        Map<String, Object> lookupConfig = new HashMap<>(config);
        lookupConfig.put(CommonClientConfigs.CLIENT_ID_CONFIG, consumerName + "-barrier");
        return Admin.create(lookupConfig);
    }

    private static Map<String, Object> withoutNulls(Map<String, Object> config) {
        Map<String, Object> present = new HashMap<>(config);
        present.values().removeIf(value -> value == null);
        return present;
    }
}
