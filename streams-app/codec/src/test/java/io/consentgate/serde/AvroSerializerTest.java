// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.serde.RegistryUnavailable.Kind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AvroSerializerTest {

    private final FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void shouldWriteMagicByteIdAndExactlyWhatAvroWrites() {
        registry.with("/subjects/t-value/versions", 200, "{\"id\":258}");
        OutboundMessage message = Samples.message().build();

        byte[] bytes = serializer(Map.of()).serialize("t", message);

        assertThat(bytes).isEqualTo(Samples.framed(258, message)).startsWith(0, 0, 0, 1, 2);
    }

    @Test
    void shouldAskForAnIdOnce() {
        registry.with("/subjects/t-value/versions", 200, "{\"id\":1}");
        AvroSerializer serializer = serializer(Map.of());

        serializer.serialize("t", Samples.plainMessage());
        serializer.serialize("t", Samples.plainMessage());

        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void shouldLookUpInsteadOfRegisterWhenToldSo() {
        registry.with("/subjects/t-value", 200, "{\"subject\":\"t-value\",\"version\":1,\"id\":5}");

        assertThat(serializer(Map.of("auto.register.schemas", "false")).serialize("t", Samples.plainMessage()))
                .startsWith(0, 0, 0, 0, 5);
    }

    @Test
    void shouldUseTheLatestVersionOnlyIfItIsTheRecordsOwn() {
        Map<String, String> latest = Map.of("auto.register.schemas", "false", "use.latest.version", "true");
        registry.with("/subjects/t-value/versions/latest", 200, latest(6, OutboundMessage.getClassSchema()));
        assertThat(serializer(latest).serialize("t", Samples.plainMessage())).startsWith(0, 0, 0, 0, 6);

        registry.with("/subjects/t-value/versions/latest", 200, latest(6, OfferDecision.getClassSchema()));
        assertThatThrownBy(() -> serializer(latest).serialize("t", Samples.plainMessage()))
                .isInstanceOf(SerializationException.class)
                .cause()
                .hasMessageContaining("use.latest.version");
    }

    @Test
    void shouldNameSubjectsAsConfluentsStrategiesDo() {
        registry.with("/subjects/io.consentgate.events.OutboundMessage/versions", 200, "{\"id\":1}")
                .with("/subjects/t-io.consentgate.events.OutboundMessage/versions", 200, "{\"id\":2}");
        String confluent = "io.confluent.kafka.serializers.subject.";

        assertThat(serializer(Map.of("value.subject.name.strategy", confluent + "RecordNameStrategy"))
                        .serialize("t", Samples.plainMessage()))
                .startsWith(0, 0, 0, 0, 1);
        assertThat(serializer(Map.of("value.subject.name.strategy", confluent + "TopicRecordNameStrategy"))
                        .serialize("t", Samples.plainMessage()))
                .startsWith(0, 0, 0, 0, 2);
        assertThatThrownBy(() -> serializer(Map.of("value.subject.name.strategy", "com.example.Own")))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void shouldCallForAnOperatorWhenTheRegistryRefusesTheSchema() {
        registry.with("/subjects/t-value/versions", 409, "{\"error_code\":409,\"message\":\"incompatible\"}");

        assertThatThrownBy(() -> serializer(Map.of()).serialize("t", Samples.plainMessage()))
                .isInstanceOf(SerializationException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RegistryUnavailable.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                .hasMessageContaining("t-value")
                .hasMessageContaining("incompatible");
    }

    @Test
    void shouldWriteTombstonesAndRefuseWhatIsNoRecord() {
        assertThat(serializer(Map.of()).serialize("t", null)).isNull();
        assertThatThrownBy(() -> serializer(Map.of()).serialize("t", "text"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("java.lang.String");
    }

    @Test
    void shouldWriteACaseThatReadsBackWithItsEventUntouched() {
        registry.with("/subjects/quarantine-value/versions", 200, "{\"id\":3}")
                .withSchema(3, QuarantinedEvent.getClassSchema());
        byte[] event = Samples.framed(1, Samples.plainMessage());
        try (QuarantinedEventWriter writer = QuarantinedEventWriter.open(
                        AvroSerializer.class.getName(), properties(Map.of()), "quarantine");
                AvroDeserializer deserializer = new AvroDeserializer()) {
            deserializer.configure(properties(Map.of("specific.avro.reader", "true")), false);

            QuarantinedEvent back = (QuarantinedEvent)
                    Objects.requireNonNull(deserializer.deserialize("quarantine", writer.write(quarantined(event))));

            assertThat(back.getEvent()).isEqualTo(ByteBuffer.wrap(event));
            assertThat(back.getViolations().get(0).getFacts()).containsEntry("channel", "SMS");
            assertThat(back.getConsentSeen().getOffset()).isEqualTo(8);
            assertThat(back.getRetainUntil()).isEqualTo(Samples.NOON.plusSeconds(1));
        }
    }

    @Test
    void shouldSayWhichClassCannotBeUsed() {
        assertThatThrownBy(() ->
                        QuarantinedEventWriter.open("com.example.AbsentSerializer", properties(Map.of()), "quarantine"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("com.example.AbsentSerializer")
                .hasMessageContaining("class path");
    }

    static QuarantineCase quarantined(byte[] event) {
        Instant at = Samples.NOON;
        return new QuarantineCase(
                "case",
                "digest",
                "s-1",
                "OUTBOUND_MESSAGE",
                new QuarantineCase.Source("outbound-messages", 3, 17, at),
                ByteBuffer.wrap(event),
                List.of(new QuarantineCase.Finding(
                        "MSG-CONSENT-MISSING",
                        "PKE art. 398(1)",
                        "No consent.",
                        "Brak zgody.",
                        Map.of("channel", "SMS"))),
                List.of(),
                List.of("REJECT"),
                new QuarantineCase.ConsentSeen(4, at, 3, 8),
                "another-case",
                "1",
                at,
                null,
                at.plusSeconds(1));
    }

    private static String latest(int id, org.apache.avro.Schema schema) {
        return FakeRegistry.schemaBody(schema).replaceFirst("\\{", "{\"id\":" + id + ",");
    }

    private AvroSerializer serializer(Map<String, String> properties) {
        AvroSerializer serializer = new AvroSerializer();
        serializer.configure(properties(properties), false);
        return serializer;
    }

    private Map<String, String> properties(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of("schema.registry.url", registry.url(), "max.retries", "0"));
        all.putAll(properties);
        return all;
    }
}
