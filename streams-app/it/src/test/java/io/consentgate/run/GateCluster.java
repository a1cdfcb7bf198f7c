// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.consentgate.config.ConfigReader;
import io.consentgate.config.GateConfig;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.local.LocalStack;
import io.consentgate.schemas.GeneratedClasses;
import io.consentgate.serde.AvroDeserializer;
import io.consentgate.serde.AvroSerializer;
import io.consentgate.topology.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;

/** A real broker and registry with the gate's topics on it, a publisher that writes them and a reader of what comes out. */
final class GateCluster implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final LocalStack stack;
    private final Path folder;
    private final int partitions;
    private final Topics topics = Topics.prefixed("");
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroSerializer serializer = new AvroSerializer();
    private final AvroDeserializer deserializer = new AvroDeserializer();
    private GateRunner gate;

    private GateCluster(LocalStack stack, Path folder, int partitions) {
        GeneratedClasses.trust();
        this.stack = stack;
        this.folder = folder;
        this.partitions = partitions;
        this.admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
        new TopicAdmin(admin).create(topics.specs(Duration.ofDays(30), Duration.ofDays(1095)), partitions, (short) 1);
        this.producer = producer(Map.of());
        Map<String, Object> registry =
                Map.of("schema.registry.url", stack.registryUrl(), "specific.avro.reader", "true");
        serializer.configure(registry, false);
        deserializer.configure(registry, false);
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.put("bootstrap.servers", stack.bootstrapServers());
        options.put("max.request.size", 192 * 1024 * 1024);
        options.put("buffer.memory", 256 * 1024 * 1024);
        return new KafkaProducer<>(options, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static GateCluster start(Path folder, int partitions) {
        LocalStack stack =
                LocalStack.builder().dataFolder(folder.resolve("stack")).start();
        try {
            return new GateCluster(stack, folder, partitions);
        } catch (RuntimeException | Error e) {
            // A broker whose folder a test takes away halts the whole JVM.
            stack.close();
            throw e;
        }
    }

    LocalStack stack() {
        return stack;
    }

    Topics topics() {
        return topics;
    }

    /** The partition on which a subject's records belong. */
    int home(String subject) {
        return Utils.toPositive(Utils.murmur2(subject.getBytes(UTF_8))) % partitions;
    }

    /** A partition on which a subject's records do not belong. */
    int elsewhere(String subject) {
        return (home(subject) + 1) % partitions;
    }

    /** @param more settings by their names in the environment, without the prefix */
    GateConfig config(Map<String, String> more) {
        return ConfigReader.read(null, environment(more));
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                // The registry here has no follower that lags.
                "CONSENT_GATE_REGISTRY_SCHEMA_PATIENCE",
                "500ms",
                "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS",
                stack.bootstrapServers(),
                "CONSENT_GATE_REGISTRY_URLS",
                stack.registryUrl(),
                "CONSENT_GATE_STATE_DIR",
                folder.resolve("state").toString(),
                "CONSENT_GATE_INSTANCE_ID",
                "gate-1",
                "CONSENT_GATE_THREADS",
                "2"));
        more.forEach((name, value) -> environment.put("CONSENT_GATE_" + name, value));
        return environment;
    }

    /** Starts a gate and returns when it runs. */
    GateRunner startGate(Map<String, String> more) {
        GateRunner started = GateRunner.start(config(more));
        gate = started;
        await().atMost(PATIENCE).until(() -> started.state() == KafkaStreams.State.RUNNING);
        return started;
    }

    byte[] encoded(String topic, IndexedRecord value) {
        return serializer.serialize(topic, value);
    }

    /** Publishes as Kafka's Java client does by default, keyed by the subject. */
    void publish(String topic, String subject, byte[] value) {
        publish(new ProducerRecord<>(topic, subject.getBytes(UTF_8), value));
    }

    void publishTo(int partition, String topic, byte[] key, byte[] value) {
        publish(new ProducerRecord<>(topic, partition, key, value));
    }

    /** Publishes and waits for the acknowledgement. */
    void publish(ProducerRecord<byte[], byte[]> record) {
        publish(producer, record);
    }

    /** Publishes without waiting between them, and waits for all acknowledgements. */
    void publishAll(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
        sent.forEach(GateCluster::acknowledged);
    }

    /** Publishes through a client that compresses, so that a small batch may hold a large record. */
    void publishCompressed(ProducerRecord<byte[], byte[]> record) {
        try (KafkaProducer<byte[], byte[]> compressing = producer(Map.of("compression.type", "zstd"))) {
            publish(compressing, record);
        }
    }

    private static void publish(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        acknowledged(producer.send(record));
    }

    private static void acknowledged(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while publishing", e);
        } catch (ExecutionException e) {
            throw new AssertionError("the broker refused a record", e.getCause());
        }
    }

    /** Waits until the gate has committed everything that now stands on its input topics. */
    void awaitAllTaken() {
        await().atMost(PATIENCE)
                .failFast("the gate stopped", () -> gate != null && gate.state() == KafkaStreams.State.ERROR)
                .until(() -> untaken(topics.copartitioned()) == 0);
    }

    /** How many records the gate has not committed yet; its own rerouting topics hold transaction markers besides. */
    private long untaken(Set<String> names) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("consent-gate")
                .partitionsToOffsetAndMetadata()
                .get();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> all = partitionsOf(consumer, names);
            consumer.assign(all);
            consumer.seekToBeginning(all);
            all.stream()
                    .filter(partition -> committed.get(partition) != null)
                    .forEach(partition ->
                            consumer.seek(partition, committed.get(partition).offset()));
            // To the high watermark: a transaction whose offsets are committed may still hold the last stable offset.
            return upTo(highWatermarks(consumer.assignment()), consumer).size();
        }
    }

    /** Everything committed on a topic so far, in the order of offsets within a partition. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> all = partitionsOf(consumer, Set.of(topic));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            List<ConsumerRecord<byte[], byte[]>> records = upTo(consumer.endOffsets(all), consumer);
            records.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                    .thenComparingLong(ConsumerRecord::offset));
            return records;
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> upTo(
            Map<TopicPartition, Long> ends, KafkaConsumer<byte[], byte[]> consumer) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return records;
    }

    private Map<TopicPartition, Long> highWatermarks(Set<TopicPartition> partitions) {
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(partitions.stream()
                            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while asking for the ends of topics", e);
        } catch (ExecutionException e) {
            throw new AssertionError("the broker did not say where topics end", e.getCause());
        }
    }

    private static List<TopicPartition> partitionsOf(KafkaConsumer<byte[], byte[]> consumer, Set<String> names) {
        return names.stream()
                .flatMap(name -> consumer.partitionsFor(name).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** How many records are committed on a topic so far; none of them is kept. */
    long count(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        stack.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "max.poll.records",
                        1),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = partitionsOf(consumer, Set.of(topic));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            long count = 0;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                count += consumer.poll(Duration.ofMillis(100)).count();
            }
            return count;
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    QuarantinedEvent quarantined(ConsumerRecord<byte[], byte[]> record) {
        return (QuarantinedEvent) deserializer.deserialize(record.topic(), record.headers(), record.value());
    }

    ReviewOutcome outcome(ConsumerRecord<byte[], byte[]> record) {
        return (ReviewOutcome) deserializer.deserialize(record.topic(), record.headers(), record.value());
    }

    /**
     * Starts a gate in a process of its own, to be killed; the same member of the same group as one that is started here.
     *
     * @param more settings by their names in the environment, without the prefix
     * @param log where it writes
     */
    Process startGateProcess(Map<String, String> more, Path log) throws IOException {
        return startGateProcess(List.of("-Xmx256m"), more, log);
    }

    /** As {@link #startGateProcess(Map, Path)}, with these options of the JVM. */
    Process startGateProcess(List<String> jvmOptions, Map<String, String> more, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.consentgate.cli.GateCommand",
                "run"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("CONSENT_GATE_"));
        environment(more).forEach(builder.environment()::put);
        builder.environment().put("CONSENT_GATE_OPS_PORT", "0");
        return builder.start();
    }

    /** Text of a header; null when there is none. */
    static String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    /** Rule codes of a quarantined record. */
    static Set<String> codes(String list) {
        return list == null ? Set.of() : Arrays.stream(list.split(",", -1)).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        try {
            if (gate != null) {
                gate.close();
            }
            producer.close();
            admin.close();
            serializer.close();
            deserializer.close();
        } finally {
            stack.close();
        }
    }
}
