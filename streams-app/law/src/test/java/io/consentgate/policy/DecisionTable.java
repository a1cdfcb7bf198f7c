// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Inquiry;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.messages.Confirmations;
import io.consentgate.policy.messages.Inquiries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the decision tables: the files of the folder {@code decisions}, whatever their names and folders, without
 * {@code defaults.yaml}.
 */
public final class DecisionTable {
    private static final Instant ORDINARY_TIME = Instant.parse("2026-11-02T09:00:00Z");
    private static final Set<String> FIELDS = Set.of(
            "name",
            "pl",
            "about",
            "article",
            "at",
            "settings",
            "observe",
            "consent",
            "memory",
            "humanHistory",
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

    /** The rows of all tables. */
    public static Stream<Row> rows() {
        return names().flatMap(DecisionTable::rows);
    }

    /** The names of the tables, such as {@code messages/consent}. */
    public static Stream<String> names() {
        return files().keySet().stream();
    }

    /** The rows of one table. */
    public static Stream<Row> rows(String table) {
        return TABLES.computeIfAbsent(table, DecisionTable::read).stream();
    }

    /** The files, by the names of their tables. */
    static SortedMap<String, Path> files() {
        try {
            Path folder = folder(Objects.requireNonNull(DecisionTable.class.getResource("/decisions"))
                    .toURI());
            try (Stream<Path> files = Files.walk(folder)) {
                return files.filter(file -> file.toString().endsWith(".yaml"))
                        .filter(file -> !file.equals(folder.resolve("defaults.yaml")))
                        .collect(Collectors.toMap(
                                file -> folder.relativize(file)
                                        .toString()
                                        .replace('\\', '/')
                                        .replaceFirst("\\.yaml$", ""),
                                Function.identity(),
                                (one, other) -> one,
                                TreeMap::new));
            }
        } catch (IOException | URISyntaxException unreadable) {
            throw new IllegalStateException("Looking for the decision tables", unreadable);
        }
    }

    /** Other modules find the tables in a jar, which stays open. */
    private static Path folder(URI tables) throws IOException {
        try {
            return Path.of(tables);
        } catch (FileSystemNotFoundException notOpen) {
            return FileSystems.newFileSystem(tables, Map.of()).provider().getPath(tables);
        }
    }

    private static List<Row> read(String table) {
        return StreamSupport.stream(
                        FactsReader.read("/decisions/" + table + ".yaml").spliterator(), false)
                .map(row -> new Row(table, row))
                .toList();
    }

    /** Something on the topic of consents. */
    public sealed interface Arrival {
        /** A version of a person's record. */
        record Version(ConsentFacts record) implements Arrival {}

        /** Bytes that nobody can read. */
        record Unreadable() implements Arrival {}

        record Erasure(Instant at) implements Arrival {}
    }

    /** One case: a sentence, what is given, and what the policy has to say. */
    public record Row(String table, JsonNode node) {
        /** @throws IllegalArgumentException if the row says something that no one reads */
        public Row {
            node.fieldNames().forEachRemaining(field -> {
                if (!FIELDS.contains(field)) {
                    throw new IllegalArgumentException(
                            table + ": row " + node.path("name") + " has an unknown field " + field);
                }
            });
        }

        public String name() {
            return node.required("name").asText();
        }

        /** The same sentence in Polish; blank where the row has none. */
        public String namePl() {
            return node.path("pl").asText();
        }

        /** The rule that the row is there for, if it is. */
        public @Nullable String about() {
            return node.path("about").textValue();
        }

        /** The sentences of the article that the row stands for. */
        Set<String> article() {
            return texts("article");
        }

        public boolean isCleared() {
            return node.has("cleared");
        }

        /** The codes of the rules that hold the event back. */
        public Set<String> diverted() {
            return texts("diverted");
        }

        public Set<String> advice() {
            return texts("advice");
        }

        public Set<String> observed() {
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

        /** What the policy says of the row's case. */
        public Assessment assessedBy(Policy policy) {
            return isDecision()
                    ? policy.assess(decision(), consent(), humanHistory(), at())
                    : policy.assess(message(), consent(), memory(), at());
        }

        /** Whether the row is about a decision and not about a message. */
        public boolean isDecision() {
            return node.has("decision");
        }

        public MessageFacts message() {
            return FactsReader.message(given("message"));
        }

        public DecisionFacts decision() {
            return FactsReader.decision(given("decision"));
        }

        /** The settings that the row's case is judged with. */
        public PolicyOptions options() {
            PolicyOptions options =
                    node.has("settings") ? FactsReader.options(node.get("settings")) : PolicyOptions.defaults();
            for (String code : texts("observe")) {
                options = options.withMode(RuleCode.of(code), RuleMode.OBSERVE);
            }
            return options;
        }

        /** What is on record about the person. */
        public ConsentView consent() {
            return FactsReader.consent(given("consent"));
        }

        /** What a publisher sent one after the other, so that this is on record. */
        public List<Arrival> arrivals() {
            return FactsReader.arrivals(given("consent"));
        }

        /** Whether the gate remembers earlier events, which a row of consents does not tell. */
        public boolean remembersEvents() {
            return node.has("memory") || node.has("humanHistory");
        }

        /** What the gate remembers of the person. */
        public GateMemory memory() {
            GateMemory stated = withKeysOfInquiries(FactsReader.memory(given("memory")));
            ConsentFacts record = consent().newest();
            if (stated.askedBy().isEmpty() || record == null) {
                return stated;
            }
            // A row names the consent that was asked for; the gate remembers what the person did.
            Map<String, String> askedBy = new HashMap<>();
            for (ConsentFacts.Consent entry : record.consents()) {
                String asking = stated.askedBy().get(entry.consentId());
                if (asking != null) {
                    Confirmations.keysOf(entry).forEach(key -> askedBy.put(key, asking));
                }
            }
            return new GateMemory(stated.repliedBy(), askedBy, stated.contacts());
        }

        /** A row names the inquiry that was replied to by its id; the gate remembers when and how the person asked, too. */
        private GateMemory withKeysOfInquiries(GateMemory stated) {
            Map<String, String> repliedBy = new HashMap<>();
            stated.repliedBy().forEach((inquiryId, message) -> repliedBy.put(Inquiries.keyOf(inquiryId), message));
            ConsentFacts record = consent().newest();
            for (Inquiry inquiry : record == null ? List.<Inquiry>of() : record.inquiries()) {
                String message = stated.repliedBy().get(inquiry.inquiryId());
                if (message != null) {
                    repliedBy.put(Inquiries.keyOf(inquiry), message);
                }
            }
            return new GateMemory(repliedBy, stated.askedBy(), stated.contacts());
        }

        /** So many decisions of the same human before this one, of which the first ones departed from the system. */
        public HumanHistory humanHistory() {
            JsonNode history = node.path("humanHistory");
            return new HumanHistory(IntStream.range(0, history.path("decisions").asInt())
                    .mapToObj(n -> new HumanHistory.Past(
                            n < history.path("changed").asInt(),
                            Duration.ofSeconds(history.path("seconds").asLong())))
                    .toList());
        }

        /** The instant of judging. */
        public Instant at() {
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

        /** The row as its file has it, line by line. */
        public List<String> lines() {
            try {
                List<String> file = Files.readAllLines(files().get(table));
                int start = 0;
                while (!file.get(start).startsWith("- name: ")
                        || !file.get(start).contains(name())) {
                    start++;
                }
                int end = start + 1;
                while (end < file.size() && file.get(end).matches("( .*)?")) {
                    end++;
                }
                return file.subList(start, end);
            } catch (IOException unreadable) {
                throw new UncheckedIOException("Reading " + table, unreadable);
            }
        }

        @Override
        public String toString() {
            return table + ": " + name();
        }
    }
}
