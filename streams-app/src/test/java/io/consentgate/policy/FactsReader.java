// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.MessageFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** Reads facts from YAML that says only what differs from an ordinary, lawful case. */
final class FactsReader {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .registerModule(new SimpleModule().addDeserializer(Instant.class, new InstantReader()));

    private static final JsonNode DEFAULTS = read("/decisions/defaults.yaml");

    private FactsReader() {}

    static JsonNode read(String resource) {
        try (InputStream file = FactsReader.class.getResourceAsStream(resource)) {
            return YAML.readTree(Objects.requireNonNull(file, resource));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Reading " + resource, unreadable);
        }
    }

    static MessageFacts message(JsonNode difference) {
        return value(merged("message", difference), MessageFacts.class);
    }

    static DecisionFacts decision(JsonNode difference) {
        return value(merged("decision", difference), DecisionFacts.class);
    }

    /** The words none and unreadable, or a record whose entries say how they differ from ordinary ones. */
    static ConsentView consent(JsonNode node) {
        if (node.isTextual()) {
            return switch (node.asText()) {
                case "none" -> ConsentView.NoRecord.NO_RECORD;
                case "unreadable" -> ConsentView.Unreadable.UNREADABLE;
                default -> throw new IllegalArgumentException("consent is none, unreadable or a record, not " + node);
            };
        }
        ObjectNode record = merged("record", YAML.createObjectNode());
        for (Map.Entry<String, String> list : Map.of(
                        "consents", "consent", "objections", "objection", "inquiries", "inquiry")
                .entrySet()) {
            if (node.has(list.getKey())) {
                record.set(list.getKey(), entries(node.get(list.getKey()), list.getValue()));
            }
        }
        return value(record, ConsentFacts.class);
    }

    private static JsonNode entries(JsonNode differences, String kind) {
        var entries = YAML.createArrayNode();
        differences.forEach(difference -> entries.add(merged(kind, difference)));
        return entries;
    }

    private static ObjectNode merged(String kind, JsonNode difference) {
        JsonNode ordinary = kind.equals("consent")
                ? DEFAULTS.required("record").required("consents").required(0)
                : DEFAULTS.required(kind);
        ObjectNode base = ordinary.deepCopy();
        merge(base, difference);
        return base;
    }

    private static void merge(ObjectNode base, JsonNode difference) {
        difference.properties().forEach(field -> {
            if (base.get(field.getKey()) instanceof ObjectNode inner
                    && field.getValue().isObject()) {
                merge(inner, field.getValue());
            } else {
                base.set(field.getKey(), field.getValue());
            }
        });
    }

    private static <T> T value(JsonNode node, Class<T> type) {
        try {
            return YAML.treeToValue(node, type);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Reading " + node, unreadable);
        }
    }

    private static final class InstantReader extends StdDeserializer<Instant> {
        @Serial
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Instant.parse(parser.getText());
        }
    }
}
