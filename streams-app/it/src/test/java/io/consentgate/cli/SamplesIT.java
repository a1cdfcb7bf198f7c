// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consentgate.cli.Samples.Expected;
import io.consentgate.config.ConfigReader;
import io.consentgate.local.LocalStack;
import io.consentgate.run.GateRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Sends deploy/samples through a real broker by the commands that a publisher would use, and compares every verdict. */
class SamplesIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static @Nullable LocalStack stack;
    private static @Nullable GateRunner gate;
    private static Map<String, JsonNode> verdicts = Map.of();
    private static List<JsonNode> deadLetters = List.of();

    @BeforeAll
    static void shouldRun(@TempDir Path folder) throws IOException {
        stack = LocalStack.builder().start();
        String config = ClusterFile.write(folder, stack, "").toString();
        run("topics", "create", "--config", config);
        for (PublishableTopic topic : List.of(
                PublishableTopic.CONSENT_STATE, PublishableTopic.OUTBOUND_MESSAGES, PublishableTopic.OFFER_DECISIONS)) {
            run("publish", topic.toString(), Samples.file(topic.toString()).toString(), "--config", config);
        }
        gate = GateRunner.start(ConfigReader.read(Path.of(config), Map.of()));
        int expected = Samples.expected().size();

        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    List<JsonNode> records = Stream.of("cleared-messages", "cleared-decisions", "quarantine")
                            .flatMap(topic -> read(topic, config).stream())
                            .toList();
                    deadLetters = read("dead-letters", config);
                    assertThat(records.size() + deadLetters.size()).isGreaterThanOrEqualTo(expected);
                    Map<String, JsonNode> byEvent = new TreeMap<>();
                    records.forEach(record -> byEvent.put(eventId(record), record));
                    assertThat(byEvent).as("each event in one place").hasSameSizeAs(records);
                    verdicts = byEvent;
                });
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

    @Test
    void shouldLoseAndInventNothing() throws IOException {
        assertThat(deadLetters).isEmpty();
        assertThat(verdicts.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Samples.expected().stream().map(Expected::event).toList());
    }

    @TestFactory
    Stream<DynamicTest> shouldGiveTheStatedVerdict() throws IOException {
        return Samples.expected().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.event(), () -> {
                    JsonNode record = verdicts.get(sample.event());
                    assertThat(record).isNotNull();
                    boolean cleared = record.path("topic").asText().startsWith("cleared-");

                    assertThat(cleared).as(sample.because()).isEqualTo(sample.cleared());
                    if (cleared) {
                        assertThat(header(record, "consent-gate-verdict")).isEqualTo("CLEARED");
                        assertThat(codes(header(record, "consent-gate-advice"))).isEqualTo(sample.advice());
                        return;
                    }
                    JsonNode quarantined = record.path("value");
                    assertThat(rules(quarantined.path("violations"))).isEqualTo(sample.violations());
                    assertThat(rules(quarantined.path("advice"))).isEqualTo(sample.advice());
                    assertThat(codes(header(record, "consent-gate-rules"))).isEqualTo(sample.violations());
                    if (sample.citing() != null) {
                        assertThat(quarantined.path("violations"))
                                .anySatisfy(violation -> assertThat(
                                                violation.path("law").asText())
                                        .contains(sample.citing()));
                    }
                }));
    }

    private static String eventId(JsonNode record) {
        JsonNode event = record.path("topic").asText().equals("quarantine")
                ? record.path("value").path("event")
                : record.path("value");
        return event.path("messageId").asText() + event.path("decisionId").asText();
    }

    private static List<String> rules(JsonNode findings) {
        return StreamSupport.stream(findings.spliterator(), false)
                .map(finding -> finding.path("rule").asText())
                .toList();
    }

    private static String header(JsonNode record, String name) {
        return record.path("headers").path(name).asText();
    }

    private static List<String> codes(String header) {
        return header.isEmpty() ? List.of() : Arrays.asList(header.split(","));
    }

    private static List<JsonNode> read(String topic, String config) {
        return run("read", topic, "--config", config)
                .out()
                .lines()
                .map(SamplesIT::json)
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    private static CommandRun run(String... args) {
        CommandRun run = CommandRun.of(args);
        assertThat(run.exitCode()).as(String.join(" ", args) + "\n" + run.err()).isEqualTo(ExitCode.OK);
        return run;
    }
}
