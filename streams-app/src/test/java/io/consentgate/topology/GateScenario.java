// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.Events;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.local.SchemaRegistryServer;
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.schemas.GeneratedClasses;
import io.consentgate.serde.AvroDeserializer;
import io.consentgate.serde.AvroSerializer;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.QuarantinedEventWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
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
    private final AvroSerializer serializer = new AvroSerializer();
    private final AvroDeserializer deserializer = new AvroDeserializer();
    private final Topology topology;
    private final TopologyTestDriver driver;

    GateScenario(Path folder) {
        this(folder, ConsentCache.sized());
    }

    GateScenario(Path folder, ConsentCache consentCache) {
        GeneratedClasses.trust();
        registry = SchemaRegistryServer.builder(folder.resolve("registry")).start();
        Map<String, Object> properties = Map.of("schema.registry.url", registry.url(), "specific.avro.reader", "true");
        serializer.configure(properties, false);
        deserializer.configure(properties, false);
        reader = FactsReader.open(
                AvroDeserializer.class.getName(),
                properties,
                new FactsReader.InputTopics(topics.outboundMessages(), topics.offerDecisions(), topics.consentState()));
        writer = QuarantinedEventWriter.open(AvroSerializer.class.getName(), properties, topics.quarantine());
        Properties options = options(folder);
        topology = new GateTopology(
                        new GateParts(
                                topics,
                                1,
                                Policy.standard(PolicyOptions.defaults()),
                                reader,
                                writer::write,
                                Duration.ofSeconds(60),
                                Duration.ofDays(30),
                                consentCache),
                        options)
                .build();
        driver = new TopologyTestDriver(topology, options, Events.NOW.plusSeconds(1));
    }

    static Properties options(Path folder) {
        Properties options = new Properties();
        options.put(StreamsConfig.APPLICATION_ID_CONFIG, "consent-gate");
        options.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        options.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
        options.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return options;
    }

    Topology topology() {
        return topology;
    }

    TopologyTestDriver driver() {
        return driver;
    }

    byte[] encoded(String topic, SpecificRecord event) {
        return serializer.serialize(topic, event);
    }

    /** Sends an event as a publisher would, keyed by its subject; returns its bytes. */
    byte[] send(String topic, String key, SpecificRecord event) {
        byte[] value = encoded(topic, event);
        sendBytes(topic, key.getBytes(UTF_8), value, new RecordHeaders());
        return value;
    }

    void sendBytes(String topic, byte[] key, byte[] value, Headers headers) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, Events.NOW));
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

    static String header(TestRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    @Override
    public void close() {
        driver.close();
        reader.close();
        writer.close();
        registry.close();
    }
}
