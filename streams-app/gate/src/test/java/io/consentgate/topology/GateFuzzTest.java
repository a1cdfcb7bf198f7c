// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.consentgate.Events;
import io.consentgate.events.ConsentStatus;
import io.consentgate.fuzz.Budget;
import io.consentgate.fuzz.FuzzedRecord;
import io.consentgate.fuzz.FuzzedRegistry;
import io.consentgate.serde.AvroDeserializer;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.RegistryHealth;
import io.consentgate.serde.RegistryPatience;
import io.consentgate.serde.RegistryWait;
import io.consentgate.serde.WaitingFactsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever record comes on whatever topic of the gate, under whatever headers and answers of a registry that gives other
 * schemas: it ends in exactly one output, within its budget, and no consent that may be withdrawn clears anything.
 */
class GateFuzzTest {

    private static final int INPUTS_OF_ONE_GATE = 500;
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    /** One of its addresses always does, however busy the machine is. */
    private static final Duration UNTIL_IT_ANSWERS = Duration.ofMinutes(1);

    private enum Input {
        MESSAGE("outbound-messages", 0, "cleared-messages", "quarantine", "dead-letters"),
        REROUTED_MESSAGE("outbound-messages-rerouted", 0, "cleared-messages", "quarantine", "dead-letters"),
        DECISION("offer-decisions", 1, "cleared-decisions", "quarantine", "dead-letters"),
        REROUTED_DECISION("offer-decisions-rerouted", 1, "cleared-decisions", "quarantine", "dead-letters"),
        VERDICT("review-verdicts", 3, "review-outcomes", "dead-letters"),
        REROUTED_VERDICT("review-verdicts-rerouted", 3, "review-outcomes", "dead-letters"),
        CONSENT("consent-state", 2),
        REROUTED_CONSENT("consent-state-rerouted", 2);

        private final String topic;
        private final int contract;

        @SuppressWarnings("ImmutableEnumChecker") // a list of List.of is immutable
        private final List<String> exactlyOneOf;

        Input(String topic, int contract, String... exactlyOneOf) {
            this.topic = topic;
            this.contract = contract;
            this.exactlyOneOf = List.of(exactlyOneOf);
        }
    }

    private static final List<String> OUTPUTS = List.of(
            "cleared-messages",
            "cleared-decisions",
            "quarantine",
            "review-outcomes",
            "dead-letters",
            "outbound-messages-rerouted",
            "offer-decisions-rerouted",
            "consent-state-rerouted",
            "review-verdicts-rerouted");

    private static final List<Long> TIMES = List.of(
            Events.NOW.toEpochMilli(), 0L, 1L, Events.NOW.plusSeconds(1L << 40).toEpochMilli(), Long.MAX_VALUE);

    @TempDir
    static Path folder;

    private static final FuzzedRegistry REGISTRY = new FuzzedRegistry();
    private static RegistryWait wait;
    private static GateScenario gate;
    private static int inputs;

    @AfterAll
    static void close() {
        closeGate();
        REGISTRY.close();
    }

    private static void closeGate() {
        if (gate != null) {
            gate.close();
            wait.close();
            gate = null;
        }
    }

    private static void openGate() throws IOException {
        if (gate != null && ++inputs % INPUTS_OF_ONE_GATE != 0) {
            return;
        }
        closeGate();
        wait = new RegistryWait(new RegistryHealth(Clock.systemUTC()), Duration.ZERO);
        gate = new GateScenario(
                Files.createTempDirectory(folder, "gate"),
                contract -> new WaitingFactsReader(
                        FactsReader.open(
                                AvroDeserializer.class.getName(),
                                REGISTRY.properties(),
                                new FactsReader.InputTopics(
                                        "outbound-messages", "offer-decisions", "consent-state", "review-verdicts")),
                        new RegistryPatience(wait, UNTIL_IT_ANSWERS, AT_ONCE, AT_ONCE)),
                wait::nextRecord);
    }

    @FuzzTest
    void shouldPutEachRecordInExactlyOnePlaceWithinItsBudget(FuzzedDataProvider data) throws IOException {
        openGate();
        // Nothing of an earlier input is known of them.
        String anna = "anna-" + ++inputs;
        try {
            grant(anna);
            for (int records = data.consumeInt(1, 3); records > 0; records--) {
                take(data, anna);
            }
        } catch (Throwable e) {
            // Its stores may be half written.
            closeGate();
            throw e;
        }
    }

