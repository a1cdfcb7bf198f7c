// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.local.LocalKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example of README.md with the barrier and without, on brokers that lead the table and the stream apart.
 *
 * <p>Another publisher's open transaction holds the table back: the application reads committed records only, so it cannot
 * read an account behind that transaction, although its broker has acknowledged it.
 */
class BarrierIT {

    private static final String ACCOUNTS = "accounts";
    private static final String PAYMENTS = "payments";
    private static final String CHECKED = "checked-payments";
    private static final int PARTITIONS = 2;
    private static final int RACES = Integer.getInteger("barrier.trials", 1_000);
    private static final int ROUNDS = 4;

    @TempDir
    Path folder;

    private final Seen seen = new Seen();
    private LocalKafka kafka;
    private KafkaProducer<String, String> publisher;
    private KafkaProducer<String, String> transactional;
    private KafkaConsumer<String, String> reader;

    @BeforeEach
    void start() throws Exception {
        kafka = LocalKafka.builder(folder.resolve("kafka")).brokers(2).start();
        createTopics();
        publisher = publisher(null);
        transactional = publisher("table-publisher");
        transactional.initTransactions();
        reader = reader();
    }

    @AfterEach
    void stop() {
        reader.close();
        transactional.close();
        publisher.close();
        kafka.close();
    }

    @Test
    void shouldJoinEachPaymentWithTheAccountAcknowledgedBeforeIt() throws Exception {
        List<String> checked = new ArrayList<>();

        try (KafkaStreams application = PaymentsExample.withBarrier(config(), seen)) {
            application.start();
            for (int race = 0; race < RACES; race++) {
                String account = "account-" + race;
                int partition = race % PARTITIONS;
                send(publisher, ACCOUNTS, partition, account, "open");
                if (race % 2 == 0) {
                    send(publisher, ACCOUNTS, partition, account, "blocked");
                } else {
                    transactional.beginTransaction();
                    send(transactional, ACCOUNTS, partition, account, "blocked");
                    transactional.commitTransaction();
                }
                send(publisher, PAYMENTS, partition, account, "payment " + race);
            }
            awaitChecked(checked, RACES);
        }

        assertThat(checked).doesNotHaveDuplicates().allMatch(payment -> payment.endsWith(": blocked"));
        assertThat(checked).hasSize(RACES);
        assertThat(seen.handedOver).hasValue(RACES);
    }

    @Test
    void shouldHoldAPaymentBackWhileTheTableIsHeldBack() throws Exception {
        List<String> checked = new ArrayList<>();

        try (KafkaStreams application = PaymentsExample.withBarrier(config(), seen)) {
            application.start();
            for (int round = 0; round < ROUNDS; round++) {
                payBehindAnOpenTransaction(round);
                TopicPartition waiting = new TopicPartition(PAYMENTS, round % PARTITIONS);
                await("wait of " + waiting).atMost(Duration.ofMinutes(1)).until(() -> seen.isWaiting(waiting));
                assertThat(seen.handedOver).hasValue(round);

                transactional.commitTransaction();
                awaitChecked(checked, round + 1);
            }
        }

        assertThat(checked)
                .containsExactly(
                        "payment 0: blocked", "payment 1: blocked", "payment 2: blocked", "payment 3: blocked");
    }

    @Test
    void shouldJoinAStaleAccountWithoutTheBarrier() throws Exception {
        List<String> checked = new ArrayList<>();
        Properties config = config();
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);

        try (KafkaStreams application = new KafkaStreams(PaymentsExample.topology(), config)) {
            application.start();
            for (int round = 0; round < ROUNDS; round++) {
                payBehindAnOpenTransaction(round);
                awaitChecked(checked, round + 1);
                transactional.commitTransaction();
            }
        }

        assertThat(checked).hasSize(ROUNDS).noneMatch(payment -> payment.endsWith(": blocked"));
    }

    /** The account is blocked, acknowledged, before the payment is made; it cannot be read until the transaction ends. */
    private void payBehindAnOpenTransaction(int round) throws Exception {
        String account = "account-" + round;
        int partition = round % PARTITIONS;
        send(publisher, ACCOUNTS, partition, account, "open");
        transactional.beginTransaction();
        send(transactional, ACCOUNTS, partition, "another account", "open");
        send(publisher, ACCOUNTS, partition, account, "blocked");
        send(publisher, PAYMENTS, partition, account, "payment " + round);
    }

    private void awaitChecked(List<String> checked, int count) {
        await("checked payments").atMost(Duration.ofMinutes(1)).until(() -> {
            reader.poll(Duration.ofMillis(100)).forEach(record -> checked.add(record.value()));
            return checked.size() >= count;
        });
    }

    private void createTopics() throws Exception {
        Map<String, String> table = Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                "3600000");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(ACCOUNTS, Map.of(0, List.of(1, 2), 1, List.of(2, 1))).configs(table),
                            new NewTopic(PAYMENTS, Map.of(0, List.of(2, 1), 1, List.of(1, 2))),
                            new NewTopic(CHECKED, 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private Properties config() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "payments-check");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        return config;
    }

    private KafkaProducer<String, String> publisher(@Nullable String transactionalId) {
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        if (transactionalId != null) {
            config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        }
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private KafkaConsumer<String, String> reader() {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        consumer.assign(List.of(new TopicPartition(CHECKED, 0)));
        return consumer;
    }

    private static void send(
            KafkaProducer<String, String> publisher, String topic, int partition, String key, String value)
            throws Exception {
        publisher.send(new ProducerRecord<>(topic, partition, key, value)).get();
    }

    private static final class Seen implements BarrierObserver {
        private final AtomicLong handedOver = new AtomicLong();
        private final Map<String, List<Wait>> waits = new ConcurrentHashMap<>();

        boolean isWaiting(TopicPartition stream) {
            return waits.values().stream()
                    .flatMap(List::stream)
                    .anyMatch(wait -> wait.stream().equals(stream));
        }

        @Override
        public void waiting(String consumer, List<Wait> now) {
            waits.put(consumer, now);
        }

        @Override
        public void handedOver(TopicPartition stream, int records, Duration waited) {
            handedOver.addAndGet(records);
        }
    }
}
