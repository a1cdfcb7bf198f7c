// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consentgate.barrier.Wait;
import io.consentgate.serde.RegistryHealth;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over real HTTP. */
class OpsEndpointTest {

    private static final TopicPartition EVENTS = new TopicPartition("outbound-messages", 0);
    private static final TopicPartition CONSENT = new TopicPartition("consent-state", 0);

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final BarrierWaits waits = new BarrierWaits(Clock.systemUTC());
    private final RegistryHealth registry = new RegistryHealth(Clock.systemUTC());
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final GateHealth health = new GateHealth(
            registry,
            waits,
            new ThreadStalls(Clock.systemUTC(), LIMIT),
            new OpenTransactions(Clock.systemUTC(), LIMIT),
            new RecentIncidents(metrics, Clock.systemUTC(), LIMIT));
    private final BarrierMetrics barrier = new BarrierMetrics(metrics, waits);
    private final OpsEndpoint endpoint = OpsEndpoint.open("127.0.0.1", 0, health, metrics);

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void shouldNeverAnswerNotReadyWithSuccess() throws Exception {
        HttpResponse<String> ready = get("/health/ready");
        HttpResponse<String> live = get("/health/live");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonNode answer = new ObjectMapper().readTree(ready.body());
        assertThat(answer.path("status").asText()).isEqualTo("DOWN");
        assertThat(answer.path("checks").fieldNames())
                .toIterable()
                .containsExactly("streams", "registry", "barrier", "transactions", "records", "incidents");
        assertThat(answer.at("/checks/streams/status").asText()).isEqualTo("DOWN");
        assertThat(answer.at("/checks/registry/status").asText()).isEqualTo("UP");
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(new ObjectMapper()
                        .readTree(live.body())
                        .at("/checks/streams/status")
                        .asText())
                .isEqualTo("UP");
    }

    @Test
    void shouldAnswerDegradedWithSuccessAndTheReason() throws Exception {
        health.watch(running());
        barrier.waiting("thread-1", List.of(aWait(Duration.ofSeconds(30))));

        HttpResponse<String> ready = get("/health/ready");

        assertThat(ready.statusCode()).isEqualTo(200);
        JsonNode answer = new ObjectMapper().readTree(ready.body());
        assertThat(answer.path("status").asText()).isEqualTo("DEGRADED");
        assertThat(answer.at("/checks/barrier/details/0").asText()).contains("outbound-messages-0", "consent-state-0");
    }

    @Test
    void shouldShowWhatTheBarrierDoes() throws Exception {
        RegistryMetrics.register(metrics, registry, Clock.systemUTC());
        barrier.asked(3);
        barrier.answered(CONSENT, Duration.ofMillis(3));
        barrier.unanswered(CONSENT, "no leader");
        barrier.handedOver(EVENTS, 100, Duration.ofMillis(40));
        barrier.rewound(EVENTS, 12);
        barrier.waiting("thread-1", List.of(aWait(Duration.ofSeconds(30))));

        HttpResponse<String> scraped = get("/metrics");

        assertThat(scraped.statusCode()).isEqualTo(200);
        assertThat(scraped.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(scraped.body().lines())
                .contains(
                        "consent_gate_barrier_lookups_total 3.0",
                        "consent_gate_barrier_unanswered_total 1.0",
                        "consent_gate_barrier_rewound_records_total 12.0",
                        "consent_gate_barrier_waiting_partitions 1.0",
                        "consent_gate_barrier_round_trip_seconds_count 1",
                        "consent_gate_barrier_handed_over_wait_seconds_bucket{le=\"0.025\"} 0",
                        "consent_gate_barrier_handed_over_wait_seconds_bucket{le=\"0.05\"} 1",
                        "consent_gate_registry_available 1.0",
                        "consent_gate_registry_unavailable_seconds 0.0")
                .anyMatch(line -> line.matches("consent_gate_barrier_wait_seconds_max 3\\d\\.\\d+"));
    }

    @Test
    void shouldNameThePlaceWhereItCannotListen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                Operations operations = new Operations(Clock.systemUTC(), new Operations.Limits(LIMIT, LIMIT, LIMIT))) {
            assertThatThrownBy(() -> operations.serve("0.0.0.0", taken.getLocalPort()))
                    .isInstanceOf(PortUnavailable.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " cannot be opened on 0.0.0.0");
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static Wait aWait(Duration waited) {
        return new Wait(EVENTS, waited, List.of(new Wait.Missing(CONSENT, OptionalLong.of(1), Optional.empty())));
    }

    private static StreamThreads running() {
        return new StreamThreads() {
            @Override
            public KafkaStreams.State state() {
                return KafkaStreams.State.RUNNING;
            }

            @Override
            public int activeTasks() {
                return 1;
            }

            @Override
            public Set<TopicPartition> partitions() {
                return Set.of();
            }

            @Override
            public boolean othersHoldTheTasks() {
                return false;
            }
        };
    }
}
