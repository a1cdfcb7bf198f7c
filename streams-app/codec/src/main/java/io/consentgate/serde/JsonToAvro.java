// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Converts plain JSON into values of one topic, for {@code gate publish}.
 *
 * <p>Fields with a default may be left out; optional values have no Avro union wrapping. Instants are ISO-8601 text
 * ({@code 2026-05-03T10:15:30Z}) or milliseconds since the epoch. Bytes, such as {@code content}, are either text,
 * taken as UTF-8, or {@code {"base64": "…"}}. Any other deviation from the contract is an error: an unknown or missing
 * field, an unknown symbol, a number out of range. The available libraries ignore unknown fields and truncate numbers
 * silently, so the check is done here.
 *
 * <p>Thread-safe if the serializer is.
 */
public final class JsonToAvro implements AutoCloseable {

    /** A value to send, with its record key. */
    public static final class Keyed {
        private final String subjectId;
        private final byte[] value;

        private Keyed(String subjectId, byte[] value) {
            this.subjectId = subjectId;
            this.value = value;
        }

        public String subjectId() {
            return subjectId;
        }

        /** The encoded value; not copied. */
        public byte[] value() {
            return value;
        }
    }

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Serializer<Object> serializer;
    private final String topic;
    private final Schema schema;

    private JsonToAvro(Serializer<Object> serializer, String topic, Schema schema) {
        this.serializer = serializer;
        this.topic = topic;
        this.schema = schema;
    }

    /**
     * Makes the converter for one topic.
     *
     * @throws org.apache.kafka.common.config.ConfigException if the class or its configuration is unusable
     */
    public static JsonToAvro open(
            String serializerClass, Map<String, ?> properties, String topic, ContractRecord record) {
        return new JsonToAvro(ForeignClass.serializer(serializerClass, properties), topic, record.schema());
    }

    /**
     * Checks one JSON object against the contract alone; asks no registry.
     *
     * @throws InvalidJson if the text is not a record of that type
     */
    public static void check(String json, ContractRecord record) throws InvalidJson {
        record(json, record.schema());
    }

    /**
     * Encodes one JSON object.
     *
     * @throws InvalidJson if the text is not a record of the topic's type
     * @throws RegistryUnavailable if the registry could not be asked or refused the schema
     */
    public Keyed convert(String json) throws InvalidJson {
        GenericRecord record = record(json, schema);
        try {
            byte[] value = Objects.requireNonNull(serializer.serialize(topic, record), "the serializer returned null");
            return new Keyed(record.get("subjectId").toString(), value);
        } catch (RuntimeException e) {
            throw ForeignFailure.unavailable(e);
        }
    }

    static GenericRecord record(String json, Schema schema) throws InvalidJson {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            Object value = new Reading(parser).value("", schema);
            if (parser.nextToken() != null) {
                throw at(parser.currentTokenLocation(), "something follows the end of the object");
            }
            return (GenericRecord) Objects.requireNonNull(value);
        } catch (JsonProcessingException e) {
            throw at(e.getLocation(), "not well-formed JSON, or a field stands there twice");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InvalidJson at(@Nullable JsonLocation location, String problem) {
        return location == null
                ? new InvalidJson(problem, 1, 1)
                : new InvalidJson(problem, location.getLineNr(), location.getColumnNr());
    }

    /** Walks text and schema in parallel. {@code path} names the field in error messages. */
    private record Reading(JsonParser parser) {

        @Nullable
        Object value(String path, Schema schema) throws IOException, InvalidJson {
            return switch (schema.getType()) {
                case RECORD -> record(path, schema);
                case ARRAY -> array(path, schema);
                case MAP -> map(path, schema);
                case UNION -> union(path, schema);
                case ENUM -> symbol(path, schema);
                case STRING -> {
                    expect(path, JsonToken.VALUE_STRING, "a text");
                    yield parser.getText();
                }
                case BYTES -> bytes(path);
                case BOOLEAN -> bool(path);
                case INT -> (int) integer(path, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case LONG ->
                    schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                            ? instant(path)
                            : (Long) integer(path, Long.MIN_VALUE, Long.MAX_VALUE);
                case DOUBLE -> decimal(path);
                case FLOAT, FIXED, NULL ->
                    throw new IllegalStateException("the contract has no " + schema.getType() + ", at " + path);
            };
        }

        private GenericRecord record(String path, Schema schema) throws IOException, InvalidJson {
            expect(path, JsonToken.START_OBJECT, "an object");
            JsonLocation start = parser.currentTokenLocation();
            GenericRecordBuilder builder = new GenericRecordBuilder(schema);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                Schema.Field field = schema.getField(name);
                if (field == null) {
                    throw at(
                            parser.currentTokenLocation(),
                            schema.getName() + " has no field " + within(path, name) + "; it has "
                                    + schema.getFields().stream()
                                            .map(Schema.Field::name)
                                            .toList());
                }
                parser.nextToken();
                builder.set(field, value(within(path, name), field.schema()));
            }
            for (Schema.Field field : schema.getFields()) {
                if (!builder.has(field) && !field.hasDefaultValue()) {
                    throw at(start, "required field " + within(path, field.name()) + " is missing");
                }
            }
            return builder.build();
        }

        private List<@Nullable Object> array(String path, Schema schema) throws IOException, InvalidJson {
            expect(path, JsonToken.START_ARRAY, "an array");
            List<@Nullable Object> values = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                values.add(value(path + "[" + values.size() + "]", schema.getElementType()));
            }
            return values;
        }

        private Map<String, @Nullable Object> map(String path, Schema schema) throws IOException, InvalidJson {
            expect(path, JsonToken.START_OBJECT, "an object");
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                values.put(key, value(within(path, key), schema.getValueType()));
            }
            return values;
        }

