// SPDX-License-Identifier: Apache-2.0
package io.consentgate.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** A schema of the contract with things done to it that a registry would take, or that none would. */
public final class FuzzedSchema {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int DEEPEST = 6;
    private static final List<String> PRIMITIVES =
            List.of("null", "boolean", "int", "long", "float", "double", "string", "bytes");
    private static final List<String> NAMES = List.of(
            "extra",
            "A",
            "B",
            "Node",
            "subjectId",
            "version",
            "consents",
            "Consent",
            "Referenced",
            "a.b.C",
            "ż",
            "x y",
            "",
            "1");
    private static final List<String> LOGICAL_TYPES = List.of(
            "timestamp-millis",
            "timestamp-micros",
            "timestamp-nanos",
            "local-timestamp-millis",
            "date",
            "uuid",
            "decimal",
            "duration",
            "nobody-knows");
    private static final List<String> ORDERS = List.of("sideways", "ignore", "descending", "ascending", "");
    private static final List<Integer> SIZES = List.of(0, 1, 2, 16, 1_000, Integer.MAX_VALUE, -1);
    private static final List<Integer> WIDTHS = List.of(0, 1, 2, 3, 10, 60, 100);

    private FuzzedSchema() {}

    /** The text of a schema that is or was one of the contract's. */
    public static String like(FuzzedDataProvider data, Schema contract) {
        if (data.consumeInt(0, 15) == 15) {
            return data.consumeBoolean() ? anyType(data) : data.consumeString(200);
        }
        JsonNode tree = tree(contract.toString());
        for (int i = data.consumeInt(0, 4); i > 0; i--) {
            change(data, tree);
        }
        return tree.toString();
    }

    /** The text of any type, mostly one that Avro can parse. */
    public static String anyType(FuzzedDataProvider data) {
        return type(data, 0);
    }

    private static void change(FuzzedDataProvider data, JsonNode tree) {
        ObjectNode record = data.pickValue(records(tree));
        ArrayNode fields = (ArrayNode) record.get("fields");
        switch (data.consumeInt(0, 11)) {
            case 0, 1 -> fields.insert(data.consumeInt(0, fields.size()), field(data, name(data)));
            case 2 -> fields.add(field(data, "extra"));
            case 3 -> anyField(data, fields, field -> field.set("type", tree(type(data, 0))));
            case 4 -> anyField(data, fields, field -> field.set("type", nullable(field.get("type"))));
            case 5 -> {
                if (!fields.isEmpty()) {
                    JsonNode moved = fields.remove(data.consumeInt(0, fields.size() - 1));
                    if (data.consumeBoolean()) {
                        fields.insert(data.consumeInt(0, fields.size()), moved);
                    }
                }
            }
            case 6 -> anyField(data, fields, field -> field.put("order", data.pickValue(ORDERS)));
            case 7 ->
                anyField(data, fields, field -> {
                    field.putArray("aliases").add(field.path("name").asText());
                    field.put("name", name(data));
                });
            case 8 -> anyField(data, fields, field -> field.set("default", tree(value(data))));
            case 9 -> record.put("name", name(data)).putArray("aliases").add(name(data));
            case 10 ->
                anyField(
                        data,
                        fields,
                        field -> field.set(
                                "type",
                                JSON.createObjectNode()
                                        .put("type", data.pickValue(PRIMITIVES))
                                        .put("logicalType", data.pickValue(LOGICAL_TYPES))
                                        .put("precision", data.consumeInt())
                                        .put("scale", data.consumeInt())));
            default -> anyField(data, fields, field -> field.set("type", enumType(data)));
        }
    }

    private static void anyField(
            FuzzedDataProvider data, ArrayNode fields, java.util.function.Consumer<ObjectNode> change) {
        if (!fields.isEmpty()) {
            change.accept((ObjectNode) fields.get(data.consumeInt(0, fields.size() - 1)));
        }
    }

    private static List<ObjectNode> records(JsonNode tree) {
        List<ObjectNode> records = new ArrayList<>();
        collect(tree, records);
        return records;
    }

