// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.local.LocalKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The barrier inside a real Kafka Streams, on brokers that lead consent and events apart. */
class BarrierIT {

    private static final String CONSENT = "consent-state";
    private static final String SENDS = "outbound-messages";
    private static final int PARTITIONS = 2;
    private static final int TRIALS = Integer.getInteger("barrier.trials", 1_000);

    private final Map<String, String> judged = new ConcurrentHashMap<>();
    private final AtomicInteger judgements = new AtomicInteger();
    private final AtomicLong handedOver = new AtomicLong();

    @Test
    void shouldJudgeEverySendWithTheWithdrawalAcknowledgedBeforeIt(@TempDir Path folder) throws Exception {
        try (LocalKafka kafka =
                LocalKafka.builder(folder.resolve("kafka")).brokers(2).start()) {
            createTopics(kafka);
            try (KafkaStreams gate = gate(kafka, folder.resolve("state"));
                    KafkaProducer<String, String> publisher = publisher(kafka, null);
                    KafkaProducer<String, String> transactional = publisher(kafka, "consent-publisher")) {
                gate.start();
                transactional.initTransactions();
                for (int trial = 0; trial < TRIALS; trial++) {
                    String subject = "subject-" + trial;
                    int partition = trial % PARTITIONS;
                    send(publisher, CONSENT, partition, subject, "GRANTED");
                    if (trial % 2 == 0) {
                        send(publisher, CONSENT, partition, subject, "WITHDRAWN");
                    } else {
                        transactional.beginTransaction();
                        send(transactional, CONSENT, partition, subject, "WITHDRAWN");
                        transactional.commitTransaction();
                    }
                    send(publisher, SENDS, partition, subject, "send");
                }

                await().atMost(Duration.ofMinutes(1)).until(() -> judged.size() == TRIALS);
            }
        }

        assertThat(judged).allSatisfy((subject, status) -> assertThat(status).isEqualTo("WITHDRAWN"));
        assertThat(judgements).hasValue(TRIALS);
        assertThat(handedOver).hasValue(TRIALS);
    }

    private static void createTopics(LocalKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(CONSENT, Map.of(0, List.of(1, 2), 1, List.of(2, 1))),
                            new NewTopic(SENDS, Map.of(0, List.of(2, 1), 1, List.of(1, 2)))))
                    .all()
                    .get();
        }
    }

    private KafkaStreams gate(LocalKafka kafka, Path state) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "gate");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        BarrierClientSupplier clients = new BarrierClientSupplier(
                new ReadBarrier(Set.of(CONSENT), Set.of(SENDS)),
                BarrierTimings.DEFAULT,
                1024 * 1024,
                new BarrierObserver() {
                    @Override
                    public void handedOver(TopicPartition events, int records, Duration waited) {
                        handedOver.addAndGet(records);
                    }
                });
        return new KafkaStreams(topology(), config, clients);
    }

    private Topology topology() {
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                "read-consent",
                new ConsentTimestamp(),
                Serdes.String().deserializer(),
                Serdes.String().deserializer(),
                CONSENT);
        topology.addSource(
                AutoOffsetReset.earliest(),
                "read-sends",
                new EventTimestamp(),
                Serdes.String().deserializer(),
                Serdes.String().deserializer(),
                SENDS);
        topology.addProcessor("judge", Judge::new, "read-consent", "read-sends");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("consent"), Serdes.String(), Serdes.String()),
                "judge");
        return topology;
    }

    private static KafkaProducer<String, String> publisher(LocalKafka kafka, @Nullable String transactionalId) {
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        if (transactionalId != null) {
            config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        }
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static void send(
            KafkaProducer<String, String> publisher, String topic, int partition, String key, String value)
            throws Exception {
        publisher.send(new ProducerRecord<>(topic, partition, key, value)).get();
    }

    private final class Judge extends ContextualProcessor<String, String, Void, Void> {
        @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before process
        private KeyValueStore<String, String> consent;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            consent = context.getStateStore("consent");
        }

        @Override
        public void process(Record<String, String> record) {
            boolean isConsent = context().recordMetadata().orElseThrow().topic().equals(CONSENT);
            if (isConsent) {
                consent.put(record.key(), record.value());
            } else {
                judgements.incrementAndGet();
                judged.put(record.key(), String.valueOf(consent.get(record.key())));
            }
        }
    }
}