        /** The contract's unions are all "null or one type". */
        private @Nullable Object union(String path, Schema schema) throws IOException, InvalidJson {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return null;
            }
            for (Schema branch : schema.getTypes()) {
                if (branch.getType() != Schema.Type.NULL) {
                    return value(path, branch);
                }
            }
            throw new IllegalStateException("a union of nothing but null, at " + path);
        }

        private GenericData.EnumSymbol symbol(String path, Schema schema) throws IOException, InvalidJson {
            expect(path, JsonToken.VALUE_STRING, "one of " + schema.getEnumSymbols());
            String symbol = parser.getText();
            if (!schema.hasEnumSymbol(symbol)) {
                throw wrong(path, "one of " + schema.getEnumSymbols());
            }
            return new GenericData.EnumSymbol(schema, symbol);
        }

        private ByteBuffer bytes(String path) throws IOException, InvalidJson {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                return ByteBuffer.wrap(parser.getText().getBytes(StandardCharsets.UTF_8));
            }
            String expected = "a text or {\"base64\": \"…\"}";
            expect(path, JsonToken.START_OBJECT, expected);
            if (parser.nextToken() != JsonToken.FIELD_NAME
                    || !parser.currentName().equals("base64")
                    || parser.nextToken() != JsonToken.VALUE_STRING) {
                throw wrong(path, expected);
            }
            try {
                ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(parser.getText()));
                parser.nextToken();
                expect(path, JsonToken.END_OBJECT, expected);
                return bytes;
            } catch (IllegalArgumentException e) {
                throw wrong(path, "base64");
            }
        }

        private boolean bool(String path) throws InvalidJson {
            if (!parser.currentToken().isBoolean()) {
                throw wrong(path, "true or false");
            }
            return parser.currentToken() == JsonToken.VALUE_TRUE;
        }

        private long integer(String path, long least, long most) throws IOException, InvalidJson {
            String expected = "a whole number from " + least + " to " + most;
            expect(path, JsonToken.VALUE_NUMBER_INT, expected);
            if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    || parser.getLongValue() < least
                    || parser.getLongValue() > most) {
                throw wrong(path, expected);
            }
            return parser.getLongValue();
        }

        private double decimal(String path) throws IOException, InvalidJson {
            if (!parser.currentToken().isNumeric()) {
                throw wrong(path, "a number");
            }
            return parser.getDoubleValue();
        }

        private long instant(String path) throws IOException, InvalidJson {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                return integer(path, Long.MIN_VALUE, Long.MAX_VALUE);
            }
            String expected = "an instant, such as 2026-05-03T10:15:30Z, or milliseconds since the epoch";
            expect(path, JsonToken.VALUE_STRING, expected);
            try {
                return Instant.parse(parser.getText()).toEpochMilli();
            } catch (DateTimeParseException | ArithmeticException e) {
                throw wrong(path, expected);
            }
        }

        private void expect(String path, JsonToken token, String expected) throws InvalidJson {
            if (parser.currentToken() != token) {
                throw wrong(path, expected);
            }
        }

        private InvalidJson wrong(String path, String expected) {
            String what = path.isEmpty() ? "the text" : "field " + path;
            return at(parser.currentTokenLocation(), what + " must be " + expected);
        }

        private static String within(String path, String name) {
            return path.isEmpty() ? name : path + "." + name;
        }
    }

    @Override
    public void close() {
        serializer.close();
    }
}