    private static void collect(JsonNode node, List<ObjectNode> records) {
        if (node instanceof ObjectNode object && object.path("fields").isArray()) {
            records.add(object);
        }
        node.forEach(child -> collect(child, records));
    }

    private static ObjectNode field(FuzzedDataProvider data, String name) {
        ObjectNode field = JSON.createObjectNode().put("name", name);
        field.set("type", tree(type(data, 0)));
        if (data.consumeInt(0, 3) == 3) {
            field.put("consent-gate", "ignored");
        }
        return field;
    }

    private static JsonNode nullable(JsonNode type) {
        return type.isArray() ? type : JSON.createArrayNode().add("null").add(type);
    }

    private static JsonNode enumType(FuzzedDataProvider data) {
        ObjectNode type = JSON.createObjectNode().put("type", "enum").put("name", name(data));
        ArrayNode symbols = type.putArray("symbols");
        for (int i = data.consumeInt(0, 4); i > 0; i--) {
            symbols.add(name(data));
        }
        if (data.consumeBoolean()) {
            type.put("default", name(data));
        }
        return type;
    }

    private static String type(FuzzedDataProvider data, int depth) {
        int kind = depth >= DEEPEST ? data.consumeInt(0, 1) : data.consumeInt(0, 10);
        return switch (kind) {
            case 0 -> quoted(data.pickValue(PRIMITIVES));
            case 1 -> quoted(name(data));
            case 2 -> "{\"type\":\"array\",\"items\":" + type(data, depth + 1) + "}";
            case 3 -> "{\"type\":\"map\",\"values\":" + type(data, depth + 1) + "}";
            case 4 -> union(data, depth);
            case 5 -> "{\"type\":\"fixed\",\"name\":" + quoted(name(data)) + ",\"size\":" + data.pickValue(SIZES) + "}";
            case 6 -> enumType(data).toString();
            case 7, 8 -> record(data, depth);
            case 9 -> repeated(data);
            default ->
                "{\"type\":" + type(data, depth + 1) + ",\"logicalType\":" + quoted(data.pickValue(LOGICAL_TYPES))
                        + "}";
        };
    }

    private static String union(FuzzedDataProvider data, int depth) {
        StringBuilder text = new StringBuilder("[\"null\"");
        for (int i = data.consumeInt(0, 4); i > 0; i--) {
            text.append(',').append(type(data, depth + 1));
        }
        return text.append(']').toString();
    }

    private static String record(FuzzedDataProvider data, int depth) {
        StringBuilder text = new StringBuilder("{\"type\":\"record\",\"name\":" + quoted(name(data)) + ",\"fields\":[");
        int fields = data.consumeInt(0, 3);
        for (int i = 0; i < fields; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"f")
                    .append(i)
                    .append("\",\"type\":")
                    .append(type(data, depth + 1))
                    .append('}');
        }
        return text.append("]}").toString();
    }

    /** Records that each use the one within them many times, or are within each other many times. */
    private static String repeated(FuzzedDataProvider data) {
        int width = data.pickValue(WIDTHS);
        String prefix = "R" + data.consumeInt(0, 3) + "_";
        String inner = quoted(data.pickValue(PRIMITIVES));
        String name = null;
        for (int level = data.consumeInt(1, 8); level > 0; level--) {
            StringBuilder text = new StringBuilder("{\"type\":\"record\",\"name\":\"" + prefix + level
                    + "\",\"fields\":[{\"name\":\"f\",\"type\":" + inner + "}");
            for (int i = 1; i < width; i++) {
                text.append(",{\"name\":\"f")
                        .append(i)
                        .append("\",\"type\":")
                        .append(name == null ? inner : quoted(name))
                        .append('}');
            }
            inner = text.append("]}").toString();
            name = prefix + level;
        }
        return inner;
    }

    private static String value(FuzzedDataProvider data) {
        return data.pickValue(
                List.of("null", "0", "-1", "\"\"", "\"x\"", "[]", "{}", "true", "1e400", "9223372036854775808"));
    }

    private static String name(FuzzedDataProvider data) {
        return data.consumeInt(0, 15) == 15 ? data.consumeString(12) : data.pickValue(NAMES);
    }

    private static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + json, e);
        }
    }
}
