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
 * Kafka Streams' usual clients, save that each stream thread's main consumer has a {@link ReadBarrier} in it, with an
 * admin client of its own for its questions, and that a poll brings no more bytes into memory than it may, a restore
 * consumer's included. One instance for one {@link org.apache.kafka.streams.KafkaStreams}.
 */
public final class BarrierClientSupplier implements KafkaClientSupplier {

    private final ReadBarrier barrier;
    private final BarrierTimings timings;
    private final long mostBytes;
    private final BarrierObserver observer;
    private final CarefulReading reading;
    private volatile @Nullable Map<String, Object> adminConfig;

    /**
     * @param mostBytes of records, uncompressed, that a poll brings, and of events that wait at a barrier; a single larger
     *     record is brought alone. For each consumer
     */
    public BarrierClientSupplier(
            ReadBarrier barrier, BarrierTimings timings, long mostBytes, BarrierObserver observer) {
        this(barrier, timings, mostBytes, observer, CarefulReading.NONE);
    }

    /** As the other, with records that a main consumer fetches with care, or not at all. */
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
     * Refuses a group protocol under which the barrier would silently not be there. To be called before the gate starts.
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
                    new AdminHighWatermarks(lookupClient(name), barrier.consentTopics(), timings.lookup());
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

    /** Of topics where each record has a key, and so is seen by the budget: a restore need not look after every few. */
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

    /** With the settings of Kafka Streams' own admin client, which it makes before any consumer. */
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
