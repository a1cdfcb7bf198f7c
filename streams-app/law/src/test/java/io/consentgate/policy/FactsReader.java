// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentRow;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.standing.Succession;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Reads facts from YAML that says only what differs from an ordinary, lawful case, or from a situation of {@code
 * defaults.yaml} that it names under {@code like}. What neither says is null, or empty where it is a list.
 */
final class FactsReader {
    private static final ObjectMapper YAML = yaml();

    private static final JsonNode DEFAULTS = read("/decisions/defaults.yaml");

    private static final String LIKE = "like";

    /** The ordinary time of judging, and the clock skew. */
    private static final Instant LATEST_PLAUSIBLE = Instant.parse("2026-11-02T09:05:00Z");

    /** What the entries of a record's lists differ from. */
    private static final Map<String, String> ENTRIES =
            Map.of("consents", "consent", "objections", "objection", "inquiries", "inquiry");

    private FactsReader() {}

    private static ObjectMapper yaml() {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory())
                .registerModule(new SimpleModule()
                        .addDeserializer(Instant.class, new TextReader<>(Instant.class, Instant::parse))
                        .addDeserializer(Duration.class, new TextReader<>(Duration.class, Duration::parse))
                        .addDeserializer(LocalDate.class, new TextReader<>(LocalDate.class, LocalDate::parse))
                        .addDeserializer(ZoneId.class, new TextReader<>(ZoneId.class, ZoneId::of))
                        .addDeserializer(
                                ContactHours.class, new TextReader<>(ContactHours.class, WrittenContact::hours))
                        .addDeserializer(
                                ContactLimit.class, new TextReader<>(ContactLimit.class, WrittenContact::limit))
                        .addDeserializer(
                                PublicHolidays.class,
                                new TextReader<>(PublicHolidays.class, stated -> WrittenContact::isHoliday))
                        .addSerializer(PublicHolidays.class, ToStringSerializer.instance)
                        .addSerializer(Duration.class, ToStringSerializer.instance));
        for (Class<?> many : List.of(List.class, Set.class, Map.class)) {
            yaml.configOverride(many).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        }
        return yaml;
    }

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

    /**
     * What is on record of a person: the words none and unreadable; a record whose entries say how they differ from ordinary
     * ones; or, under {@code versions}, what arrived one after the other: records, the word unreadable, and erasures.
     */
    static ConsentView consent(JsonNode node) {
        if (node.isTextual()) {
            return switch (node.asText()) {
                case "none" -> ConsentView.NoRecord.NO_RECORD;
                case "unreadable" -> ConsentView.Unreadable.UNREADABLE;
                default -> throw new IllegalArgumentException("consent is none, unreadable or a record, not " + node);
            };
        }
        return node.has("versions") ? succession(node.get("versions")) : record(node);
    }

    private static ConsentView succession(JsonNode versions) {
        ConsentRow row = ConsentRow.EMPTY;
        for (JsonNode version : versions) {
            row = after(row, arrival(version));
        }
        return row.view();
    }

    private static ConsentRow after(ConsentRow row, DecisionTable.Arrival arrival) {
        if (arrival instanceof DecisionTable.Arrival.Version version) {
            return Succession.next(row, version.record(), LATEST_PLAUSIBLE).row();
        }
        return arrival instanceof DecisionTable.Arrival.Erasure erasure
                ? Succession.erased(row, erasure.at(), LATEST_PLAUSIBLE)
                : Succession.unreadable(row, LATEST_PLAUSIBLE);
    }

    /** What a publisher sent one after the other, so that this is on record. */
    static List<DecisionTable.Arrival> arrivals(JsonNode node) {
        if (node.isTextual()) {
            return node.asText().equals("none") ? List.of() : List.of(arrival(node));
        }
        return node.has("versions")
                ? StreamSupport.stream(node.get("versions").spliterator(), false)
                        .map(FactsReader::arrival)
                        .toList()
                : List.of(arrival(node));
    }

    private static DecisionTable.Arrival arrival(JsonNode version) {
        if (version.isTextual()) {
            return new DecisionTable.Arrival.Unreadable();
        }
        return version.has("erased")
                ? new DecisionTable.Arrival.Erasure(
                        Instant.parse(version.get("erased").asText()))
                : new DecisionTable.Arrival.Version(record(version));
    }

    /** One version of a person's record. A list that the row does not say is the ordinary one. */
    private static ConsentFacts record(JsonNode difference) {
        ObjectNode record = DEFAULTS.required("record").deepCopy();
        difference.properties().forEach(field -> {
            String kind = ENTRIES.get(field.getKey());
            record.set(field.getKey(), kind == null ? field.getValue() : entries(field.getValue(), kind));
        });
        return value(record, ConsentFacts.class);
    }

    private static JsonNode entries(JsonNode differences, String kind) {
        var entries = YAML.createArrayNode();
        differences.forEach(difference -> entries.add(merged(kind, difference)));
        return entries;
    }

    static GateMemory memory(JsonNode difference) {
        return value(changed(GateMemory.EMPTY, difference), GateMemory.class);
    }

    /** The defaults, with what a row sets otherwise under the names of the options. */
    static PolicyOptions options(JsonNode difference) {
        return value(changed(PolicyOptions.defaults(), difference), PolicyOptions.class);
    }

    private static ObjectNode changed(Object ordinary, JsonNode difference) {
        ObjectNode base = YAML.valueToTree(ordinary);
        merge(base, difference);
        return base;
    }

    private static ObjectNode merged(String kind, JsonNode difference) {
        JsonNode ordinary = kind.equals("consent")
                ? DEFAULTS.required("record").required("consents").required(0)
                : DEFAULTS.required(kind);
        ObjectNode base = ordinary.deepCopy();
        merge(base, difference);
        // A row that dates a proof otherwise means another proof, unless it names one.
        if (base.get("evidence") instanceof ObjectNode evidence
                && evidence.path("reference").equals(ordinary.path("evidence").path("reference"))
                && !evidence.path("capturedAt").equals(ordinary.path("evidence").path("capturedAt"))) {
            evidence.put("reference", "ev-" + evidence.path("capturedAt").asText());
        }
        return base;
    }

    private static void merge(ObjectNode base, JsonNode difference) {
        if (difference.has(LIKE)) {
            merge(base, situation(difference.get(LIKE).asText()));
        }
        difference.properties().stream()
                .filter(field -> !field.getKey().equals(LIKE))
                .forEach(field -> mergeField(base, field.getKey(), field.getValue()));
    }

    private static void mergeField(ObjectNode base, String field, JsonNode value) {
        if (value.isObject()) {
            ObjectNode inner = base.get(field) instanceof ObjectNode present ? present : base.putObject(field);
            merge(inner, value);
        } else {
            base.set(field, value);
        }
    }

    private static JsonNode situation(String name) {
        JsonNode situation = DEFAULTS.required("situations").get(name);
        if (situation == null) {
            throw new IllegalArgumentException("defaults.yaml has no situation " + name);
        }
        return situation;
    }

    private static <T> T value(JsonNode node, Class<T> type) {
        try {
            return YAML.treeToValue(node, type);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Reading " + node, unreadable);
        }
    }

    private static final class TextReader<T> extends StdDeserializer<T> {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> parse;

        TextReader(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parse.apply(parser.getText());
        }
    }
}
