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

import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Finding;
import io.consentgate.events.Outcome;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which cases close as they open, since a human could only reject them. */
class SelfClosingCaseTest {

    private static final String ANNA = "subject-anna";

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

    @Test
    void shouldCloseAMessageThatCamePastItsExpiry() {
        consent();
        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-1", ANNA).setExpiresAt(NOW).build());

        assertClosedAs(ReviewResult.EXPIRED, "MSG-EXPIRED");
    }

    @Test
    void shouldCloseAMessageThatCamePastItsExpiryAndBreaksAnotherRule() {
        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-1", ANNA).setExpiresAt(NOW).build());

        assertClosedAs(ReviewResult.EXPIRED, "MSG-CONSENT-MISSING", "MSG-EXPIRED");
    }

    @Test
    void shouldCloseADecisionThatCamePastItsExpiry() {
        gate.send(
                "offer-decisions",
                ANNA,
                anAdvertShown("d-1", ANNA).setExpiresAt(NOW).build());

        assertClosedAs(ReviewResult.EXPIRED, "ADM-EXPIRED");
    }

    @Test
    void shouldCloseALawfulMessageThatWasReportedAsSent() {
        consent();
        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-1", ANNA).setSentAt(NOW.minusSeconds(60)).build());

        assertClosedAs(ReviewResult.UNRELEASABLE, "MSG-ALREADY-SENT");
        assertThat(gate.count("consent_gate_unlawful_sends")).isZero();
    }

    @Test
    void shouldCloseWhateverCanOnlyBeRejected() {
        consent();
        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-1", ANNA).setContactRef("+48601234567").build());

        assertClosedAs(ReviewResult.UNRELEASABLE, "MSG-CONTACT-MISMATCH", "GATE-INVALID");
    }

    /** Whatever expiry it had: it has gone out, and what became of the person does not expire. */
    @Test
    void shouldKeepAnUnlawfulSendOpenForAReviewer() {
        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-1", ANNA)
                        .setSentAt(NOW.minusSeconds(60))
                        .setExpiresAt(NOW.minusSeconds(30))
                        .build());
        QuarantinedEvent quarantined = onlyQuarantined();
        assertThat(rules(quarantined)).containsExactly("MSG-CONSENT-MISSING", "MSG-ALREADY-SENT");
        gate.driver().advanceWallClockTime(Duration.ofMinutes(10));

        assertThat(gate.outcomes()).isEmpty();
        gate.send(
                "review-verdicts",
                ANNA,
                aVerdict("v-1", quarantined, Outcome.REJECT, NOW.plusSeconds(700))
                        .build());
        assertThat(gate.outcomes()).extracting(ReviewOutcome::getResult).containsExactly(ReviewResult.APPLIED);
    }

    /** A group that was put back reads again what a case is open for. Meanwhile nothing can release it. */
    @Test
    void shouldCloseTheCaseThatWasOpenForWhatHasExpiredSince() {
        Origin origin = new Origin("outbound-messages", 0, 7, NOW.toEpochMilli());
        byte[] value = gate.encoded(
                "outbound-messages",
                aBirthdaySms("m-1", ANNA).setExpiresAt(NOW.plusSeconds(4)).build());
        Record<byte[], byte[]> read = origin.carriedBy(
                new Record<>(ANNA.getBytes(UTF_8), value, NOW.toEpochMilli(), new RecordHeaders()),
                ANNA.getBytes(UTF_8));
        gate.sendBytes("outbound-messages-rerouted", read.key(), read.value(), read.headers());
        assertThat(gate.quarantined()).hasSize(1);
        assertThat(gate.outcomes()).isEmpty();
        gate.driver().advanceWallClockTime(Duration.ofSeconds(4));
        assertThat(gate.outcomes()).as("not due a check yet").isEmpty();

        gate.sendBytes("outbound-messages-rerouted", read.key(), read.value(), read.headers());

        assertClosedAs(ReviewResult.EXPIRED, "MSG-CONSENT-MISSING", "MSG-EXPIRED");
    }

    private void consent() {
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
    }

    private void assertClosedAs(ReviewResult result, String... rules) {
        QuarantinedEvent quarantined = onlyQuarantined();
        assertThat(rules(quarantined)).containsExactly(rules);
        assertThat(gate.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.getResult()).isEqualTo(result);
            assertThat(outcome.getCaseId()).isEqualTo(quarantined.getCaseId());
            assertThat(outcome.getCaseDigest()).isEqualTo(quarantined.getCaseDigest());
            assertThat(outcome.getVerdictId()).isNull();
            assertThat(outcome.getRules()).containsExactly(rules);
        });
        assertNoCaseIsOpen();
        assertThat(gate.read("cleared-messages")).isEmpty();
        assertThat(gate.read("cleared-decisions")).isEmpty();
    }

    private void assertNoCaseIsOpen() {
        assertThat(CaseStores.rows(gate.driver().getKeyValueStore(Stores.CASES_BY_DEADLINE)))
                .isZero();
        assertThat(CaseStores.rows(gate.driver().getKeyValueStore(Stores.DEADLINES_BY_CASE)))
                .isZero();
    }

    private QuarantinedEvent onlyQuarantined() {
        List<QuarantinedEvent> quarantined = gate.quarantined();
        assertThat(quarantined).hasSize(1);
        return quarantined.get(0);
    }

    private static List<String> rules(QuarantinedEvent quarantined) {
        return quarantined.getViolations().stream().map(Finding::getRule).toList();
    }
}
