// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.NOW;
import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAdvertShown;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.Verdicts.aVerdict;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.Consent;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Finding;
import io.consentgate.events.Outcome;
import io.consentgate.events.QuarantinedEvent;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What comes compressed may be larger than anything that the gate can write. It must not stop it: a dead letter says where
 * the original lies, and consent that is not known does not count as given.
 */
class TooLargeTest {

    private static final String ANNA = "subject-anna";
    /** Within one mebibyte of what can be written, so that what the gate adds would not fit. */
    private static final int TOO_LARGE = GateScenario.LARGEST_WRITTEN - 512 * 1024;

    @TempDir
    Path folder;

    private GateScenario gate;

    @BeforeEach
    void open() {
        gate = new GateScenario(folder);
    }

    @AfterEach
    void close() {
        gate.close();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {ANNA, "someone-else"})
    void shouldSayWhereAMessageLiesThatFitsNoOutput(String key) {
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        SpecificRecord message = aBirthdaySms("m-1", ANNA)
                .setContent(ByteBuffer.allocate(TOO_LARGE))
                .build();

        gate.sendBytes("outbound-messages", bytes(key), gate.encoded("outbound-messages", message), traced());

        assertLetterFrom("outbound-messages", 0, bytes(key));
        assertNothingIn("cleared-messages", "quarantine", "outbound-messages-rerouted");
        assertThat(gate.count("consent_gate_dead_lettered", "input", "outbound-messages"))
                .isEqualTo(1);
    }

    @Test
    void shouldSayWhereADecisionLiesThatFitsNoOutput() {
        SpecificRecord decision = anAdvertShown("d-1", ANNA)
                .setContent(ByteBuffer.allocate(TOO_LARGE))
                .build();

        gate.send("offer-decisions", ANNA, decision);

        assertLetterFrom("offer-decisions", 0, bytes(ANNA));
        assertNothingIn("cleared-decisions", "quarantine");
    }

    @Test
    void shouldCountKeyAndHeadersAndLeaveOutAKeyThatCanBeNoSubjects() {
        byte[] value =
                gate.encoded("outbound-messages", aBirthdaySms("m-1", ANNA).build());

        gate.sendBytes("outbound-messages", new byte[TOO_LARGE], value, new RecordHeaders());
        gate.sendBytes("outbound-messages", bytes(ANNA), value, new RecordHeaders().add("large", new byte[TOO_LARGE]));

        assertThat(gate.read("dead-letters"))
                .hasSize(2)
                .extracting(TestRecord::key)
                .containsExactly(null, bytes(ANNA));
        assertNothingIn("cleared-messages", "quarantine", "outbound-messages-rerouted");
    }

    @Test
    void shouldSayWhereAVerdictLiesThatIsTooLarge() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        QuarantinedEvent quarantined = gate.quarantined().get(0);

        gate.send(
                "review-verdicts",
                ANNA,
                aVerdict("v-1", quarantined, Outcome.REJECT, NOW)
                        .setRationale("r".repeat(TOO_LARGE))
                        .build());

        assertLetterFrom("review-verdicts", 0, bytes(ANNA));
        assertNothingIn("review-outcomes");
        gate.send(
                "review-verdicts",
                ANNA,
                aVerdict("v-2", quarantined, Outcome.REJECT, NOW).build());
        assertThat(gate.outcomes()).hasSize(1);
    }

    /** It may have been a withdrawal. Published in a size that fits, it counts. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {ANNA, "someone-else"})
    void shouldClearNothingBehindAConsentRecordThatIsTooLarge(String key) {
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        gate.sendBytes(
                "consent-state",
                bytes(key),
                gate.encoded("consent-state", aRecord(ANNA, 2, enormous()).build()),
                traced());

        assertLetterFrom("consent-state", 1, bytes(ANNA));
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        assertThat(gate.quarantined())
                .singleElement()
                .satisfies(quarantined -> assertThat(quarantined.getViolations())
                        .extracting(Finding::getRule)
                        .contains("GATE-UNKNOWN"));
        gate.consent(aRecord(ANNA, 2, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-2", ANNA).build());
        assertThat(gate.read("cleared-messages")).hasSize(1);
    }

    @Test
    void shouldGoByTheKeyOfAConsentRecordThatIsTooLargeAndCannotBeRead() {
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        gate.sendBytes("consent-state", bytes(ANNA), new byte[TOO_LARGE], new RecordHeaders());
        gate.sendBytes("consent-state", null, new byte[TOO_LARGE], new RecordHeaders());

        assertThat(gate.read("dead-letters")).hasSize(2);
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        assertThat(gate.quarantined()).hasSize(1);
    }

    @Test
    void shouldEraseWhateverTheHeadersWeigh() {
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        gate.sendBytes("consent-state", bytes(ANNA), null, new RecordHeaders().add("large", new byte[TOO_LARGE]));
        gate.sendBytes("consent-state", new byte[TOO_LARGE], null, new RecordHeaders());

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        assertThat(gate.quarantined())
                .singleElement()
                .satisfies(quarantined -> assertThat(quarantined.getViolations())
                        .extracting(Finding::getRule)
                        .containsExactly("MSG-CONSENT-MISSING"));
        assertThat(gate.read("dead-letters"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.key()).isNull());
    }

    private static Consent enormous() {
        Consent consent = anSmsConsent(ConsentStatus.GRANTED);
        consent.getEvidence().setReference("e".repeat(TOO_LARGE));
        return consent;
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    private static Headers traced() {
        return new RecordHeaders().add("traceparent", bytes("00-abc"));
    }

    private void assertLetterFrom(String topic, long offset, byte[] key) {
        List<TestRecord<byte[], byte[]>> letters = gate.read("dead-letters");
        assertThat(letters).hasSize(1);
        TestRecord<byte[], byte[]> letter = letters.get(0);
        assertThat(letter.value()).isNull();
        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.timestamp()).isEqualTo(NOW.toEpochMilli());
        assertThat(GateScenario.header(letter, GateHeaders.REASON)).isEqualTo("TOO_LARGE");
        assertThat(GateScenario.header(letter, GateHeaders.REASON_TEXT))
                .contains(topic + ", partition 0, offset " + offset, "for as long as that topic keeps it");
        assertThat(GateScenario.header(letter, GateHeaders.ORIGIN_TOPIC)).isEqualTo(topic);
        assertThat(GateScenario.header(letter, GateHeaders.ORIGIN_PARTITION)).isEqualTo("0");
        assertThat(GateScenario.header(letter, GateHeaders.ORIGIN_OFFSET)).isEqualTo("" + offset);
        assertThat(GateScenario.header(letter, GateHeaders.ORIGIN_TIMESTAMP)).isEqualTo("" + NOW.toEpochMilli());
        assertThat(letter.headers()).hasSize(6);
    }

    private void assertNothingIn(String... topics) {
        for (String topic : topics) {
            assertThat(gate.read(topic)).as(topic).isEmpty();
        }
    }
}
