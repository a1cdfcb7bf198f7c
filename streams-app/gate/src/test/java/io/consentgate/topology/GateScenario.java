// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.Events;
import io.consentgate.config.KafkaOptions;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.local.SchemaRegistryServer;
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.review.ReviewOptions;
import io.consentgate.review.ReviewPolicy;
import io.consentgate.schemas.GeneratedClasses;
import io.consentgate.serde.AvroDeserializer;
import io.consentgate.serde.AvroSerializer;
import io.consentgate.serde.ControlMessageWriter;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.HumanDecisionWriter;
import io.consentgate.serde.QuarantinedEventWriter;
import io.consentgate.serde.ReviewOutcomeWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology on one partition, with a real registry behind it. */
final class GateScenario implements AutoCloseable {

    final Topics topics = Topics.prefixed("");
    private final SchemaRegistryServer registry;
    private final FactsReader reader;
    private final QuarantinedEventWriter writer;
    private final ReviewOutcomeWriter outcomes;
    private final HumanDecisionWriter decisions;
    private final ControlMessageWriter controls;
    private final AvroSerializer serializer = new AvroSerializer();
    private final AvroDeserializer deserializer = new AvroDeserializer();
    final Upcoming upcoming = new Upcoming(topics);
    private final SimpleMeterRegistry counted = new SimpleMeterRegistry();
    private final Topology topology;
    private final TopologyTestDriver driver;

    /** By the defaults, with a second reviewer only where figures ask for one. */
    static final ReviewOptions REVIEW = new ReviewOptions(
            Duration.ofSeconds(20),
            Set.of("reviewer"),
            "second-reviewer",
            Set.of(),
            ReviewOptions.FourEyes.PATTERN,
            new ReviewOptions.Thresholds(50, 20, Duration.ofSeconds(30), 0.95, 5, Duration.ofMinutes(10), 1),
            false,
            Duration.ofMinutes(5));

    private static final Policy STANDARD = Policy.standard(PolicyOptions.defaults());

    /** Bytes of the largest record that it can write. */
    static final int LARGEST_WRITTEN = KafkaOptions.MAX_REQUEST_BYTES;

    static final String SETTINGS = "0123456789abcdef";
    static final Lifetimes LIFETIMES = new Lifetimes(Duration.ofDays(1095), Duration.ofDays(365));

    GateScenario(Path folder) {
        this(folder, REVIEW, 0);
    }

    GateScenario(Path folder, Policy policy) {
        this(folder, policy, REVIEW, 0, ConsentCache.sized(), UnaryOperator.identity(), () -> {}, Skips.NONE);
    }

    GateScenario(Path folder, ConsentCache consentCache) {
        this(folder, REVIEW, 0, consentCache);
    }

    GateScenario(Path folder, ReviewOptions review, double controlShare) {
        this(folder, review, controlShare, ConsentCache.sized());
    }

    /**
     * @param throughWhat what stands between the gate and its reader
     * @param nextRecord told of each record
     */
    GateScenario(Path folder, UnaryOperator<FactsReader> throughWhat, Runnable nextRecord) {
        this(folder, STANDARD, REVIEW, 0, ConsentCache.sized(), throughWhat, nextRecord, Skips.NONE);
    }

    GateScenario(Path folder, UnaryOperator<FactsReader> throughWhat, Skips skips) {
        this(folder, STANDARD, REVIEW, 0, ConsentCache.sized(), throughWhat, () -> {}, skips);
    }

    private GateScenario(Path folder, ReviewOptions review, double controlShare, ConsentCache consentCache) {
        this(folder, STANDARD, review, controlShare, consentCache, UnaryOperator.identity(), () -> {}, Skips.NONE);
    }

