// SPDX-License-Identifier: Apache-2.0
package io.consentgate.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.consentgate.Events;
import java.util.List;
import org.apache.avro.Schema;

/** A line of JSON that is a record of a schema, of half of it, or of none. */
public final class FuzzedLine {

    private static final int DEEPEST = 8;
    private static final List<String> TEXTS = List.of(
            Events.CONTROLLER,
            "PL",
            "",
            "anna",
            "hmac-of-a-number",
            "2026-05-03T10:15:30Z",
            "\u0000",
            "\ud800",
            "a reason");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "1.5",
            "1e999",
            "1E-999",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "00",
            "+1",
            "NaN",
            "0x1",
            Long.toString(Events.NOW.toEpochMilli()));
    private static final List<String> INSTANTS = List.of(
            "2026-05-03T10:15:30Z",
            "2026-05-03",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "2026-13-01T00:00:00Z");
    private static final List<String> OTHERS =
            List.of("null", "true", "{}", "[]", "[[[[", "\"", "{\"base64\":\"%\"}", "{\"base64\":\"AA==\"");
    private static final List<String> FIELDS =
            List.of("erase", "messageId", "decisionId", "consents", "version", "base64", "", "x", "subjectId");

    private FuzzedLine() {}

    /** One that nearly is what the schema asks for. */
    public static String of(FuzzedDataProvider data, Schema schema) {
        return switch (data.consumeInt(0, 15)) {
            case 0 -> data.consumeString(200);
            case 1 -> "{\"erase\":" + (data.consumeBoolean() ? "\"anna\"" : value(data, schema, 0)) + "}";
            case 2 -> "{\"a\":".repeat(data.consumeInt(1, 3_000));
            case 3 -> value(data, schema, 0) + data.consumeString(5);
            default -> value(data, schema, 0);
        };
    }

    private static String value(FuzzedDataProvider data, Schema schema, int depth) {
        if (depth > DEEPEST) {
            return "null";
        }
        if (data.consumeInt(0, 63) == 63) {
            return data.pickValue(OTHERS);
        }
        return switch (schema.getType()) {
            case RECORD -> record(data, schema, depth);
            case UNION ->
                value(
                        data,
                        schema.getTypes()
                                .get(data.consumeInt(0, schema.getTypes().size() - 1)),
                        depth + 1);
            case ARRAY -> {
                StringBuilder text = new StringBuilder("[");
                for (int i = data.consumeInt(0, 2); i > 0; i--) {
                    text.append(text.length() == 1 ? "" : ",").append(value(data, schema.getElementType(), depth + 1));
                }
                yield text.append(']').toString();
            }
            case MAP -> "{" + quoted(data.pickValue(TEXTS)) + ":" + value(data, schema.getValueType(), depth + 1) + "}";
            case ENUM -> quoted(data.pickValue(schema.getEnumSymbols()));
            case STRING -> text(data);
            case BYTES ->
                data.consumeBoolean() ? text(data) : "{\"base64\":" + quoted(data.consumeAsciiString(8)) + "}";
            case BOOLEAN -> Boolean.toString(data.consumeBoolean());
            case NULL -> "null";
            case LONG -> data.consumeBoolean() ? quoted(data.pickValue(INSTANTS)) : data.pickValue(NUMBERS);
            case INT, FLOAT, DOUBLE, FIXED -> data.pickValue(NUMBERS);
        };
    }

    private static String record(FuzzedDataProvider data, Schema schema, int depth) {
        StringBuilder text = new StringBuilder("{");
        for (Schema.Field field : schema.getFields()) {
            boolean left = data.consumeInt(0, 31) == 31 || (field.hasDefaultValue() && data.consumeBoolean());
            if (!left) {
                append(text, field.name(), value(data, field.schema(), depth + 1));
            }
        }
        if (data.consumeInt(0, 31) == 31) {
            append(text, data.pickValue(FIELDS), data.pickValue(OTHERS));
        }
        return text.append('}').toString();
    }

    private static void append(StringBuilder object, String name, String value) {
        object.append(object.length() == 1 ? "" : ",")
                .append(quoted(name))
                .append(':')
                .append(value);
    }

    private static String text(FuzzedDataProvider data) {
        return quoted(data.consumeInt(0, 3) == 3 ? data.consumeString(20) : data.pickValue(TEXTS));
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }
}
