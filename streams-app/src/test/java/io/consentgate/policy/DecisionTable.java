// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.RecordingBasis;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The rows of {@code decisions/*.yaml}. */
final class DecisionTable {
    private static final Instant ORDINARY_TIME = Instant.parse("2026-11-02T09:00:00Z");
    private static final Set<String> FIELDS = Set.of(
            "name",
            "about",
            "article",
            "at",
            "consent",
            "repliedBy",
            "history",
            "patternDiverts",
            "accepts",
            "observe",
            "message",
            "decision",
            "cleared",
            "diverted",
            "advice",
            "observed",
            "outcomes",
            "facts",
            "laws");

    /** Read once: the mutation run asks for them thousands of times. */
    private static final Map<String, List<Row>> TABLES = new ConcurrentHashMap<>();

    private DecisionTable() {}

    static Stream<Row> rows() {
        return Stream.of("messages", "decisions", "gate", "article").flatMap(DecisionTable::rows);
    }

    static Stream<Row> rows(String table) {
        return TABLES.computeIfAbsent(table, DecisionTable::read).stream();
    }

    private static List<Row> read(String table) {
        return StreamSupport.stream(
                        FactsReader.read("/decisions/" + table + ".yaml").spliterator(), false)
                .map(Row::new)
                .toList();
    }

    /** One case: a sentence, what is given, and what the policy has to say. */
    record Row(JsonNode node) {
        Row {
            node.fieldNames().forEachRemaining(field -> {
                if (!FIELDS.contains(field)) {
                    throw new IllegalArgumentException("Row " + node.path("name") + " has an unknown field " + field);
                }
            });
        }

        String name() {
            return node.required("name").asText();
        }

        /** The rule that the row is there for, if it is. */
        @Nullable
        String about() {
            return node.path("about").textValue();
        }

        /** The sentences of the article that the row stands for. */
        Set<String> article() {
            return texts("article");
        }

        boolean isCleared() {
            return node.has("cleared");
        }

        Set<String> diverted() {
            return texts("diverted");
        }

        Set<String> advice() {
            return texts("advice");
        }

        Set<String> observed() {
            return texts("observed");
        }

        /** Null when the row does not say. */
        @Nullable
        Set<String> outcomes() {
            return node.has("outcomes") ? texts("outcomes") : null;
        }

        JsonNode facts() {
            return node.path("facts");
        }

        JsonNode laws() {
            return node.path("laws");
        }

        Assessment assessedBy(Policy policy) {
            return node.has("decision")
                    ? policy.assess(FactsReader.decision(node.get("decision")), consent(), history(), at())
                    : policy.assess(FactsReader.message(given("message")), consent(), memory(), at());
        }

        PolicyOptions options() {
            PolicyOptions options = PolicyOptions.defaults();
            for (String code : texts("observe")) {
                options = options.withMode(RuleCode.of(code), RuleMode.OBSERVE);
            }
            if (node.has("accepts")) {
                Set<RecordingBasis> accepted = EnumSet.noneOf(RecordingBasis.class);
                texts("accepts").forEach(basis -> accepted.add(RecordingBasis.valueOf(basis)));
                options = options.withAcceptedRecordingBases(accepted);
            }
            return node.has("patternDiverts")
                    ? options.withHumanPattern(new PolicyOptions.HumanPattern(50, 0.02, true))
                    : options;
        }

        ConsentView consent() {
            return FactsReader.consent(given("consent"));
        }

        GateMemory memory() {
            return new GateMemory(node.path("repliedBy").textValue());
        }

        /** So many decisions of the same human before this one, of which the first ones departed from the system. */
        HumanHistory history() {
            JsonNode history = node.path("history");
            return new HumanHistory(IntStream.range(0, history.path("decisions").asInt())
                    .mapToObj(n -> new HumanHistory.Past(
                            n < history.path("changed").asInt(),
                            Duration.ofSeconds(history.path("seconds").asLong())))
                    .toList());
        }

        Instant at() {
            return node.has("at") ? Instant.parse(node.get("at").asText()) : ORDINARY_TIME;
        }

        private JsonNode given(String field) {
            return node.has(field) ? node.get(field) : JsonNodeFactory.instance.objectNode();
        }

        private Set<String> texts(String field) {
            JsonNode value = node.path(field);
            Set<String> texts = new TreeSet<>();
            if (value.isTextual()) {
                texts.addAll(List.of(value.asText().split("[, ]+")));
            }
            value.forEach(text -> texts.add(text.asText()));
            return texts;
        }

        @Override
        public String toString() {
            return name();
        }
    }
}
