// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.consentgate.events.OfferDecision;
import io.consentgate.local.SchemaRegistryServer;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.serde.UndecodableException.Reason;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Confluent's real serializer and deserializer, named in configuration, against a registry over HTTP. They are loaded
 * behind our own Kafka, Avro and Jackson, as on a production class path.
 */
class ConfluentDropInTest {

    private static final String SERIALIZER = "io.confluent.kafka.serializers.KafkaAvroSerializer";
    private static final String DESERIALIZER = "io.confluent.kafka.serializers.KafkaAvroDeserializer";
    private static final FactsReader.InputTopics TOPICS =
            new FactsReader.InputTopics("outbound-messages", "offer-decisions", "consent-state", "review-verdicts");
    private static final Headers NO_HEADERS = new RecordHeaders();

    @TempDir
    static Path folder;

    private static SchemaRegistryServer registry;
    private static URLClassLoader confluent;
    private static ClassLoader before;

    @BeforeAll
    static void load() throws IOException {
        registry = SchemaRegistryServer.builder(folder).start();
        before = Thread.currentThread().getContextClassLoader();
        URL jar = Path.of("target/confluent-peer/confluent-peer.jar").toUri().toURL();
        confluent = new URLClassLoader(new URL[] {jar}, ConfluentDropInTest.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(confluent);
    }

    @AfterAll
    static void unload() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        confluent.close();
        registry.close();
    }

