// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.events.ConsentStatus;
import io.consentgate.serde.RegistryHealth;
import io.consentgate.serde.RegistryPatience;
import io.consentgate.serde.RegistryUnavailable;
import io.consentgate.serde.RegistryWait;
import io.consentgate.serde.WaitingFactsReader;
import io.consentgate.serde.WireFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One schema that the registry does not give stops nobody else, and a registry that gives none makes no data bad. */
class MissingSchemaTest {

    private static final String ANNA = "subject-anna";
    private static final int NOBODYS = 987_654;
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private final RegistryHealth health = new RegistryHealth(Clock.systemUTC());
    private RegistryWait registry;
    private GateScenario gate;

    private void open(Duration perSchema) {
        registry = new RegistryWait(health, perSchema.multipliedBy(2));
        gate = new GateScenario(
                folder,
                reader -> new WaitingFactsReader(reader, new RegistryPatience(registry, SHORT, perSchema)),
                registry::nextRecord);
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
    }

    @AfterEach
    void close() {
        registry.close();
        gate.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 500})
    void shouldGoOnWithoutAnEventWhoseSchemaTheRegistryDoesNotGive(int status) {
        open(SHORT);
        gate.registry().answerWith("/schemas/ids/" + NOBODYS, status, status * 100);

        sendMessage("m-1");
        send("outbound-messages", naming(NOBODYS, message("m-2")), new RecordHeaders());
        sendMessage("m-3");

        assertThat(gate.read("cleared-messages")).hasSize(2);
        assertThat(deadLetters()).containsExactly("UNRESOLVABLE_SCHEMA");
        assertThat(health.status().available()).isTrue();
    }

    /** As one that is older than they are, or that is not Confluent's: any path that it does not have is a bare 404. */
    @Test
    void shouldGoOnWhereARegistryHasNoGuids() {
        open(SHORT);
        gate.registry().answerWith("/schemas/guids", 404, 404);
        Headers guid = new RecordHeaders()
                .add(
                        WireFormat.VALUE_SCHEMA_ID_HEADER,
                        ByteBuffer.allocate(17)
                                .put((byte) 1)
                                .putLong(7)
                                .putLong(7)
                                .array());

        sendMessage("m-1");
        send("outbound-messages", message("m-2"), guid);
        sendMessage("m-3");

        assertThat(gate.read("cleared-messages")).hasSize(2);
        assertThat(deadLetters()).containsExactly("UNRESOLVABLE_SCHEMA");
    }

    @Test
    void shouldHoldBackWhatNeedsAConsentWhoseSchemaTheRegistryDoesNotGive() {
        open(SHORT);
        sendMessage("m-1");
        gate.registry().answerWith("/schemas/ids/" + NOBODYS, 403, 40301);

        send(
                "consent-state",
                naming(
                        NOBODYS,
                        gate.encoded(
                                "consent-state",
                                aRecord(ANNA, 2, anSmsConsent(ConsentStatus.WITHDRAWN))
                                        .build())),
                new RecordHeaders());
        sendMessage("m-2");

        assertThat(gate.read("cleared-messages")).hasSize(1);
        assertThat(gate.quarantined()).hasSize(1);
        assertThat(deadLetters()).containsExactly("UNRESOLVABLE_SCHEMA");
        assertThat(gate.count("consent_gate_dead_lettered", "input", "consent-state"))
                .isEqualTo(1);
    }

    @Test
    void shouldWaitForAFollowerThatLags() {
        open(Duration.ofSeconds(15));
        byte[] message = message("m-1");
        gate.registry().answerWith("/schemas/ids/" + ByteBuffer.wrap(message).getInt(1), 404, 40403);
        CompletableFuture<Void> caughtUp = CompletableFuture.runAsync(
                gate.registry()::answerNormally, CompletableFuture.delayedExecutor(2_500, TimeUnit.MILLISECONDS));

        send("outbound-messages", message, new RecordHeaders());

        assertThat(caughtUp).isCompleted();
        assertThat(gate.read("cleared-messages")).hasSize(1);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void shouldNotBeStoppedByAFloodOfInventedIds() {
        open(SHORT);
        sendMessage("m-1");

        for (int i = 0; i < 1_000; i++) {
            send("outbound-messages", naming(NOBODYS + i, message("m-2")), new RecordHeaders());
        }
        sendMessage("m-3");

        assertThat(gate.read("cleared-messages")).hasSize(2);
        // What was not waited for is not called unknown.
        assertThat(deadLetters()).hasSize(1_000).isSubsetOf("UNKNOWN_SCHEMA", "UNRESOLVABLE_SCHEMA");
        // A wait of 300 ms for each would take five minutes; in each minute, 600 ms are all there is.
        assertThat(health.parkedSchemas()).isLessThan(10);
        assertThat(health.schemaWaitsCutShort()).isGreaterThan(990);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 500, 503})
    void shouldCallNothingBadWhileTheRegistryGivesNoSchema(int status) {
        open(SHORT);
        byte[] message = message("m-1");
        gate.registry().answerWith(status);

        assertThatThrownBy(() -> send("outbound-messages", message, new RecordHeaders()))
                .hasRootCauseInstanceOf(RegistryUnavailable.class);

        gate.registry().answerNormally();
        assertThat(deadLetters()).isEmpty();
        assertThat(health.parkedSchemas()).isZero();
        assertThat(health.status().available()).isFalse();
    }

    private void sendMessage(String id) {
        send("outbound-messages", message(id), new RecordHeaders());
    }

    private void send(String topic, byte[] value, Headers headers) {
        gate.sendBytes(topic, ANNA.getBytes(UTF_8), value, headers);
    }

    private byte[] message(String id) {
        return gate.encoded("outbound-messages", aBirthdaySms(id, ANNA).build());
    }

    private static byte[] naming(int id, byte[] value) {
        return ByteBuffer.wrap(value.clone()).putInt(1, id).array();
    }

    private List<String> deadLetters() {
        return gate.read("dead-letters").stream()
                .map(letter -> GateScenario.header(letter, GateHeaders.REASON))
                .toList();
    }
}
