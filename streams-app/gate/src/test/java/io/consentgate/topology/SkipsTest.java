// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.consentgate.events.ConsentStatus;
import io.consentgate.events.OutboundMessage;
import io.consentgate.topology.Skips.Skip;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator has the gate step over ends on record, unread, and never leaves an older grant standing. */
class SkipsTest {

    private static final String ANNA = "subject-anna";
    private static final String BELA = "subject-bela";
    private static final String WHY = "OPS-311";

    @TempDir
    Path folder;

    @Test
    void shouldMakeADeadLetterOfAnEventWithItsBytesAndItsPlace() {
        try (GateScenario gate = skipping("outbound-messages", 1)) {
            grant(gate);
            gate.send("outbound-messages", ANNA, message("m-1"));
            byte[] skipped = gate.send("outbound-messages", ANNA, message("m-2"));
            gate.send("outbound-messages", ANNA, message("m-3"));

            assertThat(gate.read("cleared-messages")).hasSize(2);
            assertThat(gate.read("dead-letters")).singleElement().satisfies(letter -> {
                assertSkipped(letter, "outbound-messages", 1);
                assertThat(letter.value()).isEqualTo(skipped);
            });
            assertThat(gate.count("consent_gate_dead_lettered", "input", "outbound-messages"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldKeepNothingButThePlaceOfALargeOne() {
        try (GateScenario gate = skipping("outbound-messages", 0)) {
            gate.send(
                    "outbound-messages",
                    ANNA,
                    aBirthdaySms("m-1", ANNA)
                            .setContent(ByteBuffer.allocate(1024 * 1024))
                            .build());

            assertThat(gate.read("dead-letters")).singleElement().satisfies(letter -> {
                assertSkipped(letter, "outbound-messages", 0);
                assertThat(letter.value()).isNull();
            });
        }
    }

    @Test
    void shouldHoldThePersonWhoseConsentWasSteppedOver() {
        try (GateScenario gate = skipping("consent-state", 1)) {
            grant(gate);
            gate.consent(aRecord(ANNA, 2, anSmsConsent(ConsentStatus.WITHDRAWN)).build(), ANNA);
            gate.send("outbound-messages", ANNA, message("m-1"));

            assertThat(gate.read("cleared-messages")).isEmpty();
            assertThat(gate.quarantined()).hasSize(1);
            assertThat(gate.read("dead-letters"))
                    .singleElement()
                    .satisfies(letter -> assertSkipped(letter, "consent-state", 1));
        }
    }

    @Test
    void shouldLetThePersonGoOnWithAHigherVersion() {
        try (GateScenario gate = skipping("consent-state", 0)) {
            grant(gate);
            gate.consent(aRecord(ANNA, 2, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
            gate.send("outbound-messages", ANNA, message("m-1"));

            assertThat(gate.read("cleared-messages")).hasSize(1);
        }
    }

    /** Misplaced as it is, only its key, which an Avro serializer wrote, tells whose it is. */
    @Test
    void shouldHoldThePersonWhoseMisplacedConsentWasSteppedOver() {
        try (GateScenario gate = skipping("consent-state", 1)) {
            grant(gate);
            byte[] withdrawal = gate.encoded(
                    "consent-state",
                    aRecord(ANNA, 2, anSmsConsent(ConsentStatus.WITHDRAWN)).build());
            gate.sendBytes("consent-state", ("\"" + ANNA + "\"").getBytes(UTF_8), withdrawal, new RecordHeaders());
            gate.send("outbound-messages", ANNA, message("m-1"));

            assertThat(gate.read("cleared-messages")).isEmpty();
            assertThat(gate.read("dead-letters"))
                    .singleElement()
                    .satisfies(letter -> assertSkipped(letter, "consent-state", 1));
        }
    }

    @Test
    void shouldNotStepOverAConsentWhoseKeyTellsNobody() {
        try (GateScenario gate = skipping("consent-state", 1)) {
            grant(gate);
            byte[] withdrawal = gate.encoded(
                    "consent-state",
                    aRecord(ANNA, 2, anSmsConsent(ConsentStatus.WITHDRAWN)).build());
            gate.sendBytes("consent-state", null, withdrawal, new RecordHeaders());
            gate.send("outbound-messages", ANNA, message("m-1"));

            assertThat(gate.read("cleared-messages")).isEmpty();
            assertThat(gate.read("dead-letters")).isEmpty();
            assertThat(gate.quarantined())
                    .singleElement()
                    .satisfies(held -> assertThat(held.getViolations())
                            .anySatisfy(
                                    violation -> assertThat(violation.getRule()).isEqualTo("MSG-CONSENT-WITHDRAWN")));
        }
    }

    @Test
    void shouldHoldThePersonNamedForAConsentThatWasNotRead() {
        try (GateScenario gate = steppingOverUnread(2, ANNA)) {
            grant(gate);
            gate.consent(aRecord(BELA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), BELA);
            standIn(gate, ANNA);
            gate.send("outbound-messages", ANNA, message("m-1"));
            gate.send("outbound-messages", BELA, aBirthdaySms("m-2", BELA).build());

            assertThat(gate.read("cleared-messages"))
                    .singleElement()
                    .satisfies(
                            cleared -> assertThat(cleared.key()).asString(UTF_8).isEqualTo(BELA));
            assertThat(gate.quarantined()).hasSize(1);
            assertThat(gate.read("dead-letters")).singleElement().satisfies(letter -> {
                assertSkipped(letter, "consent-state", 2, WHY + " (not read)");
                assertThat(letter.key()).asString(UTF_8).isEqualTo(ANNA);
                assertThat(letter.value()).isNull();
            });
            assertThat(gate.count("consent_gate_dead_lettered", "input", "consent-state"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldLetThePersonNamedGoOnWithAHigherVersionAlone() {
        try (GateScenario gate = steppingOverUnread(1, ANNA)) {
            grant(gate);
            standIn(gate, ANNA);
            grant(gate);
            gate.send("outbound-messages", ANNA, message("m-1"));
            assertThat(gate.read("cleared-messages")).isEmpty();

            gate.consent(aRecord(ANNA, 3, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
            gate.send("outbound-messages", ANNA, message("m-2"));

            assertThat(gate.read("cleared-messages")).hasSize(1);
        }
    }

    /** A gate that did not know of the order would take what stands in its place so, and never for an erasure. */
    @Test
    void shouldKeepTheSameRowAsOfARecordThatNobodyCanRead() {
        byte[] skipped;
        try (GateScenario gate = steppingOverUnread(1, ANNA)) {
            withdraw(gate);
            standIn(gate, ANNA);
            skipped = row(gate);
        }
        try (GateScenario gate = new GateScenario(folder.resolve("other"))) {
            withdraw(gate);
            byte[] before = row(gate);
            standIn(gate, ANNA);

            assertThat(skipped).isEqualTo(row(gate)).isNotEqualTo(before);
            assertThat(gate.read("dead-letters"))
                    .singleElement()
                    .satisfies(letter -> assertThat(GateScenario.header(letter, GateHeaders.REASON))
                            .isEqualTo("EMPTY"));
        }
    }

    /** What they forbade is not among what an unread record may have changed. */
    @Test
    void shouldKeepWhatThePersonNamedForbade() {
        try (GateScenario gate = steppingOverUnread(1, ANNA)) {
            withdraw(gate);
            standIn(gate, ANNA);
            gate.send("outbound-messages", ANNA, message("m-1"));

            assertThat(gate.quarantined())
                    .singleElement()
                    .satisfies(held -> assertThat(held.getViolations())
                            .anySatisfy(
                                    violation -> assertThat(violation.getRule()).isEqualTo("MSG-CONSENT-WITHDRAWN")));
        }
    }

    @ParameterizedTest
    @MethodSource("notInItsPlace")
    void shouldEndRatherThanEraseOrMarkAnotherPerson(String named, byte[] key, byte[] value) {
        try (GateScenario gate = steppingOverUnread(1, named)) {
            grant(gate);
            byte[] before = row(gate);

            assertThatThrownBy(() -> gate.sendBytes("consent-state", key, value, new RecordHeaders()))
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("consent at offset 1 of consent-state-0");

            assertThat(row(gate)).isEqualTo(before);
            assertThat(gate.read("dead-letters")).isEmpty();
        }
    }

    static Stream<Arguments> notInItsPlace() {
        byte[] anna = ANNA.getBytes(UTF_8);
        byte[] nothing = {};
        return Stream.of(
                arguments(ANNA, anna, null),
                arguments(ANNA, null, null),
                arguments(ANNA, BELA.getBytes(UTF_8), nothing),
                arguments(ANNA, anna, new byte[] {1}),
                arguments(null, null, null),
                arguments(null, anna, nothing));
    }

    private GateScenario steppingOverUnread(long offset, String subject) {
        return new GateScenario(
                folder,
                UnaryOperator.identity(),
                new Skips(Map.of(new TopicPartition("consent-state", 0), new Skip(offset, WHY, true, subject))));
    }

    /** As the consumer hands it over. */
    private static void standIn(GateScenario gate, String subject) {
        gate.sendBytes("consent-state", subject.getBytes(UTF_8), new byte[0], new RecordHeaders());
    }

    private static void withdraw(GateScenario gate) {
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.WITHDRAWN)).build(), ANNA);
    }

    private static byte[] row(GateScenario gate) {
        return gate.driver()
                .<byte[], byte[]>getKeyValueStore(Stores.CONSENT_BY_SUBJECT)
                .get(ANNA.getBytes(UTF_8));
    }

    private GateScenario skipping(String topic, long offset) {
        return new GateScenario(
                folder,
                UnaryOperator.identity(),
                new Skips(Map.of(new TopicPartition(topic, 0), new Skip(offset, WHY))));
    }

    private static void grant(GateScenario gate) {
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
    }

    private static OutboundMessage message(String id) {
        return aBirthdaySms(id, ANNA).build();
    }

    private static void assertSkipped(TestRecord<byte[], byte[]> letter, String topic, long offset) {
        assertSkipped(letter, topic, offset, WHY);
    }

    private static void assertSkipped(TestRecord<byte[], byte[]> letter, String topic, long offset, String why) {
        assertThat(List.of(
                        GateScenario.header(letter, GateHeaders.REASON),
                        GateScenario.header(letter, GateHeaders.REASON_TEXT),
                        GateScenario.header(letter, GateHeaders.ORIGIN_TOPIC),
                        GateScenario.header(letter, GateHeaders.ORIGIN_OFFSET)))
                .containsExactly("SKIPPED", "stepped over by an operator: " + why, topic, String.valueOf(offset));
    }
}
