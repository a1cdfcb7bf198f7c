// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.ConsentStatus;
import io.consentgate.events.OutboundMessage;
import io.consentgate.topology.Skips.Skip;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator has the gate step over ends on record, unread, and never leaves an older grant standing. */
class SkipsTest {

    private static final String ANNA = "subject-anna";
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
        assertThat(List.of(
                        GateScenario.header(letter, GateHeaders.REASON),
                        GateScenario.header(letter, GateHeaders.REASON_TEXT),
                        GateScenario.header(letter, GateHeaders.ORIGIN_TOPIC),
                        GateScenario.header(letter, GateHeaders.ORIGIN_OFFSET)))
                .containsExactly("SKIPPED", "stepped over by an operator: " + WHY, topic, String.valueOf(offset));
    }
}
