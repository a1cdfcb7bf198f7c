// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.consentgate.Verdicts;
import io.consentgate.config.ConfigReader;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.LabelReference;
import io.consentgate.events.Outcome;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.events.TrueClassification;
import io.consentgate.local.LocalStack;
import io.consentgate.run.GateRunner;
import io.consentgate.serde.AvroSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plausible mistakes of publishers on a running gate, sent and read by the commands that a publisher would use. Each
 * was cleared, or diverted although lawful, by an earlier version.
 */
class PlausibleMistakesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TIME = Pattern.compile("\\{\\{(.+?)}}");

    private static @Nullable LocalStack stack;
    private static @Nullable GateRunner gate;
    private static List<JsonNode> scenarios = List.of();
    private static Map<String, List<JsonNode>> verdicts = Map.of();
    private static Map<String, List<JsonNode>> judged = Map.of();

    @BeforeAll
    static void publish(@TempDir Path folder) throws IOException {
        stack = LocalStack.builder().start();
        String config = ClusterFile.write(folder, stack, "").toString();
        run("topics", "create", "--config", config);
        JsonNode file = scenarios();
        JsonNode defaults = file.path("defaults");
        scenarios = StreamSupport.stream(file.path("scenarios").spliterator(), false)
                .toList();
        List<String> consents = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        List<String> decisions = new ArrayList<>();
        for (int index = 0; index < scenarios.size(); index++) {
            JsonNode scenario = scenarios.get(index);
            consents.addAll(consents(defaults, scenario, "consents", subject(index)));
            if (scenario.has("message")) {
                String message = event(defaults.path("message"), scenario.path("message"), "messageId", index);
                messages.addAll(Collections.nCopies(scenario.path("times").asInt(1), message));
            }
            if (scenario.has("decision")) {
                decisions.add(event(defaults.path("decision"), scenario.path("decision"), "decisionId", index));
            }
        }
        send("consent-state", consents, folder, config);
        send("outbound-messages", messages, folder, config);
        send("offer-decisions", decisions, folder, config);
        gate = GateRunner.start(ConfigReader.read(Path.of(config), Map.of()));

        awaitOutputs(messages.size() + decisions.size(), config);
        judged = verdicts;
        review(defaults, folder, config);
    }

    private static void awaitOutputs(int least, String config) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    Map<String, List<JsonNode>> byEvent = new TreeMap<>();
                    Stream.of("cleared-messages", "cleared-decisions", "quarantine")
                            .flatMap(topic -> read(topic, config).stream())
                            .forEach(record -> byEvent.computeIfAbsent(eventId(record), id -> new ArrayList<>())
                                    .add(record));
                    verdicts = byEvent;
                    assertThat(byEvent.values().stream().mapToInt(List::size).sum())
                            .isGreaterThanOrEqualTo(least);
                });
    }

    /** A reviewer decides on each record of a scenario that has a verdict; then its message is published once more. */
    private static void review(JsonNode defaults, Path folder, String config) throws IOException {
        List<String> consents = new ArrayList<>();
        List<String> again = new ArrayList<>();
        List<ReviewVerdict> given = new ArrayList<>();
        for (int index = 0; index < scenarios.size(); index++) {
            JsonNode scenario = scenarios.get(index);
            if (scenario.has("verdict")) {
                consents.addAll(consents(defaults, scenario, "later", subject(index)));
                again.addAll(Collections.nCopies(
                        scenario.path("again").asInt(),
                        event(defaults.path("message"), scenario.path("message"), "messageId", index)));
                for (JsonNode record : verdicts.getOrDefault(id(index), List.of())) {
                    given.add(verdict(scenario.path("verdict"), record));
                }
            }
        }
        send("consent-state", consents, folder, config);
        publish(given);
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(read("review-outcomes", config).stream()
                                .filter(outcome -> outcome.path("value").hasNonNull("verdictId")))
                        .hasSize(given.size()));
        int before = verdicts.values().stream().mapToInt(List::size).sum();
        send("outbound-messages", again, folder, config);
        awaitOutputs(before + again.size(), config);
    }

    @AfterAll
    static void stop() {
        if (gate != null) {
            gate.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldJudgeEachScenarioAsStated() {
        return Stream.iterate(0, index -> index + 1)
                .limit(scenarios.size())
                .map(index -> DynamicTest.dynamicTest(
                        scenarios.get(index).path("name").asText(), () -> assertJudged(index)));
    }

    @TestFactory
    Stream<DynamicTest> shouldMakeOneCaseAndOneReleaseOfWhatAReviewerReleased() {
        return Stream.iterate(0, index -> index + 1)
                .limit(scenarios.size())
                .filter(index -> scenarios.get(index).has("verdict"))
                .map(index -> DynamicTest.dynamicTest(
                        scenarios.get(index).path("name").asText(), () -> assertReleasedOnce(index)));
    }

    private static void assertReleasedOnce(int index) {
        JsonNode scenario = scenarios.get(index);
        List<JsonNode> records = verdicts.getOrDefault(id(index), List.of());
        List<JsonNode> cleared = records.stream()
                .filter(record -> record.path("topic").asText().equals("cleared-messages"))
                .toList();
        List<JsonNode> quarantined = records.stream()
                .filter(record -> record.path("topic").asText().equals("quarantine"))
                .toList();

        assertThat(cleared)
                .singleElement()
                .satisfies(record -> assertThat(record.toString()).contains("RELEASED"));
        assertThat(quarantined)
                .hasSize(
                        scenario.path("times").asInt(1) + scenario.path("again").asInt());
        assertThat(quarantined.stream().filter(record -> !record.path("value").hasNonNull("joins")))
                .as("cases")
                .hasSize(1);
    }

    private static void assertJudged(int index) {
        JsonNode scenario = scenarios.get(index);
        List<JsonNode> records = judged.getOrDefault(id(index), List.of());
        assertThat(records)
                .as("in exactly one output")
                .hasSize(scenario.path("times").asInt(1));
        JsonNode record = records.get(0);
        boolean cleared = record.path("topic").asText().startsWith("cleared-");

        assertThat(cleared)
                .as(record.path("value").path("violations").toString())
                .isEqualTo(scenario.has("cleared"));
        if (!cleared) {
            assertThat(rules(record)).containsExactlyInAnyOrderElementsOf(words(scenario.path("diverted")));
        }
        if (scenario.has("never")) {
            ObjectNode told = record.deepCopy();
            if (told.path("value") instanceof ObjectNode value) {
                value.remove("event");
            }
            assertThat(told.toString()).doesNotContain(scenario.path("never").asText());
        }
    }

    private static ReviewVerdict verdict(JsonNode stated, JsonNode record) {
        JsonNode value = record.path("value");
        QuarantinedEvent quarantined = new QuarantinedEvent();
        quarantined.setCaseId(value.path("caseId").asText());
        quarantined.setCaseDigest(value.path("caseDigest").asText());
        quarantined.setSubjectId(value.path("subjectId").asText());
        ReviewVerdict.Builder verdict = Verdicts.aVerdict(
                "verdict on " + quarantined.getCaseId(),
                quarantined,
                Outcome.valueOf(stated.path("outcome").asText()),
                Instant.now());
        JsonNode content = stated.path("commercialContent");
        if (!content.isMissingNode()) {
            verdict.setTrueClassification(TrueClassification.newBuilder()
                    .setCommercialContent(CommercialContent.valueOf(content.asText()))
                    .setReferences(List.of(new LabelReference(
                            "commercialContent", stated.path("shownBy").asText())))
                    .build());
        }
        return verdict.build();
    }

    private static void publish(List<ReviewVerdict> verdicts) {
        LocalStack running = Objects.requireNonNull(stack);
        try (AvroSerializer serializer = new AvroSerializer();
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", running.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            serializer.configure(Map.of("schema.registry.url", running.registryUrl()), false);
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            verdicts.forEach(verdict -> sent.add(producer.send(new ProducerRecord<>(
                    "review-verdicts",
                    verdict.getSubjectId().getBytes(UTF_8),
                    serializer.serialize("review-verdicts", verdict)))));
            producer.flush();
            assertThat(sent).allSatisfy(acknowledged -> assertThat(acknowledged).succeedsWithin(Duration.ZERO));
        }
    }

    private static Set<String> rules(JsonNode record) {
        Set<String> rules = new TreeSet<>();
        record.path("value")
                .path("violations")
                .forEach(violation -> rules.add(violation.path("rule").asText()));
        return rules;
    }

    private static List<String> words(JsonNode node) {
        List<String> words = new ArrayList<>();
        if (node.isTextual()) {
            words.add(node.asText());
        }
        node.forEach(word -> words.add(word.asText()));
        return words;
    }

    private static JsonNode scenarios() throws IOException {
        try (InputStream file = PlausibleMistakesIT.class.getResourceAsStream("/mistakes/scenarios.yaml")) {
            return timed(new ObjectMapper(new YAMLFactory()).readTree(Objects.requireNonNull(file)));
        }
    }

    /** The same with times counted from now. */
    private static JsonNode timed(JsonNode node) {
        if (node.isTextual()) {
            return TextNode.valueOf(TIME.matcher(node.asText()).replaceAll(PlausibleMistakesIT::time));
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(timed(field.getValue())));
        }
        if (node instanceof ArrayNode array) {
            for (int index = 0; index < array.size(); index++) {
                array.set(index, timed(array.get(index)));
            }
        }
        return node;
    }

    private static String time(MatchResult counted) {
        return Instant.now().plus(Duration.parse(counted.group(1))).toString();
    }

    private static List<String> consents(JsonNode defaults, JsonNode scenario, String which, String subject) {
        List<String> lines = new ArrayList<>();
        for (JsonNode stated : scenario.path(which)) {
            if (stated.isTextual()) {
                lines.add(JSON.createObjectNode().put("erase", subject).toString());
                continue;
            }
            ObjectNode record = defaults.path("record").deepCopy();
            record.put("subjectId", subject).put("version", lines.size() + 1);
            stated.properties().forEach(field -> record.set(field.getKey(), field.getValue()));
            ArrayNode consents = JSON.createArrayNode();
            for (JsonNode each : record.path("consents")) {
                ObjectNode consent = defaults.path("consent").deepCopy();
                consent.set("evidence", defaults.path("evidence").deepCopy());
                merge(consent, each);
                consents.add(withItsOwnProof(consent, defaults));
            }
            record.set("consents", consents);
            lines.add(record.toString());
        }
        return lines;
    }

    /** A scenario that dates a proof otherwise means another proof, unless it names one. */
    private static ObjectNode withItsOwnProof(ObjectNode consent, JsonNode defaults) {
        JsonNode ordinary = defaults.path("evidence");
        if (consent.get("evidence") instanceof ObjectNode evidence
                && evidence.path("reference").equals(ordinary.path("reference"))
                && !evidence.path("capturedAt").equals(ordinary.path("capturedAt"))) {
            evidence.put("reference", "ev-" + evidence.path("capturedAt").asText());
        }
        return consent;
    }

    private static String event(JsonNode ordinary, JsonNode difference, String idField, int index) {
        ObjectNode event = ordinary.deepCopy();
        event.put(idField, id(index)).put("subjectId", subject(index));
        merge(event, difference);
        return event.toString();
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

    private static String subject(int index) {
        return "person-" + index;
    }

    private static String id(int index) {
        return "event-" + index + "-of-it";
    }

    private static String eventId(JsonNode record) {
        JsonNode event = record.path("topic").asText().equals("quarantine")
                ? record.path("value").path("event")
                : record.path("value");
        return event.path("messageId").asText() + event.path("decisionId").asText();
    }

    private static void send(String topic, List<String> lines, Path folder, String config) throws IOException {
        Path file = Files.write(folder.resolve(topic + ".jsonl"), lines);
        run("publish", topic, file.toString(), "--config", config);
    }

    private static List<JsonNode> read(String topic, String config) {
        return run("read", topic, "--config", config)
                .out()
                .lines()
                .map(PlausibleMistakesIT::json)
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CommandRun run(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        return run;
    }
}