    @Test
    void shouldTakeConfluentsClassesForKafkasOwnInterface() throws Exception {
        Class<?> type = Class.forName(DESERIALIZER, false, confluent);

        assertThat(Deserializer.class).isAssignableFrom(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void shouldReadTheSameFactsThroughConfluentsDeserializer(String specific) throws Exception {
        byte[] message = confluentBytes("outbound-messages", Samples.message().build());
        byte[] decision = confluentBytes("offer-decisions", Samples.decision());
        byte[] consent = confluentBytes("consent-state", Samples.consentState());
        byte[] verdict = confluentBytes("review-verdicts", Samples.verdict());
        try (FactsReader theirs = FactsReader.open(DESERIALIZER, properties("specific.avro.reader", specific), TOPICS);
                FactsReader ours = FactsReader.open(AvroDeserializer.class.getName(), properties(), TOPICS)) {

            assertThat(theirs.readMessage(NO_HEADERS, message))
                    .isEqualTo(ours.readMessage(NO_HEADERS, message))
                    .extracting("messageId")
                    .isEqualTo("m-1");
            assertThat(theirs.readDecision(NO_HEADERS, decision)).isEqualTo(ours.readDecision(NO_HEADERS, decision));
            assertThat(theirs.readConsent(NO_HEADERS, consent)).isEqualTo(ours.readConsent(NO_HEADERS, consent));
            assertThat(theirs.readVerdict(NO_HEADERS, verdict)).isEqualTo(ours.readVerdict(NO_HEADERS, verdict));
        }
    }

    /** Told to resolve records to other schemas than their writers', it would hide in which unit these count time. */
    @Test
    void shouldNotTakeAnotherUnitForMilliseconds() {
        Schema micros = Samples.edited(OfferDecision.getClassSchema(), "timestamp-millis", "timestamp-micros");
        int id = new RegistryClient(properties()).register("of-another-unit", micros);
        confluentBytes("offer-decisions", Samples.decision());
        try (FactsReader theirs = FactsReader.open(DESERIALIZER, properties("specific.avro.reader", "true"), TOPICS)) {

            UndecodableException e = catchThrowableOfType(
                    UndecodableException.class,
                    () -> theirs.readDecision(NO_HEADERS, Samples.framed(id, Samples.decision())));

            assertThat(e.reason()).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);
            assertThat(e).hasMessageContaining("timestamp-micros");
        }
    }

    @Test
    void shouldRefuseValuesThatAreDeeperThanAnyStack() throws Exception {
        Schema recursive = new Schema.Parser().parse("""
                {"type": "record", "name": "Node", "fields": [{"name": "next", "type": ["null", "Node"]}]}""");
        int id = new RegistryClient(properties()).register("deep", recursive);
        byte[] deep = new byte[1_000_000];
        Arrays.fill(deep, (byte) 2);
        deep[deep.length - 1] = 0;
        try (FactsReader theirs = FactsReader.open(DESERIALIZER, properties(), TOPICS)) {
            assertThat(reason(theirs, Samples.framed(id, deep))).isEqualTo(Reason.CORRUPT);
        }
    }

    @Test
    void shouldWriteTheSameBytesAsConfluentsSerializer() {
        try (AvroSerializer ours = new AvroSerializer()) {
            ours.configure(properties(), false);

            assertThat(ours.serialize("outbound-messages", Samples.message().build()))
                    .isEqualTo(confluentBytes(
                            "outbound-messages", Samples.message().build()));
        }
    }

    @Test
    void shouldClassifyBadDataAsOurOwnDoes() {
        byte[] good = confluentBytes("outbound-messages", Samples.message().build());
        byte[] unknown = good.clone();
        unknown[1] = 0x7f;
        byte[] magic = good.clone();
        magic[0] = 5;
        try (FactsReader theirs = FactsReader.open(DESERIALIZER, properties(), TOPICS)) {
            assertThat(reason(theirs, unknown)).isEqualTo(Reason.UNKNOWN_SCHEMA);
            assertThat(reason(theirs, magic)).isEqualTo(Reason.NOT_THE_FORMAT);
            assertThat(reason(theirs, confluentBytes("outbound-messages-other", Samples.decision())))
                    .isEqualTo(Reason.WRONG_RECORD_TYPE);
            for (int length = 1; length < good.length; length++) {
                assertThat(reason(theirs, Arrays.copyOf(good, length)))
                        .as("first %d bytes", length)
                        .isIn(Reason.CORRUPT, Reason.NOT_THE_FORMAT);
            }
        }
    }

    @Test
    void shouldWaitWhateverWayTheRegistryIsNotThere() throws Exception {
        byte[] good = confluentBytes("outbound-messages", Samples.message().build());
        try {
            for (int status : new int[] {401, 403, 404, 429, 500, 503}) {
                registry.answerWith(status);
                assertUnavailable(good);
            }
            registry.stop();
            assertUnavailable(good);
        } finally {
            registry.answerNormally();
            registry.start();
        }
        try (FactsReader reader = FactsReader.open(DESERIALIZER, properties(), TOPICS)) {
            assertThat(reader.readMessage(NO_HEADERS, good).messageId()).isEqualTo("m-1");
        }
    }

    @Test
    void shouldWaitWhenSomethingElseAnswersInTheRegistrysPlace() {
        try (FakeRegistry proxy = new FakeRegistry()) {
            proxy.with("/schemas/ids/1", 404, "<html>no such page</html>");
            try (FactsReader reader =
                    FactsReader.open(DESERIALIZER, properties("schema.registry.url", proxy.url()), TOPICS)) {
                assertThatThrownBy(() -> reader.readMessage(NO_HEADERS, Samples.framed(1, Samples.plainMessage())))
                        .isInstanceOf(RegistryUnavailable.class);
            }
        }
    }

    @Test
    void shouldWriteCasesThroughConfluentsSerializer() {
        registry.answerWith(503);
        try (QuarantinedEventWriter writer = QuarantinedEventWriter.open(SERIALIZER, properties(), "quarantine")) {
            assertThatThrownBy(() -> writer.write(AvroSerializerTest.quarantined(new byte[] {1})))
                    .isInstanceOf(RegistryUnavailable.class);

            registry.answerNormally();

            assertThat(writer.write(AvroSerializerTest.quarantined(new byte[] {1})))
                    .startsWith(0);
        } finally {
            registry.answerNormally();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void shouldWriteHumanDecisionsThroughConfluentsClasses(String specific) throws Exception {
        byte[] decision = confluentBytes("offer-decisions", Samples.decision());
        try (FactsReader reader = FactsReader.open(AvroDeserializer.class.getName(), properties(), TOPICS);
                HumanDecisionWriter theirs = HumanDecisionWriter.open(
                        DESERIALIZER,
                        SERIALIZER,
                        properties("specific.avro.reader", specific),
                        "offer-decisions",
                        "cleared-decisions");
                HumanDecisionWriter ours = HumanDecisionWriter.open(
                        AvroDeserializer.class.getName(),
                        AvroSerializer.class.getName(),
                        properties(),
                        "offer-decisions",
                        "cleared-decisions")) {
            DecisionFacts facts = reader.readDecision(NO_HEADERS, decision);

            assertThat(theirs.write(NO_HEADERS, decision, facts, null))
                    .isEqualTo(ours.write(NO_HEADERS, decision, facts, null));
        }
    }

    private static void assertUnavailable(byte[] value) {
        // A new one each time: Confluent's client caches schemas too.
        try (FactsReader reader = FactsReader.open(DESERIALIZER, properties(), TOPICS)) {
            assertThatThrownBy(() -> reader.readMessage(NO_HEADERS, value)).isInstanceOf(RegistryUnavailable.class);
        }
    }

    private static Reason reason(FactsReader reader, byte[] value) {
        return Objects.requireNonNull(
                        catchThrowableOfType(UndecodableException.class, () -> reader.readMessage(NO_HEADERS, value)),
                        "it could be read")
                .reason();
    }

    private static byte[] confluentBytes(String topic, Object record) {
        try (Serializer<Object> serializer = ForeignClass.serializer(SERIALIZER, properties())) {
            return Objects.requireNonNull(serializer.serialize(topic, record));
        }
    }

    private static Map<String, Object> properties(String... more) {
        Map<String, Object> properties = new HashMap<>(Map.of("schema.registry.url", registry.url()));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return properties;
    }
}