    private static void grant(String subject) {
        byte[] grant = FuzzedRegistry.framed(
                aRecord(subject, 1, anSmsConsent(ConsentStatus.GRANTED)).build());
        gate.sendBytes("consent-state", subject.getBytes(UTF_8), grant, new RecordHeaders());
        outputs();
    }

    private static void take(FuzzedDataProvider data, String subject) {
        Input input = data.pickValue(Input.values());
        FuzzedRecord record = FuzzedRecord.of(data, REGISTRY, FuzzedRegistry.CONTRACT.get(input.contract), subject);
        Instant at = Instant.ofEpochMilli(data.pickValue(TIMES));

        Budget.of(record.size(), () -> gate.sendBytes(input.topic, record.key(), record.value(), record.headers(), at));

        Map<String, List<TestRecord<byte[], byte[]>>> outputs = outputs();
        assertThat(outputs.get(input.topic + "-rerouted") == null ? List.of() : outputs.get(input.topic + "-rerouted"))
                .as("rerouted")
                .hasSizeLessThanOrEqualTo(2);
        assertNoReservedHeaderOfThePublishers(outputs);
        if (input.exactlyOneOf.isEmpty()) {
            assertHeldWhereTheLetterSaysSo(subject, outputs.get("dead-letters"));
        } else {
            assertThat(input.exactlyOneOf.stream()
                            .mapToInt(topic -> outputs.get(topic).size())
                            .sum())
                    .as("%s ended in %s", input, outputs)
                    .isEqualTo(1);
        }
    }

    private static Map<String, List<TestRecord<byte[], byte[]>>> outputs() {
        Map<String, List<TestRecord<byte[], byte[]>>> outputs = new HashMap<>();
        OUTPUTS.forEach(topic -> outputs.put(topic, gate.read(topic)));
        return outputs;
    }

    private static void assertNoReservedHeaderOfThePublishers(Map<String, List<TestRecord<byte[], byte[]>>> outputs) {
        for (String topic : List.of("cleared-messages", "cleared-decisions", "dead-letters")) {
            for (TestRecord<byte[], byte[]> record : outputs.get(topic)) {
                record.headers()
                        .forEach(header -> assertThat(header.key()
                                                .regionMatches(
                                                        true, 0, GateHeaders.PREFIX, 0, GateHeaders.PREFIX.length())
                                        && !header.key().startsWith(GateHeaders.PREFIX))
                                .as(header.key())
                                .isFalse());
                assertThat(record.headers().headers(GateHeaders.REASON)).hasSizeLessThanOrEqualTo(1);
                assertThat(record.headers().headers(GateHeaders.VERDICT)).hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    /** A consent that cannot be read may be a withdrawal: where its dead letter has the person's key, the person is held. */
    private static void assertHeldWhereTheLetterSaysSo(String subject, List<TestRecord<byte[], byte[]>> letters) {
        assertThat(letters).hasSizeLessThanOrEqualTo(2);
        boolean held = letters.stream().anyMatch(letter -> isOf(subject, letter));
        gate.sendBytes(
                "outbound-messages",
                subject.getBytes(UTF_8),
                FuzzedRegistry.framed(aBirthdaySms("m-1", subject).build()),
                new RecordHeaders());
        Map<String, List<TestRecord<byte[], byte[]>>> outputs = outputs();

        assertThat(outputs.get("cleared-messages").size()
                        + outputs.get("quarantine").size())
                .isEqualTo(1);
        if (held) {
            assertThat(outputs.get("cleared-messages")).isEmpty();
        }
    }

    private static boolean isOf(String subject, TestRecord<byte[], byte[]> letter) {
        String reason = GateScenario.header(letter, GateHeaders.REASON);
        return letter.key() != null
                && new String(letter.key(), UTF_8).equals(subject)
                && !List.of(DeadLetters.NO_SUBJECT, DeadLetters.SUBJECT_TOO_LONG, DeadLetters.MISPLACED)
                        .contains(String.valueOf(reason));
    }
}