    private GateScenario(
            Path folder,
            Policy policy,
            ReviewOptions review,
            double controlShare,
            ConsentCache consentCache,
            UnaryOperator<FactsReader> throughWhat,
            Runnable nextRecord,
            Skips skips) {
        GeneratedClasses.trust();
        registry = SchemaRegistryServer.builder(folder.resolve("registry")).start();
        Map<String, Object> properties = Map.of("schema.registry.url", registry.url(), "specific.avro.reader", "true");
        serializer.configure(properties, false);
        deserializer.configure(properties, false);
        reader = throughWhat.apply(FactsReader.open(
                AvroDeserializer.class.getName(),
                properties,
                new FactsReader.InputTopics(
                        topics.outboundMessages(),
                        topics.offerDecisions(),
                        topics.consentState(),
                        topics.reviewVerdicts())));
        writer = QuarantinedEventWriter.open(AvroSerializer.class.getName(), properties, topics.quarantine());
        outcomes = ReviewOutcomeWriter.open(AvroSerializer.class.getName(), properties, topics.reviewOutcomes());
        decisions = HumanDecisionWriter.open(
                AvroDeserializer.class.getName(),
                AvroSerializer.class.getName(),
                properties,
                topics.offerDecisions(),
                topics.clearedDecisions());
        controls = ControlMessageWriter.open(AvroSerializer.class.getName(), properties, topics.outboundMessages());
        Properties options = options(folder);
        topology = new GateTopology(
                        new GateParts(
                                topics,
                                1,
                                policy,
                                reader,
                                nextRecord,
                                writer::write,
                                Duration.ofSeconds(60),
                                Duration.ofDays(30),
                                new ReviewParts(
                                        new ReviewPolicy(policy, review),
                                        outcomes::write,
                                        decisions::write,
                                        decisions::contentOf,
                                        controls::write,
                                        Duration.ofDays(20),
                                        Duration.ofDays(1095),
                                        SETTINGS,
                                        controlShare),
                                new GateCounters(counted),
                                upcoming,
                                ConsentLog.NONE,
                                LIFETIMES,
                                skips,
                                consentCache),
                        options,
                        LARGEST_WRITTEN)
                .build();
        driver = new TopologyTestDriver(topology, options, Events.NOW.plusSeconds(1));
    }

    static Properties options(Path folder) {
        Properties options = new Properties();
        options.put(StreamsConfig.APPLICATION_ID_CONFIG, "consent-gate");
        options.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        options.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
        options.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST_WRITTEN);
        options.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return options;
    }

    /** What the process has counted under that name and, where given, label and value. */
    double count(String name, String... labels) {
        return counted.get(name).tags(labels).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Where publishers and the gate have their schemas. */
    SchemaRegistryServer registry() {
        return registry;
    }

    Topology topology() {
        return topology;
    }

    TopologyTestDriver driver() {
        return driver;
    }

    byte[] encoded(String topic, IndexedRecord event) {
        return serializer.serialize(topic, event);
    }

    /** Sends an event as a publisher would, keyed by its subject; returns its bytes. */
    byte[] send(String topic, String key, SpecificRecord event) {
        return send(topic, key, event, Events.NOW);
    }

    /** The same, dated as its publisher pleases. */
    byte[] send(String topic, String key, SpecificRecord event, Instant at) {
        byte[] value = encoded(topic, event);
        sendBytes(topic, key.getBytes(UTF_8), value, new RecordHeaders(), at);
        return value;
    }

    void sendBytes(String topic, byte[] key, byte[] value, Headers headers) {
        sendBytes(topic, key, value, headers, Events.NOW);
    }

    void sendBytes(String topic, byte[] key, byte[] value, Headers headers, Instant at) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, at));
    }

    void consent(SpecificRecord record, String subject) {
        send(topics.consentState(), subject, record);
    }

    void erase(String subject) {
        sendBytes(topics.consentState(), subject.getBytes(UTF_8), null, new RecordHeaders());
    }

    List<TestRecord<byte[], byte[]>> read(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    List<QuarantinedEvent> quarantined() {
        return read(topics.quarantine()).stream()
                .map(record -> (QuarantinedEvent) deserializer.deserialize(topics.quarantine(), record.value()))
                .toList();
    }

    List<ReviewOutcome> outcomes() {
        return read(topics.reviewOutcomes()).stream()
                .map(record -> (ReviewOutcome) decoded(topics.reviewOutcomes(), record))
                .toList();
    }

    Object decoded(String topic, TestRecord<byte[], byte[]> record) {
        return deserializer.deserialize(topic, record.headers(), record.value());
    }

    static String header(TestRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    @Override
    public void close() {
        driver.close();
        reader.close();
        writer.close();
        outcomes.close();
        decisions.close();
        controls.close();
        registry.close();
    }

    /** Headers of a record of consent that the gate brought here from another partition, where it was written at that time. */
    static Headers cameFrom(Instant written) {
        return new RecordHeaders()
                .add(GateHeaders.ORIGIN_TOPIC, "consent-state".getBytes(UTF_8))
                .add(GateHeaders.ORIGIN_PARTITION, "9".getBytes(UTF_8))
                .add(GateHeaders.ORIGIN_OFFSET, "9".getBytes(UTF_8))
                .add(
                        GateHeaders.ORIGIN_TIMESTAMP,
                        Long.toString(written.toEpochMilli()).getBytes(UTF_8));
    }
}
