// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consentgate.config.GateConfig;
import io.consentgate.config.RegistryProperties;
import io.consentgate.serde.AvroToJson;
import io.consentgate.serde.RegistryHealth;
import io.consentgate.serde.RegistryPatience;
import io.consentgate.serde.RegistryWait;
import io.consentgate.serde.UndecodableException;
import io.consentgate.serde.WireFormat;
import io.consentgate.topology.GateHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Shows a record as one JSON object; its form is a contract with scripts:
 *
 * <pre>{@code
 * {"topic": …, "partition": …, "offset": …, "timestamp": ISO-8601, "key": …, "headers": {name: last value}, "value": …}
 * }</pre>
 *
 * What is not UTF-8 is <code>{"base64": …}</code>. A value that cannot be decoded, and every dead letter, is counted in
 * bytes, and a member {@code undecodable} says why. The event inside a quarantined one is decoded, too.
 */
final class RecordEnvelope implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ReadableTopic topic;
    private final boolean showContent;
    private final AvroToJson reader;
    /** Returns the quarantined event's bytes unchanged, for {@link #reader} to decode. */
    private final AvroToJson unwrapping;

    private final RegistryWait wait;

    private RecordEnvelope(
            ReadableTopic topic, boolean showContent, AvroToJson reader, AvroToJson unwrapping, RegistryWait wait) {
        this.wait = wait;
        this.topic = topic;
        this.showContent = showContent;
        this.reader = reader;
        this.unwrapping = unwrapping;
    }

    /** @param showContent whether to show message contents, or only their length */
    static RecordEnvelope open(GateConfig config, ReadableTopic topic, boolean showContent) {
        Map<String, String> registry = RegistryProperties.of(config);
        String deserializer = config.serde().deserializer();
        RegistryWait wait = new RegistryWait(
                new RegistryHealth(Clock.systemUTC()), config.registry().schemaPatiencePerMinute());
        RegistryPatience patience =
                new RegistryPatience(wait, Duration.ZERO, config.registry().schemaPatience());
        return new RecordEnvelope(
                topic,
                showContent,
                AvroToJson.open(
                                deserializer,
                                registry,
                                showContent ? AvroToJson.Content.SHOWN : AvroToJson.Content.COUNTED)
                        .waiting(patience),
                AvroToJson.open(deserializer, registry, AvroToJson.Content.SHOWN)
                        .waiting(patience),
                wait);
    }

    /** A record's place, as an object for further fields. */
    static ObjectNode place(ConsumerRecord<byte[], byte[]> record) {
        return NODES.objectNode()
                .put("topic", record.topic())
                .put("partition", record.partition())
                .put("offset", record.offset());
    }

    /** Turns a record into JSON on one line. */
    String show(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode envelope = place(record);
        envelope.put("timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
        envelope.set("key", textOrBase64(record.key()));
        ObjectNode headers = envelope.putObject("headers");
        for (Header header : record.headers()) {
            headers.set(header.key(), textOrBase64(header.value()));
        }
        try {
            envelope.set("value", value(record));
        } catch (UndecodableException e) {
            envelope.set("value", bytes(record.value()));
            envelope.put("undecodable", e.getMessage());
        }
        return envelope.toString();
    }

    private JsonNode value(ConsumerRecord<byte[], byte[]> record) throws UndecodableException {
        if (record.value() == null) {
            return NODES.nullNode();
        }
        return switch (topic) {
            case OUTBOUND_MESSAGES,
                    OUTBOUND_MESSAGES_REROUTED,
                    OFFER_DECISIONS,
                    OFFER_DECISIONS_REROUTED,
                    CONSENT_STATE,
                    CONSENT_STATE_REROUTED,
                    CLEARED_MESSAGES,
                    CLEARED_DECISIONS,
                    REVIEW_VERDICTS,
                    REVIEW_VERDICTS_REROUTED,
                    REVIEW_OUTCOMES,
                    REVIEW_ACTIVITY -> tree(reader.convert(record.topic(), record.headers(), record.value()));
            case QUARANTINE -> quarantined(record);
            case DEAD_LETTERS -> bytes(record.value());
        };
    }

    private JsonNode quarantined(ConsumerRecord<byte[], byte[]> record) throws UndecodableException {
        JsonNode quarantined = tree(unwrapping.convert(record.topic(), record.headers(), record.value()));
        if (quarantined instanceof ObjectNode object && object.has("event")) {
            byte[] event = bytesOf(object.path("event"));
            String origin = object.path("source").path("topic").asText();
            try {
                object.set("event", tree(reader.convert(origin, eventHeaders(record.headers()), event)));
            } catch (UndecodableException e) {
                object.set("event", bytes(event));
            }
        }
        return quarantined;
    }

    /** The event's own schema id, if its publisher put it into a header. */
    private static Headers eventHeaders(Headers headers) {
        Headers ofEvent = new RecordHeaders();
        Header schema = headers.lastHeader(GateHeaders.EVENT_SCHEMA_ID);
        if (schema != null) {
            ofEvent.add(WireFormat.VALUE_SCHEMA_ID_HEADER, schema.value());
        }
        return ofEvent;
    }

    private static byte[] bytesOf(JsonNode shown) {
        return shown.isTextual()
                ? shown.textValue().getBytes(UTF_8)
                : Base64.getDecoder().decode(shown.path("base64").asText());
    }

    private JsonNode bytes(byte @Nullable [] bytes) {
        if (bytes == null) {
            return NODES.nullNode();
        }
        return showContent ? textOrBase64(bytes) : NODES.textNode("<" + bytes.length + " bytes>");
    }

    private static JsonNode textOrBase64(byte @Nullable [] bytes) {
        if (bytes == null) {
            return NODES.nullNode();
        }
        try {
            return NODES.textNode(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return NODES.objectNode().put("base64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("AvroToJson wrote something that is not JSON", e);
        }
    }

    @Override
    public void close() {
        wait.close();
        reader.close();
        unwrapping.close();
    }
}
