// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consentgate.events.ConsentStatus;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would otherwise look well: up, no lag, and nothing goes on. On a real gate and broker, seen as a supervisor sees it. */
class SeenAtOnceIT {

    private static final String ANNA = "subject-anna";

    @TempDir
    Path folder;

    @AutoClose
    private GateCluster cluster;

    private String messages;
    private String consents;
    private int port;
    private GateRunner gate;

    @BeforeEach
    void start() throws IOException {
        StandingDeserializer.stand();
        cluster = GateCluster.start(folder, 1);
        messages = cluster.topics().outboundMessages();
        consents = cluster.topics().consentState();
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        gate = GateRunner.serve(
                cluster.config(Map.of(
                        "THREADS",
                        "1",
                        "OPS_PORT",
                        String.valueOf(port),
                        "OPS_HUNG_AFTER",
                        "8s",
                        "OPS_OPEN_TRANSACTION_AFTER",
                        "2s",
                        "SERDE_DESERIALIZER",
                        StandingDeserializer.class.getName())),
                Set.of());
        eventually(() -> assertThat(get("/health/ready").statusCode()).isEqualTo(200));
        consent(2, ConsentStatus.GRANTED);
        message("m-0");
        awaitCleared(1);
    }

    @AfterEach
    void stop() {
        StandingDeserializer.letGoOn();
        gate.close();
    }

    @Test
    void shouldShowAPublishersOpenTransactionOnEventsAndGoOnWhenItEnds() throws Exception {
        try (KafkaProducer<byte[], byte[]> other = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.stack().bootstrapServers(), "transactional.id", "other"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>(messages, ANNA.getBytes(UTF_8), encoded("m-1")))
                    .get();
            message("m-2");

            eventually(() -> assertThat(check("transactions", "DEGRADED"))
                    .contains("outbound-messages-0 cannot be read beyond offset 1")
                    .contains("a publisher has kept a transaction open since"));
            assertThat(get("/health/ready").statusCode()).isEqualTo(200);
            eventually(() -> assertThat(get("/metrics").body())
                    .containsPattern("(?m)^consent_gate_open_transaction_seconds_max ([2-9]|[1-9][0-9])")
                    .containsPattern("(?m)^consent_gate_open_transaction_records 2"));
            assertThat(cluster.count(cluster.topics().clearedMessages())).isEqualTo(1);

            other.commitTransaction();
        }
        awaitCleared(3);
        eventually(() -> assertThat(check("transactions", "UP")).isEmpty());
    }

    @Test
    void shouldNotBeLiveOnceAThreadHangs() throws Exception {
        cluster.publish(messages, ANNA, StandingDeserializer.STANDS_STILL);
        message("m-1");

        eventually(() -> assertThat(get("/health/live").statusCode()).isEqualTo(503));
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(check("streams", "DOWN")).contains("is hung", "at offset 1 of outbound-messages-0");
        assertThat(get("/metrics").body())
                .containsPattern("(?m)^consent_gate_thread_stall_seconds_max ([8-9]|[1-9][0-9])");

        StandingDeserializer.letGoOn();
        awaitCleared(2);
        eventually(() -> assertThat(get("/health/live").statusCode()).isEqualTo(200));
    }

    @Test
    void shouldShowConsentsThatAreOutOfDateOrInDoubt() {
        consent(1, ConsentStatus.GRANTED);
        eventually(() -> assertThat(check("incidents", "DEGRADED")).contains("came after a newer version"));

        consent(2, ConsentStatus.WITHDRAWN);
        eventually(() -> assertThat(check("incidents", "DEGRADED")).contains("contradict what is on record"));
        assertThat(gate.health().live().status()).hasToString("UP");
    }

    private static void eventually(ThrowingRunnable seen) {
        await().atMost(GateCluster.PATIENCE).untilAsserted(seen);
    }

    /** The reasons of a check that stands so, of one moment. */
    private String check(String name, String status) throws IOException, InterruptedException {
        JsonNode check = new ObjectMapper()
                .readTree(get("/health/ready").body())
                .path("checks")
                .path(name);
        assertThat(check.path("status").asText()).isEqualTo(status);
        assertThat(check.toString()).doesNotContain(ANNA, "Happy birthday");
        StringBuilder details = new StringBuilder();
        check.path("details").forEach(detail -> details.append(detail.asText()).append('\n'));
        return details.toString();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private void consent(long version, ConsentStatus status) {
        cluster.publish(
                consents,
                ANNA,
                cluster.encoded(
                        consents, aRecord(ANNA, version, anSmsConsent(status)).build()));
    }

    private void message(String id) {
        cluster.publish(messages, ANNA, encoded(id));
    }

    private byte[] encoded(String id) {
        return cluster.encoded(messages, aBirthdaySms(id, ANNA).build());
    }

    private void awaitCleared(int expected) {
        await().atMost(GateCluster.PATIENCE)
                .until(() -> cluster.count(cluster.topics().clearedMessages()) >= expected);
    }
}
