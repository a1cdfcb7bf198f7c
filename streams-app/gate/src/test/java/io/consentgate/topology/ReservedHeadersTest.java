// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.NOW;
import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAdvertShown;
import static io.consentgate.Events.anAutomatedLoanRefusal;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.Verdicts.aVerdict;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Outcome;
import io.consentgate.events.QuarantinedEvent;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a publisher writes under the gate's own names, in whatever letter case, leaves by no output. */
class ReservedHeadersTest {

    private static final String ANNA = "subject-anna";
    private static final String BEN = "subject-ben";
    private static final String FORGED = "forged";
    private static final List<String> NAMES = List.of(
            GateHeaders.VERDICT,
            "Consent-Gate-Verdict",
            "CONSENT-GATE-CLEARED-AT",
            "cOnSeNt-GaTe-clearance-valid-until",
            "Consent-gate-origin-topic",
            "CONSENT-GATE-REASON",
            "Consent-Gate-Case-Id",
            "consent-gate-Timestamp",
            "consent-gate-timestamp",
            "Consent-Gate-Asks-Again",
            "consent-gate-of-a-later-version");

    @TempDir
    Path folder;

    private GateScenario gate;

    @BeforeEach
    void open() {
        gate = new GateScenario(folder);
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
    }

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void shouldLeaveNoneOnWhatIsCleared() {
        send("outbound-messages", ANNA, message("m-1", ANNA));
        send(
                "offer-decisions",
                ANNA,
                gate.encoded("offer-decisions", anAdvertShown("d-1", ANNA).build()));

        assertNoneOn("cleared-messages", 1);
        assertNoneOn("cleared-decisions", 1);
    }

    @Test
    void shouldLeaveNoneOnWhatIsQuarantined() {
        send("outbound-messages", BEN, message("m-1", BEN));
        send(
                "offer-decisions",
                BEN,
                gate.encoded(
                        "offer-decisions", anAutomatedLoanRefusal("d-1", BEN).build()));

        assertNoneOn("quarantine", 2);
    }

    @Test
    void shouldLeaveNoneOnWhatAVerdictReleases() {
        send("outbound-messages", BEN, message("m-1", BEN));
        QuarantinedEvent quarantined = gate.quarantined().get(0);
        gate.consent(aRecord(BEN, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), BEN);

        send("review-verdicts", BEN, verdict(quarantined));

        assertNoneOn("review-outcomes", 1);
        assertNoneOn("cleared-messages", 1);
    }

    /** On its way to its subject, and where that way ends. */
    @Test
    void shouldLeaveNoneOnWhatIsRerouted() {
        send("outbound-messages", "other", message("m-1", ANNA));
        send("outbound-messages", "other", message("m-2", BEN));
        send(
                "offer-decisions",
                "other",
                gate.encoded("offer-decisions", anAdvertShown("d-1", ANNA).build()));
        send(
                "consent-state",
                "other",
                gate.encoded(
                        "consent-state",
                        aRecord(BEN, 1, anSmsConsent(ConsentStatus.WITHDRAWN)).build()));
        send("consent-state", "\"ben\"", null);
        send("review-verdicts", "other", verdict(gate.quarantined().get(0)));

        assertNoneOn("outbound-messages-rerouted", 2);
        assertNoneOn("offer-decisions-rerouted", 1);
        assertNoneOn("consent-state-rerouted", 2);
        assertNoneOn("review-verdicts-rerouted", 1);
        assertNoneOn("cleared-messages", 1);
        assertNoneOn("cleared-decisions", 1);
    }

    /** What cannot be read, names nobody, contradicts what is on record, or is too large. */
    @Test
    void shouldLeaveNoneOnDeadLetters() {
        for (String input : List.of("outbound-messages", "offer-decisions", "consent-state", "review-verdicts")) {
            send(input, ANNA, new byte[] {7});
            send(input, "\"anna\"", new byte[] {7});
            send(input, ANNA, new byte[GateScenario.LARGEST_WRITTEN]);
        }
        send("consent-state", "{}", null);
        byte[] other = gate.encoded("consent-state", aRecord(BEN, 1).build());
        gate.consent(aRecord(BEN, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), BEN);
        send("consent-state", BEN, other);
        send("consent-state-rerouted", "other", other);

        assertNoneOn("dead-letters", 15);
    }

    private byte[] message(String id, String subject) {
        return gate.encoded("outbound-messages", aBirthdaySms(id, subject).build());
    }

    private byte[] verdict(QuarantinedEvent quarantined) {
        return gate.encoded(
                "review-verdicts",
                aVerdict("v-1", quarantined, Outcome.RECHECK, NOW.plusSeconds(300))
                        .build());
    }

    private void send(String topic, String key, byte[] value) {
        Headers headers = new RecordHeaders().add("traceparent", "00-abc".getBytes(UTF_8));
        NAMES.forEach(name -> headers.add(name, FORGED.getBytes(UTF_8)));
        gate.sendBytes(topic, key.getBytes(UTF_8), value, headers);
    }

    private void assertNoneOn(String topic, int records) {
        List<TestRecord<byte[], byte[]>> written = gate.read(topic);
        assertThat(written).as(topic).hasSize(records).allSatisfy(record -> {
            assertThat(record.headers().toArray())
                    .filteredOn(header -> FORGED.equals(text(header)))
                    .extracting(Header::key)
                    .as(topic)
                    .isEmpty();
            assertThat(record.headers().toArray())
                    .filteredOn(header ->
                            header.key().toLowerCase(java.util.Locale.ROOT).startsWith("consent-gate-"))
                    .extracting(Header::key)
                    .as("names in another letter case on %s", topic)
                    .allMatch(name -> name.equals(name.toLowerCase(java.util.Locale.ROOT)));
        });
    }

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), UTF_8);
    }
}
