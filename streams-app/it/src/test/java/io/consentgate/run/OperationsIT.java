// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.consentgate.ReferencePage;
import io.consentgate.config.GateConfig;
import io.consentgate.config.InvalidConfig;
import io.consentgate.events.ConsentStatus;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of gates on a real broker: one that works, and one that stands by. */
class OperationsIT {

    private static final String SUBJECT = "subject-1";

    private static final Path RULES = Path.of("../../deploy/prometheus/consent-gate.rules.yml");
    private static final Pattern SELECTOR = Pattern.compile("((?:consent_gate|process|kafka)_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern TYPE = Pattern.compile("# TYPE (consent_gate_\\w+) ");
    private static final Pattern LABEL = Pattern.compile("(\\w+)(=~|!=|=)\"([^\"]*)\"");

    @TempDir
    private Path folder;

    @Test
    void shouldShowHealthAndMetricsOfARunningGate() throws Exception {
        int port = freePort();
        try (GateCluster cluster = GateCluster.start(folder, 1)) {
            try (GateRunner gate =
                    GateRunner.serve(cluster.config(Map.of("OPS_PORT", "" + port, "THREADS", "1")), Set.of())) {
                shouldShowEveryMetricThatAnAlertNames(get(port, "/metrics").body(), name -> !name.startsWith("kafka_"));
                assertThat(TYPE.matcher(get(port, "/metrics").body()).results().map(metric -> metric.group(1)))
                        .hasSameElementsAs(ReferencePage.names("docs/reference/metrics.md", "metrics"));
                awaitReady(port);
                assertThat(streams(port)).isEqualTo("RUNNING with 1 task");
                assertThat(gate.health().live().status()).hasToString("UP");

                publishOneMessage(cluster);

                // Kafka Streams' own metrics are looked for every few seconds.
                await().atMost(GateCluster.PATIENCE)
                        .untilAsserted(() -> assertThat(get(port, "/metrics").body())
                                .contains("kafka_stream_consent_gate_rerouted_total{")
                                .contains("kafka_stream_consent_gate_dead_lettered_total{")
                                .contains("kafka_consumer_fetch_manager_records_lag"));
                shouldShowEveryMetricThatAnAlertNames(get(port, "/metrics").body(), name -> name.startsWith("kafka_"));
                assertThat(get(port, "/metrics").body())
                        .containsPattern("(?m)^consent_gate_barrier_lookups_total [1-9]")
                        .containsPattern("(?m)^consent_gate_barrier_round_trip_seconds_count [1-9]")
                        .containsPattern("(?m)^consent_gate_barrier_handed_over_wait_seconds_count [1-9]")
                        .containsPattern("(?m)^consent_gate_barrier_waiting_partitions 0")
                        .containsPattern("(?m)^consent_gate_registry_available 1")
                        .doesNotContain(SUBJECT, "Happy birthday");

                shouldRefuseATakenPort(cluster, port);
                shouldBothBeReadyWhileOneStandsBy(cluster, port);
            }
            assertThatThrownBy(() -> get(port, "/health/live")).isInstanceOf(ConnectException.class);
        }
    }

    /**
     * Under the labels that a rule asks for, or an alert would never fire; and the gate's own counters at 0 from the start, or it
     * would not fire the first time.
     */
    private static void shouldShowEveryMetricThatAnAlertNames(String metrics, Predicate<String> names)
            throws IOException {
        JsonNode file = new ObjectMapper(new YAMLFactory()).readTree(RULES.toFile());
        List<String> expressions = file.findValuesAsText("expr");
        assertThat(expressions)
                .hasSize(17)
                .allMatch(expression -> SELECTOR.matcher(expression).find());
        List<MatchResult> selectors = expressions.stream()
                .flatMap(expression -> SELECTOR.matcher(expression).results())
                .filter(selector -> names.test(selector.group(1)))
                .toList();
        assertThat(selectors).isNotEmpty();
        for (MatchResult selector : selectors) {
            assertThat(metrics.lines().filter(line -> selects(selector, line)))
                    .as("series of " + selector.group())
                    .isNotEmpty()
                    .allMatch(line -> !line.contains("_total") || line.endsWith(" 0.0"));
        }
    }

    private static boolean selects(MatchResult selector, String line) {
        return line.split("[{ ]", 2)[0].equals(selector.group(1))
                && LABEL.matcher(Objects.requireNonNullElse(selector.group(2), ""))
                        .results()
                        .allMatch(wanted -> fits(wanted, line));
    }

    private static boolean fits(MatchResult wanted, String line) {
        Matcher label =
                Pattern.compile("[{,]" + wanted.group(1) + "=\"([^\"]*)\"").matcher(line);
        return label.find()
                && switch (wanted.group(2)) {
                    case "=" -> label.group(1).equals(wanted.group(3));
                    case "!=" -> !label.group(1).equals(wanted.group(3));
                    default -> label.group(1).matches(wanted.group(3));
                };
    }

    private static void publishOneMessage(GateCluster cluster) {
        String consents = cluster.topics().consentState();
        String messages = cluster.topics().outboundMessages();
        cluster.publish(
                consents,
                SUBJECT,
                cluster.encoded(
                        consents,
                        aRecord(SUBJECT, 1, anSmsConsent(ConsentStatus.GRANTED)).build()));
        cluster.publish(
                messages,
                SUBJECT,
                cluster.encoded(messages, aBirthdaySms("message-1", SUBJECT).build()));
        await().atMost(GateCluster.PATIENCE)
                .until(() -> !cluster.read(cluster.topics().clearedMessages()).isEmpty());
    }

    private static void shouldRefuseATakenPort(GateCluster cluster, int port) {
        GateConfig config = cluster.config(Map.of("OPS_PORT", "" + port, "INSTANCE_ID", "gate-2"));

        assertThatThrownBy(() -> GateRunner.serve(config, Set.of()))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("ops.port: port " + port);
    }

    /** There is one task; the group decides which of the two has it. */
    private void shouldBothBeReadyWhileOneStandsBy(GateCluster cluster, int firstPort) throws Exception {
        int secondPort = freePort();
        GateConfig config = cluster.config(Map.of(
                "OPS_PORT",
                "" + secondPort,
                "INSTANCE_ID",
                "gate-2",
                "THREADS",
                "1",
                "STATE_DIR",
                folder.resolve("state-2").toString()));
        try (GateRunner second = GateRunner.serve(config, Set.of())) {
            await().atMost(GateCluster.PATIENCE)
                    .untilAsserted(() -> assertThat(List.of(streams(firstPort), streams(secondPort)))
                            .containsExactlyInAnyOrder(
                                    "RUNNING with 1 task", "RUNNING and standing by: other processes hold all tasks"));
            assertThat(second.health().ready().status()).hasToString("UP");
            assertThat(get(firstPort, "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(secondPort, "/health/ready").statusCode()).isEqualTo(200);
        }
    }

    private static void awaitReady(int port) {
        await().atMost(GateCluster.PATIENCE)
                .until(() -> get(port, "/health/ready").statusCode() == 200);
    }

    private static String streams(int port) throws IOException, InterruptedException {
        JsonNode answer = new ObjectMapper().readTree(get(port, "/health/ready").body());
        return answer.at("/checks/streams/details/0").asText();
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
