// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Converts values back into the plain JSON that {@link JsonToAvro} accepts, for {@code gate read}. Thread-safe. */
public final class AvroToJson implements AutoCloseable {

    /** Whether bytes, such as a message's content, are shown or only counted. */
    public enum Content {
        COUNTED,
        SHOWN
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final DeserializerPool deserializers;
    private final RecordReading reading;
    private final Content content;

    private AvroToJson(DeserializerPool deserializers, RecordReading reading, Content content) {
        this.deserializers = deserializers;
        this.reading = reading;
        this.content = content;
    }

    /**
     * Makes the converter.
     *
     * @throws org.apache.kafka.common.config.ConfigException if the class or its configuration is unusable
     */
    public static AvroToJson open(String deserializerClass, Map<String, ?> properties, Content content) {
        DeserializerPool deserializers = DeserializerPool.open(deserializerClass, properties);
        return new AvroToJson(deserializers, deserializers, content);
    }

    /** A converter that waits for the registry when it must. Closing either closes both. */
    public AvroToJson waiting(RegistryPatience patience) {
        return new AvroToJson(deserializers, deserializers.waiting(patience), content);
    }

    /**
     * Shows a value as a JSON object on one line; a tombstone is {@code null}.
     *
     * @throws UndecodableException if the value is proven bad
     * @throws RegistryUnavailable if the registry could not be asked
     */
    public String convert(String topic, Headers headers, byte @Nullable [] value) throws UndecodableException {
        if (value == null) {
            return "null";
        }
        IndexedRecord record = reading.read(topic, headers, value);
        try {
            return json(record.getSchema(), record).toString();
        } catch (Throwable e) {
            throw Untrusted.inValue(e);
        }
    }

    JsonNode json(Schema schema, @Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof IndexedRecord record) {
            ObjectNode object = NODES.objectNode();
            for (Schema.Field field : record.getSchema().getFields()) {
                object.set(field.name(), json(field.schema(), record.get(field.pos())));
            }
            return object;
        }
        if (value instanceof Collection<?> values) {
            Schema elements = notNull(schema).getElementType();
            ArrayNode array = NODES.arrayNode();
            values.forEach(element -> array.add(json(elements, element)));
            return array;
        }
        if (value instanceof Map<?, ?> values) {
            Schema elements = notNull(schema).getValueType();
            ObjectNode object = NODES.objectNode();
            values.forEach((key, element) -> object.set(String.valueOf(key), json(elements, element)));
            return object;
        }
        if (value instanceof ByteBuffer bytes) {
            return bytes(bytes.duplicate());
        }
        if (value instanceof Long millis && notNull(schema).getLogicalType() instanceof LogicalTypes.TimestampMillis) {
            return NODES.textNode(Instant.ofEpochMilli(millis).toString());
        }
        if (value instanceof Number || value instanceof Boolean) {
            return JSON.valueToTree(value);
        }
        // Text, enum symbols, and instants that the deserializer has converted.
        return NODES.textNode(value.toString());
    }

    private JsonNode bytes(ByteBuffer bytes) {
        if (content == Content.COUNTED) {
            return NODES.textNode("<" + bytes.remaining() + " bytes>");
        }
        try {
            return NODES.textNode(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.duplicate())
                    .toString());
        } catch (CharacterCodingException e) {
            byte[] raw = new byte[bytes.remaining()];
            bytes.get(raw);
            return NODES.objectNode().put("base64", Base64.getEncoder().encodeToString(raw));
        }
    }

    private static Schema notNull(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return schema;
        }
        return schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .findFirst()
                .orElse(schema);
    }

    @Override
    public void close() {
        deserializers.close();
    }
}
