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
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Turns values back into the plain JSON that {@link JsonToAvro} takes, as {@code gate read} does. As thread-safe as
 * the deserializer.
 */
public final class AvroToJson implements AutoCloseable {

    /** Whether bytes, such as a message's content, are shown or only counted. */
    public enum Content {
        COUNTED,
        SHOWN
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Deserializer<?> deserializer;
    private final Content content;

    private AvroToJson(Deserializer<?> deserializer, Content content) {
        this.deserializer = deserializer;
        this.content = content;
    }

    /**
     * Makes the converter.
     *
     * @throws org.apache.kafka.common.config.ConfigException if the class or its configuration is unusable
     */
    public static AvroToJson open(String deserializerClass, Map<String, ?> properties, Content content) {
        return new AvroToJson(ForeignClass.deserializer(deserializerClass, properties), content);
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
        Object datum;
        try {
            datum = deserializer.deserialize(topic, headers, value);
        } catch (RuntimeException e) {
            throw ForeignFailure.proven(e);
        }
        if (!(datum instanceof IndexedRecord record)) {
            throw new UndecodableException(
                    UndecodableException.Reason.WRONG_RECORD_TYPE, "the value is not an Avro record");
        }
        return json(record.getSchema(), record).toString();
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
        deserializer.close();
    }
}
