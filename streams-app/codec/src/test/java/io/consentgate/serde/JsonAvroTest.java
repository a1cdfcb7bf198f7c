// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.consentgate.events.OutboundMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JsonAvroTest {

    private static final Schema SCHEMA = OutboundMessage.getClassSchema();
    private static final String MINIMAL = """
            {"messageId": "m-1", "subjectId": "s-1", "controllerId": "shop", "channel": "SMS",
             "purpose": "DIRECT_MARKETING", "commercialContent": "PRIMARY", "initiator": "BUSINESS",
             "createdAt": "2026-05-03T12:00:00.123Z", "chargedToRecipient": false,
             "content": "Zażółć"%s}""";

    private final FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void shouldFillDefaultsAndTakeInstantsAndTextsPlainly() throws Exception {
        GenericRecord message = JsonToAvro.record(with(""), SCHEMA);

        assertThat(message.get("jurisdiction")).isEqualTo("PL");
        assertThat(message.get("trigger")).isNull();
        assertThat(message.get("createdAt")).isEqualTo(Samples.NOON.toEpochMilli());
        assertThat(message.get("content")).isEqualTo(ByteBuffer.wrap("Zażółć".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldTakeNestedRecordsAndOptionalValuesWithoutWrapping() throws Exception {
        GenericRecord message = JsonToAvro.record(
                with(", \"trigger\": \"BIRTHDAY\", \"sentAt\": 5, \"bot\": {\"combinesOtherData\": true,"
                        + " \"privacyNoticeShown\": false, \"aiDisclosed\": true}"),
                SCHEMA);

        assertThat(message.get("trigger")).hasToString("BIRTHDAY");
        assertThat(message.get("sentAt")).isEqualTo(5L);
        assertThat(((GenericRecord) message.get("bot")).get("vendor")).isNull();
    }

    @Test
    void shouldNameFieldLineAndColumnOfWhatIsWrong() {
        assertInvalid(with(",\n \"colour\": \"red\""), "no field colour", 5);
        assertInvalid(with(",\n \"bot\": {\"combinesOtherData\": true}"), "bot.privacyNoticeShown is missing", 5);
        assertInvalid(with(",\n \"trigger\": \"COMET\""), "field trigger must be one of [UNKNOWN, HOLIDAY", 5);
        assertInvalid(with(",\n \"sentAt\": \"yesterday\""), "field sentAt must be an instant", 5);
        assertInvalid(with(",\n \"sentAt\": 1.5"), "field sentAt", 5);
        assertInvalid(with(",\n \"campaignId\": 7"), "field campaignId must be a text", 5);
        assertInvalid(with(",\n \"messageId\": \"again\""), "twice", 5);
        assertInvalid(with("").replace("\"messageId\": \"m-1\", ", ""), "messageId is missing", 1);
        assertInvalid("[]", "must be an object", 1);
        assertInvalid("", "must be an object", 1);
        assertInvalid("{", "not well-formed", 1);
        assertInvalid(with("") + "{}", "follows", 4);
    }

    @Test
    void shouldNeverQuoteAValue() {
        InvalidJson e = invalid(with(",\n \"trigger\": \"call +48 600 000 000\""));

        assertThat(e.getMessage()).doesNotContain("600");
    }

    @Test
    void shouldRoundTripAndHideContentUnlessAsked() throws Exception {
        registry.with("/subjects/outbound-messages-value/versions", 200, "{\"id\":1}")
                .withSchema(1, SCHEMA);
        Map<String, String> properties = Map.of("schema.registry.url", registry.url());
        try (JsonToAvro in = JsonToAvro.open(
                        AvroSerializer.class.getName(),
                        properties,
                        "outbound-messages",
                        ContractRecord.OUTBOUND_MESSAGE);
                AvroToJson counted =
                        AvroToJson.open(AvroDeserializer.class.getName(), properties, AvroToJson.Content.COUNTED);
                AvroToJson shown =
                        AvroToJson.open(AvroDeserializer.class.getName(), properties, AvroToJson.Content.SHOWN)) {
            JsonToAvro.Keyed keyed = in.convert(with(", \"trigger\": \"BIRTHDAY\""));

            assertThat(keyed.subjectId()).isEqualTo("s-1");
            assertThat(counted.convert("outbound-messages", new RecordHeaders(), keyed.value()))
                    .contains("\"content\":\"<10 bytes>\"", "\"createdAt\":\"2026-05-03T12:00:00.123Z\"");
            String json = shown.convert("outbound-messages", new RecordHeaders(), keyed.value());
            assertThat(json).contains("Zażółć");
            assertThat(in.convert(json).value()).isEqualTo(keyed.value());
        }
    }

    @Test
    void shouldRoundTripBytesThatAreNoText() throws Exception {
        GenericRecord message = JsonToAvro.record(with("").replace("\"Zażółć\"", "{\"base64\": \"/wD/\"}"), SCHEMA);

        assertThat(message.get("content")).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 0xff, 0, (byte) 0xff}));
    }

    private static String with(String more) {
        return MINIMAL.formatted(more);
    }

    private static void assertInvalid(String json, String problem, int line) {
        InvalidJson e = invalid(json);
        assertThat(e).as(json).hasMessageContaining(problem);
        assertThat(e.line()).as(json).isEqualTo(line);
    }

    private static InvalidJson invalid(String json) {
        return catchThrowableOfType(InvalidJson.class, () -> JsonToAvro.record(json, SCHEMA));
    }
}
