// SPDX-License-Identifier: Apache-2.0
package io.consentgate.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKafkaIT {
    private static final String TOPIC = "events";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    static Admin admin(String bootstrapServers) {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    @Test
    void shouldKeepClusterIdAndRecordsOverARestartOnTheSameFolder(@TempDir Path folder) throws Exception {
        String clusterId;
        try (LocalKafka kafka = LocalKafka.builder(folder).start()) {
            clusterId = kafka.clusterId();
            createTopic(kafka, List.of(1));
            sendInTransaction(kafka, "before the restart");
        }

        try (LocalKafka kafka = LocalKafka.builder(folder).start();
                Admin admin = admin(kafka.bootstrapServers())) {
            assertThat(admin.describeCluster().clusterId().get())
                    .isEqualTo(clusterId)
                    .isEqualTo(kafka.clusterId());
            assertThat(read(kafka, 1)).containsExactly("before the restart");
        }
    }

    @Test
    void shouldComeBackOnTheSamePortAfterStop(@TempDir Path folder) throws Exception {
        try (LocalKafka kafka = LocalKafka.builder(folder).start()) {
            String bootstrapServers = kafka.bootstrapServers();
            createTopic(kafka, List.of(1));

            kafka.stop();
            kafka.start();

            assertThat(kafka.bootstrapServers()).isEqualTo(bootstrapServers);
            sendInTransaction(kafka, "after the restart");
            assertThat(read(kafka, 1)).containsExactly("after the restart");
        }
    }

    @Test
    void shouldServeFromTheOtherBrokerWhileOneIsStopped(@TempDir Path folder) throws Exception {
        try (LocalKafka kafka = LocalKafka.builder(folder)
                        .brokers(2)
                        .setting("broker.session.timeout.ms", "3000")
                        .setting("broker.heartbeat.interval.ms", "500")
                        .start();
                Admin admin = admin(kafka.bootstrapServers())) {
            createTopic(kafka, List.of(2, 1));
            sendInTransaction(kafka, "led by two");
            assertThat(leader(admin)).isEqualTo(2);

            kafka.broker(2).stop();

            await().until(() -> leader(admin) == 1);
            sendInTransaction(kafka, "led by one");
            kafka.broker(2).start();
            assertThat(read(kafka, 2)).containsExactly("led by two", "led by one");
            await().until(() -> liveBrokers(admin).equals(Set.of(1, 2)));
        }
    }

    @Test
    void shouldStopTheOtherBrokersInOrderAlsoWhenTheControllerIsStopped(@TempDir Path folder) {
        LocalKafka kafka = LocalKafka.builder(folder).brokers(2).start();
        kafka.broker(1).stop();

        kafka.close();

        assertThat(kafka.brokers()).noneMatch(LocalBroker::isRunning);
    }

    @Test
    void shouldKeepThoseOnTheDetourToIt(@TempDir Path folder) throws Exception {
        try (ServerSocket proxy = new ServerSocket(Ports.free(), 50, InetAddress.getByName("localhost"));
                LocalKafka kafka = LocalKafka.builder(folder)
                        .detour(id -> proxy.getLocalPort())
                        .start()) {
            forwardFrom(proxy, kafka.broker(1).detourPort());

            try (Admin direct = admin(kafka.bootstrapServers());
                    Admin detoured = admin("localhost:" + proxy.getLocalPort())) {
                assertThat(portsIn(direct)).containsExactly(kafka.broker(1).port());
                assertThat(portsIn(detoured)).containsExactly(proxy.getLocalPort());
            }
        }
    }

    @Test
    void shouldSayWhichPortIsInUse(@TempDir Path folder) throws IOException {
        int port = Ports.free();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("localhost"))) {
            assertThatThrownBy(() -> LocalKafka.builder(folder)
                            .port(taken.getLocalPort())
                            .start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + port + " is in use");
        }
    }

    @Test
    void shouldKeepASecondClusterAwayFromTheFolder(@TempDir Path folder) throws Exception {
        try (LocalKafka kafka = LocalKafka.builder(folder).start()) {
            assertThatThrownBy(() -> LocalKafka.builder(folder).start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another one runs on the data folder");

            createTopic(kafka, List.of(1));
        }
    }

    private static void createTopic(LocalKafka kafka, List<Integer> replicas) throws Exception {
        try (Admin admin = admin(kafka.bootstrapServers())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Map.of(0, replicas))))
                    .all()
                    .get();
        }
    }

    private static void sendInTransaction(LocalKafka kafka, String value) throws Exception {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        properties.put("transactional.id", "publisher");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
            producer.commitTransaction();
        }
    }

    private static List<String> read(LocalKafka kafka, int count) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            await().until(() -> {
                for (ConsumerRecord<String, String> event : consumer.poll(Duration.ofMillis(200))) {
                    values.add(event.value());
                }
                return values.size() >= count;
            });
        }
        return values;
    }

    /** The leader's id, or -1 while there is none. */
    private static int leader(Admin admin) throws Exception {
        return admin.describeTopics(List.of(TOPIC)).allTopicNames().get().values().stream()
                .map(topic -> topic.partitions().get(0).leader())
                .filter(Objects::nonNull)
                .mapToInt(Node::id)
                .findFirst()
                .orElse(-1);
    }

    private static Set<Integer> liveBrokers(Admin admin) throws Exception {
        return admin.describeCluster().nodes().get().stream().map(Node::id).collect(Collectors.toSet());
    }

    private static List<Integer> portsIn(Admin admin) throws Exception {
        return admin.describeCluster().nodes().get().stream().map(Node::port).toList();
    }

    /** Takes connections until the proxy's socket is closed. */
    private static void forwardFrom(ServerSocket proxy, int port) {
        inBackground(() -> {
            while (!proxy.isClosed()) {
                Socket client = proxy.accept();
                Socket broker = new Socket("localhost", port);
                inBackground(() -> client.getInputStream().transferTo(broker.getOutputStream()));
                inBackground(() -> broker.getInputStream().transferTo(client.getOutputStream()));
            }
            return null;
        });
    }

    private static void inBackground(Callable<?> task) {
        Thread thread = new Thread(() -> {
            try {
                task.call();
            } catch (Exception endOfConnection) {
                // One side has closed: nothing more to forward.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
