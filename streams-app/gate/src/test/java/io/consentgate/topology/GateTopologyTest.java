// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.CONTROLLER;
import static io.consentgate.Events.NOW;
import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aCallBack;
import static io.consentgate.Events.aCallBackRequest;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAdvertShown;
import static io.consentgate.Events.anAutomatedLoanRefusal;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.Events.anSmsConsentOf;
import static io.consentgate.topology.GateScenario.cameFrom;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.events.Channel;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.Consent;
import io.consentgate.events.ConsentState;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.EventKind;
import io.consentgate.events.Finding;
import io.consentgate.events.Objection;
import io.consentgate.events.ObjectionScope;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Outcome;
import io.consentgate.events.Purpose;
import io.consentgate.events.QuarantinedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.TopologyException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wiring: which record goes where, with what in its headers. Timing is for the tests on a real broker. */
class GateTopologyTest {

    private static final String ANNA = "subject-anna";
    /** Later than anything that happens now, and no later than a publisher's clock may be ahead. */
    private static final Instant AFTERWARDS = NOW.plusMillis(1);

    private static final Path DESCRIPTION = Path.of("src/test/resources/topology/gate.txt");

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
    void shouldClearUnchangedWhatIsConsentedTo() {
        gate.consent(aRecord(ANNA, 42, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        byte[] value =
                gate.encoded("outbound-messages", aBirthdaySms("m-1", ANNA).build());
        Headers sent = new RecordHeaders().add("traceparent", "00-abc".getBytes(UTF_8));

        gate.sendBytes("outbound-messages", ANNA.getBytes(UTF_8), value, sent);

        TestRecord<byte[], byte[]> cleared = only("cleared-messages");
        assertThat(cleared.value()).isEqualTo(value);
        assertThat(cleared.key()).isEqualTo(ANNA.getBytes(UTF_8));
        assertThat(cleared.timestamp()).isEqualTo(NOW.toEpochMilli());
        assertThat(header(cleared, "traceparent")).isEqualTo("00-abc");
        assertThat(header(cleared, GateHeaders.VERDICT)).isEqualTo("CLEARED");
        assertThat(header(cleared, GateHeaders.CONSENT_VERSION)).isEqualTo("42");
        assertThat(header(cleared, GateHeaders.POLICY_VERSION)).isNotBlank();
        long clearedAt = Long.parseLong(header(cleared, GateHeaders.CLEARED_AT));
        assertThat(Long.parseLong(header(cleared, GateHeaders.CLEARANCE_VALID_UNTIL)))
                .isEqualTo(clearedAt + Duration.ofSeconds(60).toMillis());
        assertNothingIn("quarantine", "dead-letters");
    }

    @Test
    void shouldTakeAwayWhatIsNamedAsItsOwnAndKeepTheRestInItsOrder() {
        gate.consent(aRecord(ANNA, 42, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        Headers sent = new RecordHeaders()
                .add(GateHeaders.VERDICT, "RELEASED".getBytes(UTF_8))
                .add(GateHeaders.VERDICT, "RELEASED".getBytes(UTF_8))
                .add("b", "1".getBytes(UTF_8))
                .add(GateHeaders.ORIGIN_TOPIC, "elsewhere".getBytes(UTF_8))
                .add("a", "2".getBytes(UTF_8))
                .add("b", "3".getBytes(UTF_8));

        gate.sendBytes(
                "outbound-messages",
                ANNA.getBytes(UTF_8),
                gate.encoded("outbound-messages", aBirthdaySms("m-1", ANNA).build()),
                sent);

        assertThat(only("cleared-messages").headers().toArray())
                .extracting(header -> header.key() + '=' + new String(header.value(), UTF_8))
                .startsWith("b=1", "a=2", "b=3", GateHeaders.VERDICT + "=CLEARED")
                .filteredOn(header -> header.startsWith(GateHeaders.VERDICT) || header.contains("origin"))
                .hasSize(1);
    }

    @Test
    void shouldQuarantineWithEverythingAReviewerNeeds() {
        gate.consent(aRecord(ANNA, 7, anSmsConsent(ConsentStatus.WITHDRAWN)).build(), ANNA);

        byte[] value = gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-1", ANNA).setExpiresAt(NOW.plusSeconds(3600)).build());

        QuarantinedEvent quarantined = onlyQuarantined();
        assertThat(quarantined.getCaseId()).isEqualTo("outbound-messages.0.0");
        assertThat(quarantined.getSubjectId()).isEqualTo(ANNA);
        assertThat(quarantined.getKind()).isEqualTo(EventKind.OUTBOUND_MESSAGE);
        assertThat(quarantined.getEvent()).isEqualTo(ByteBuffer.wrap(value));
        assertThat(quarantined.getSource().getTimestamp()).isEqualTo(NOW);
        assertThat(quarantined.getDeadline()).isEqualTo(NOW.plusSeconds(3600));
        assertThat(quarantined.getRetainUntil())
                .isEqualTo(quarantined.getQuarantinedAt().plus(Duration.ofDays(30)));
        assertThat(quarantined.getConsentSeen().getVersion()).isEqualTo(7);
        assertThat(quarantined.getConsentSeen().getOffset()).isZero();
        assertThat(quarantined.getAllowedOutcomes())
                .contains(Outcome.REJECT, Outcome.RECHECK)
                .doesNotContain(Outcome.DECIDE_UPHOLD);
        Finding violation = quarantined.getViolations().get(0);
        assertThat(violation.getRule()).isEqualTo("MSG-CONSENT-WITHDRAWN");
        assertThat(violation.getLaw()).contains("GDPR art. 7(3)").contains("398");
        assertThat(violation.getEn()).contains("withdrawn");
        assertThat(violation.getPl()).contains("Zgodę wycofano");
        assertThat(violation.getFacts()).isNotEmpty();
        assertNothingIn("cleared-messages", "dead-letters");
    }

    /** A record that does not fit into the quarantine would stop the gate for ever. */
    @Test
    void shouldNotRepeatALongFieldInTheReasons() {
        byte[] value = gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-1", ANNA)
                        .setPurpose(Purpose.SERVICE_NOTICE)
                        .setCampaignId("x".repeat(800_000))
                        .build());

        TestRecord<byte[], byte[]> quarantined = only("quarantine");
        assertThat(header(quarantined, GateHeaders.RULES)).contains("MSG-PURPOSE-CONTRADICTED");
        assertThat(quarantined.value()).hasSizeLessThan(value.length + 64 * 1024);
    }

    @Test
    void shouldPutIdAndRulesOfACaseIntoHeaders() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        TestRecord<byte[], byte[]> quarantined = only("quarantine");
        assertThat(quarantined.key()).isEqualTo(ANNA.getBytes(UTF_8));
        assertThat(header(quarantined, GateHeaders.CASE_ID)).isEqualTo("outbound-messages.0.0");
        assertThat(header(quarantined, GateHeaders.RULES)).contains("MSG-CONSENT-MISSING");
    }

    @Test
    void shouldDigestTheEventAndItsViolations() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-2", ANNA).build());

        List<QuarantinedEvent> cases = gate.quarantined();
        assertThat(cases).hasSize(3);
        assertThat(cases.get(0).getCaseDigest())
                .hasSize(64)
                .isEqualTo(cases.get(1).getCaseDigest());
        assertThat(cases.get(2).getCaseDigest()).isNotEqualTo(cases.get(0).getCaseDigest());
    }

    @Test
    void shouldJudgeDecisionsOnTheirOwnTopics() {
        gate.send("offer-decisions", ANNA, anAutomatedLoanRefusal("d-1", ANNA).build());
        byte[] advert =
                gate.send("offer-decisions", ANNA, anAdvertShown("d-2", ANNA).build());

        QuarantinedEvent quarantined = onlyQuarantined();
        assertThat(quarantined.getKind()).isEqualTo(EventKind.OFFER_DECISION);
        assertThat(quarantined.getViolations()).extracting(Finding::getRule).contains("ADM-PROHIBITED");
        assertThat(only("cleared-decisions").value()).isEqualTo(advert);
    }

    @Test
    void shouldForgetAConsentThatIsErased() {
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        gate.erase(ANNA);

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(onlyQuarantined().getConsentSeen()).isNull();
    }

    @Test
    void shouldNotBringBackWhoWasErasedByAGrantThatWasOnItsWay() {
        gate.send("outbound-messages", "nobody", aBirthdaySms("m-1", "nobody").build());
        gate.erase(ANNA);

        consentOnItsWaySince(NOW.minusSeconds(60), 1, ConsentStatus.GRANTED);
        consentOnItsWaySince(NOW, 2, ConsentStatus.GRANTED);

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        List<QuarantinedEvent> cases = gate.quarantined();
        assertThat(cases.get(1).getConsentSeen()).isNull();
        assertThat(cases.get(1).getViolations())
                .as("as for somebody who never was on record")
                .isEqualTo(cases.get(0).getViolations());
        assertThat(incidents("outdated", Operators.KEEP_CONSENT_BY_SUBJECT)).isEqualTo(2);
        assertNothingIsKeptOf(ANNA);
    }

    @Test
    void shouldNotLetAGrantOfBeforeAnErasureOverwriteWhatCameAfterIt() {
        gate.erase(ANNA);
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.WITHDRAWN)).build(), ANNA);

        consentOnItsWaySince(NOW.minusSeconds(60), 5, ConsentStatus.GRANTED);

        assertHeldBackForAnUnreadRecord("m-1");
    }

    /** Its clock is four minutes fast: what came after it seems to come from before it. */
    @Test
    void shouldNotLoseAWithdrawalBecauseAnErasureIsDatedTooLate() {
        gate.erase(ANNA);
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        consentOnItsWaySince(NOW.minusSeconds(120), 2, ConsentStatus.WITHDRAWN);

        assertHeldBackForAnUnreadRecord("m-1");
        gate.consent(aRecord(ANNA, 2, anSmsConsentOf(AFTERWARDS)).build(), ANNA);
        assertHeldBackForAnUnreadRecord("m-2");
        gate.consent(aRecord(ANNA, 3, anSmsConsentOf(AFTERWARDS)).build(), ANNA);
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-3", ANNA).build());
        only("cleared-messages");
    }

    @Test
    void shouldNotLoseSuchAWithdrawalToAnOlderGrantThatIsReadLater() {
        gate.erase(ANNA);

        consentOnItsWaySince(NOW.minusSeconds(120), 2, ConsentStatus.WITHDRAWN);
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        assertHeldBackForAnUnreadRecord("m-1");
        assertThat(StoredConsent.fromBytes(consentRow(ANNA)).value())
                .as("of an erased person nothing is kept but that something was not read")
                .isEmpty();
    }

    /** Without a record, an advert to a profiled person needs no consent. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotLoseAnObjectionBecauseAnErasureIsDatedTooLate(boolean besideAGrant) {
        gate.erase(ANNA);
        Consent[] consents = besideAGrant ? new Consent[] {anSmsConsent(ConsentStatus.GRANTED)} : new Consent[] {};
        byte[] objection = gate.encoded("consent-state", anObjection(NOW.minusSeconds(120), consents));
        gate.sendBytes("consent-state-rerouted", ANNA.getBytes(UTF_8), objection, cameFrom(NOW.minusSeconds(120)));

        gate.send("offer-decisions", ANNA, anAdvertToAProfiledPerson());

        assertNothingIn("cleared-decisions");
        assertThat(gate.quarantined()).hasSize(1);
    }

    /**
     * Whether it was raised before the erasure or after, clocks cannot tell; and what is on its way may arrive twice.
     *
     * @param ahead seconds by which the erasure is dated later than the objection
     */
    @ParameterizedTest
    @ValueSource(longs = {-60, 0, 60})
    void shouldNotLoseAnObjectionToAnErasureThatWasOnItsWay(long ahead) {
        gate.consent(anObjection(NOW), ANNA);

        for (int time = 0; time < 2; time++) {
            gate.sendBytes("consent-state-rerouted", ANNA.getBytes(UTF_8), null, cameFrom(NOW.plusSeconds(ahead)));
        }

        gate.send("offer-decisions", ANNA, anAdvertToAProfiledPerson());
        assertNothingIn("cleared-decisions");
        assertThat(onlyQuarantined().getViolations())
                .extracting(Finding::getRule)
                .contains("ADM-OBJECTION");
        assertNothingIsKeptOf(ANNA);
    }

    @Test
    void shouldLeaveNothingOfGrantsBehindAnErasureThatWasOnItsWay() {
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        gate.sendBytes("consent-state-rerouted", ANNA.getBytes(UTF_8), null, cameFrom(NOW.plusSeconds(30)));

        assertNothingIsKeptOf(ANNA);
    }

    /** As where a gate that lags reads the reroute topic first. */
    @Test
    void shouldNotBringBackWhoWasErasedByAnErasureThatOvertookTheirGrant() {
        gate.sendBytes("consent-state-rerouted", ANNA.getBytes(UTF_8), null, cameFrom(NOW.plusSeconds(30)));

        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        assertNothingIn("cleared-messages");
        assertNothingIsKeptOf(ANNA);

        ConsentState anew =
                aRecord(ANNA, 2, anSmsConsentOf(NOW.plusSeconds(31))).build();
        gate.send("consent-state", ANNA, anew, NOW.plusSeconds(31));
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-2", ANNA).build());
        only("cleared-messages");
    }

    /** Version 2 named no SMS any more. Both came after the erasure, and version 1 took the longer way. */
    @Test
    void shouldNotLetAnErasureThatWasOnItsWayBringBackAnOlderVersion() {
        Consent byEmail = Consent.newBuilder(anSmsConsent(ConsentStatus.GRANTED))
                .setChannel(Channel.EMAIL)
                .build();
        gate.consent(aRecord(ANNA, 2, byEmail).build(), ANNA);

        gate.sendBytes("consent-state-rerouted", ANNA.getBytes(UTF_8), null, cameFrom(NOW.minusSeconds(120)));
        consentOnItsWaySince(NOW.minusSeconds(60), 1, ConsentStatus.GRANTED);

        assertHeldBackForAnUnreadRecord("m-1");
    }

    @Test
    void shouldNotLoseAWithdrawalThatAGrantStates() {
        Consent withdrawn = Consent.newBuilder(anSmsConsent(ConsentStatus.GRANTED))
                .setWithdrawnAt(NOW.minusSeconds(10))
                .build();
        gate.consent(aRecord(ANNA, 2, withdrawn).build(), ANNA);

        gate.sendBytes("consent-state-rerouted", ANNA.getBytes(UTF_8), null, cameFrom(NOW.plusSeconds(30)));

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        assertThat(onlyQuarantined().getViolations())
                .extracting(Finding::getRule)
                .containsExactly("MSG-CONSENT-WITHDRAWN");
        assertNothingIsKeptOf(ANNA);
    }

    private static ConsentState anObjection(Instant raised, Consent... besides) {
        return aRecord(ANNA, 2, besides)
                .setObjections(List.of(Objection.newBuilder()
                        .setControllerId(CONTROLLER)
                        .setScope(ObjectionScope.PROFILING)
                        .setRaisedAt(raised)
                        .build()))
                .build();
    }

    private static OfferDecision anAdvertToAProfiledPerson() {
        OfferDecision.Builder advert = anAdvertShown("d-1", ANNA);
        advert.getProfiling().setForDirectMarketing(true);
        return advert.build();
    }

    @Test
    void shouldLeaveAnOlderVersionOfBeforeAnErasureOutdated() {
        gate.erase(ANNA);
        gate.consent(aRecord(ANNA, 3, anSmsConsentOf(AFTERWARDS)).build(), ANNA);

        consentOnItsWaySince(NOW.minusSeconds(60), 2, ConsentStatus.WITHDRAWN);

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        only("cleared-messages");
        assertThat(incidents("outdated", Operators.KEEP_CONSENT_BY_SUBJECT)).isEqualTo(1);
    }

    @Test
    void shouldClearNothingBehindAnUnreadableRecordWhateverAnErasureIsDated() {
        gate.erase(ANNA);
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        gate.sendBytes("consent-state-rerouted", ANNA.getBytes(UTF_8), new byte[] {7}, cameFrom(NOW.minusSeconds(60)));

        only("dead-letters");
        assertHeldBackForAnUnreadRecord("m-1");
    }

    @Test
    void shouldClearNothingBehindARecordThatIsTooLargeWhateverAnErasureIsDated() {
        gate.erase(ANNA);
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        gate.sendBytes(
                "consent-state-rerouted",
                ANNA.getBytes(UTF_8),
                new byte[0],
                cameFrom(NOW.minusSeconds(60)).add(GateHeaders.REASON, DeadLetters.TOO_LARGE.getBytes(UTF_8)));

        only("dead-letters");
        assertHeldBackForAnUnreadRecord("m-1");
    }

    @Test
    void shouldKeepNothingOfAnUnreadableRecordOfBeforeAnErasureButThatItWasThere() {
        gate.erase(ANNA);

        gate.sendBytes("consent-state-rerouted", ANNA.getBytes(UTF_8), new byte[] {7}, cameFrom(NOW.minusSeconds(60)));

        only("dead-letters");
        assertHeldBackForAnUnreadRecord("m-1");
        assertNothingIsKeptOf(ANNA);
        gate.consent(aRecord(ANNA, 1, anSmsConsentOf(AFTERWARDS)).build(), ANNA);
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-2", ANNA).build());
        only("cleared-messages");
    }

    /** In its own partition's log, in the order of the log; on its way from another, by its time. */
    @Test
    void shouldTakeAGrantOfAfterAnErasure() {
        String jan = "subject-jan";
        gate.erase(ANNA);
        gate.erase(jan);

        gate.sendBytes(
                "consent-state-rerouted",
                ANNA.getBytes(UTF_8),
                gate.encoded(
                        "consent-state",
                        aRecord(ANNA, 1, anSmsConsentOf(AFTERWARDS)).build()),
                cameFrom(AFTERWARDS));
        gate.consent(aRecord(jan, 1, anSmsConsentOf(AFTERWARDS)).build(), jan);

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        gate.send("outbound-messages", jan, aBirthdaySms("m-2", jan).build());
        assertThat(gate.read("cleared-messages")).hasSize(2);
    }

    @Test
    void shouldNotLetAnOlderVersionOverwriteANewerOne() {
        gate.consent(aRecord(ANNA, 2, anSmsConsent(ConsentStatus.WITHDRAWN)).build(), ANNA);
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(onlyQuarantined().getConsentSeen().getVersion()).isEqualTo(2);
    }

    @Test
    void shouldClearNothingAfterAConsentRecordThatCannotBeRead() {
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        gate.sendBytes(
                "consent-state", ANNA.getBytes(UTF_8), "may be a withdrawal".getBytes(UTF_8), new RecordHeaders());

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(onlyQuarantined().getViolations())
                .extracting(Finding::getRule)
                .contains("GATE-UNKNOWN");
        assertThat(header(only("dead-letters"), GateHeaders.REASON)).isEqualTo("NOT_THE_FORMAT");
    }

    @Test
    void shouldNotLetTheSameGrantPublishedAgainUndoARecordThatCannotBeRead() {
        var grant = aRecord(ANNA, 5, anSmsConsent(ConsentStatus.GRANTED)).build();
        gate.consent(grant, ANNA);
        gate.sendBytes("consent-state", ANNA.getBytes(UTF_8), "unreadable".getBytes(UTF_8), new RecordHeaders());
        gate.consent(grant, ANNA);

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(onlyQuarantined().getViolations())
                .extracting(Finding::getRule)
                .contains("GATE-UNKNOWN");
    }

    @Test
    void shouldCountAVersionThatComesTooLate() {
        gate.consent(aRecord(ANNA, 2, anSmsConsent(ConsentStatus.WITHDRAWN)).build(), ANNA);
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        assertThat(incidents("outdated", Operators.KEEP_CONSENT_BY_SUBJECT)).isEqualTo(1);
    }

    @Test
    void shouldCountForTheWholeProcessFromZero() {
        assertThat(gate.count("consent_gate_rerouted")).isZero();
        assertThat(gate.count("consent_gate_violations", "rule", "MSG-CONSENT-MISSING"))
                .isZero();
        byte[] consent = gate.encoded(
                "consent-state",
                aRecord(ANNA, 2, anSmsConsent(ConsentStatus.WITHDRAWN)).build());

        gate.sendBytes("consent-state", null, consent, new RecordHeaders());
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        gate.sendBytes("outbound-messages", null, new byte[] {7}, new RecordHeaders());
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        gate.erase(ANNA);

        assertThat(gate.count("consent_gate_rerouted", "input", "consent-state"))
                .isEqualTo(1);
        assertThat(gate.count("consent_gate_rerouted")).isEqualTo(1);
        assertThat(gate.count("consent_gate_outdated_consents")).isEqualTo(1);
        assertThat(gate.count("consent_gate_dead_lettered", "input", "outbound-messages"))
                .isEqualTo(1);
        assertThat(gate.count("consent_gate_cases_opened")).isEqualTo(1);
        assertThat(gate.count("consent_gate_violations", "rule", "MSG-CONSENT-WITHDRAWN"))
                .isEqualTo(1);
        assertThat(gate.count("consent_gate_review_outcomes", "result", "ERASED"))
                .isEqualTo(1);
    }

    @Test
    void shouldClearAgainOnceAReadableRecordIsThere() {
        gate.sendBytes("consent-state", ANNA.getBytes(UTF_8), "unreadable".getBytes(UTF_8), new RecordHeaders());
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        only("cleared-messages");
    }

    @Test
    void shouldClearOneReplyPerInquiry() {
        gate.consent(aCallBackRequest(ANNA, 1, "inquiry-1"), ANNA);

        gate.send("outbound-messages", ANNA, aCallBack("m-1", ANNA, "inquiry-1").build());
        gate.send("outbound-messages", ANNA, aCallBack("m-2", ANNA, "inquiry-1").build());

        only("cleared-messages");
        assertThat(onlyQuarantined().getViolations())
                .extracting(Finding::getRule)
                .containsExactly("MSG-CALLBACK-MISUSE");
    }

    @Test
    void shouldClearTheSameReplyPublishedAnew() {
        gate.consent(aCallBackRequest(ANNA, 1, "inquiry-1"), ANNA);

        gate.send("outbound-messages", ANNA, aCallBack("m-1", ANNA, "inquiry-1").build());
        gate.send("outbound-messages", ANNA, aCallBack("m-1", ANNA, "inquiry-1").build());

        assertThat(gate.read("cleared-messages")).hasSize(2);
        assertNothingIn("quarantine");
    }

    /** As a migration lists it: the publisher's next id for the same inquiry, and the first one left out. */
    @Test
    void shouldNotClearASecondReplyToAnInquiryUnderANewId() {
        gate.consent(aCallBackRequest(ANNA, 1, "inquiry-1"), ANNA);
        byte[] first = gate.send(
                "outbound-messages", ANNA, aCallBack("m-1", ANNA, "inquiry-1").build());
        gate.consent(aCallBackRequest(ANNA, 2, "CRM-7"), ANNA);

        gate.send("outbound-messages", ANNA, aCallBack("m-2", ANNA, "CRM-7").build());

        assertThat(only("cleared-messages").value()).isEqualTo(first);
        Finding violation = onlyQuarantined().getViolations().get(0);
        assertThat(violation.getRule()).isEqualTo("MSG-CALLBACK-MISUSE");
        assertThat(violation.getFacts()).containsEntry("repliedBy", "m-1");
    }

    @Test
    void shouldNotClearOtherContentUnderTheIdOfAReply() {
        gate.consent(aCallBackRequest(ANNA, 1, "inquiry-1"), ANNA);

        byte[] first = gate.send(
                "outbound-messages", ANNA, aCallBack("m-1", ANNA, "inquiry-1").build());
        gate.send(
                "outbound-messages",
                ANNA,
                aCallBack("m-1", ANNA, "inquiry-1")
                        .setContent(ByteBuffer.wrap("call once more".getBytes(UTF_8)))
                        .build());

        assertThat(only("cleared-messages").value()).isEqualTo(first);
        Finding violation = onlyQuarantined().getViolations().get(0);
        assertThat(violation.getRule()).isEqualTo("MSG-CALLBACK-MISUSE");
        assertThat(violation.getFacts()).containsEntry("repliedBy", "m-1");
    }

    @Test
    void shouldClearOneRequestToConfirmAndNoReminder() {
        gate.consent(aSignUp(), ANNA);

        gate.send("outbound-messages", ANNA, aRequestToConfirm("m-1").build());
        gate.send("outbound-messages", ANNA, aRequestToConfirm("m-1").build());
        gate.send("outbound-messages", ANNA, aRequestToConfirm("m-2").build());

        assertThat(gate.read("cleared-messages")).hasSize(2);
        Finding violation = onlyQuarantined().getViolations().stream()
                .filter(finding -> finding.getRule().equals("MSG-CONSENT-REQUEST"))
                .findAny()
                .orElseThrow();
        assertThat(violation.getFacts()).containsEntry("askedBy", "m-1").containsEntry("consentId", "consent-1");
    }

    @Test
    void shouldForgetRequestsToConfirmOfAnErasedSubject() {
        gate.consent(aSignUp(), ANNA);
        gate.send("outbound-messages", ANNA, aRequestToConfirm("m-1").build());
        only("cleared-messages");

        gate.erase(ANNA);

        try (var left = gate.driver()
                .<byte[], byte[]>getKeyValueStore(Stores.REPLIES_BY_INQUIRY)
                .all()) {
            assertThat(left).toIterable().isEmpty();
        }
    }

    private static ConsentState aSignUp() {
        Consent request = anSmsConsentOf(NOW.minusSeconds(600));
        request.setStatus(ConsentStatus.PENDING);
        request.setGrantedAt(null);
        return aRecord(ANNA, 1, request).build();
    }

    private static OutboundMessage.Builder aRequestToConfirm(String messageId) {
        return aBirthdaySms(messageId, ANNA)
                .setPurpose(Purpose.CONSENT_REQUEST)
                .setCommercialContent(CommercialContent.NONE)
                .setTrigger(null)
                .setCampaignId(null);
    }

    @Test
    void shouldCountApartWhatWentOutUnlawfully() {
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-1", ANNA).setSentAt(NOW.minusSeconds(1)).build());
        assertThat(gate.count("consent_gate_unlawful_sends")).isZero();

        gate.send(
                "outbound-messages",
                "stranger",
                aBirthdaySms("m-2", "stranger").setSentAt(NOW.minusSeconds(1)).build());
        assertThat(gate.count("consent_gate_unlawful_sends")).isEqualTo(1);
        assertNothingIn("cleared-messages");
    }

    @Test
    void shouldForgetRepliesOfAnErasedSubjectOnly() {
        String longer = ANNA + "2";
        gate.consent(aCallBackRequest(ANNA, 1, "inquiry-1"), ANNA);
        gate.consent(aCallBackRequest(longer, 1, "inquiry-1"), longer);
        gate.send("outbound-messages", ANNA, aCallBack("m-1", ANNA, "inquiry-1").build());
        gate.send(
                "outbound-messages",
                longer,
                aCallBack("m-2", longer, "inquiry-1").build());

        gate.erase(ANNA);

        var replies = gate.driver().<byte[], byte[]>getKeyValueStore(Stores.REPLIES_BY_INQUIRY);
        try (var left = replies.all()) {
            assertThat(left)
                    .toIterable()
                    .isNotEmpty()
                    .allSatisfy(
                            reply -> assertThat(new String(reply.key, UTF_8)).startsWith(longer));
        }
    }

    @Test
    void shouldBringARecordWithoutItsKeyToItsSubject() {
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        byte[] value =
                gate.encoded("outbound-messages", aBirthdaySms("m-1", ANNA).build());

        gate.sendBytes("outbound-messages", null, value, new RecordHeaders());
        gate.sendBytes("outbound-messages", "someone-else".getBytes(UTF_8), value, new RecordHeaders());

        List<TestRecord<byte[], byte[]>> cleared = gate.read("cleared-messages");
        assertThat(cleared).hasSize(2).allSatisfy(record -> {
            assertThat(record.key()).isEqualTo(ANNA.getBytes(UTF_8));
            assertThat(record.value()).isEqualTo(value);
            assertThat(record.timestamp()).isEqualTo(NOW.toEpochMilli());
            assertThat(header(record, GateHeaders.ORIGIN_TOPIC)).isNull();
        });
        assertThat(incidents("rerouted", Operators.JUDGE_OUTBOUND_MESSAGES)).isEqualTo(2);
    }

    @Test
    void shouldNameACaseAfterWhereItsPublisherWroteIt() {
        byte[] value =
                gate.encoded("outbound-messages", aBirthdaySms("m-1", ANNA).build());
        gate.sendBytes("outbound-messages", ANNA.getBytes(UTF_8), value, new RecordHeaders());

        gate.sendBytes("outbound-messages", null, value, new RecordHeaders());

        assertThat(gate.quarantined())
                .extracting(QuarantinedEvent::getCaseId)
                .containsExactly("outbound-messages.0.0", "outbound-messages.0.1");
    }

    @Test
    void shouldBringAConsentWithoutItsKeyToItsSubject() {
        byte[] consent = gate.encoded(
                "consent-state",
                aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build());
        gate.sendBytes("consent-state", null, consent, new RecordHeaders());

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        only("cleared-messages");
        assertThat(incidents("rerouted", Operators.KEEP_CONSENT_BY_SUBJECT)).isEqualTo(1);
    }

    @Test
    void shouldNotBelieveHeadersThatOnlyTheGateMayWrite() {
        byte[] value =
                gate.encoded("outbound-messages", aBirthdaySms("m-1", ANNA).build());
        Headers forged = new RecordHeaders()
                .add(GateHeaders.ORIGIN_TOPIC, "other".getBytes(UTF_8))
                .add(GateHeaders.ORIGIN_PARTITION, "9".getBytes(UTF_8))
                .add(GateHeaders.ORIGIN_OFFSET, "9".getBytes(UTF_8))
                .add(GateHeaders.ORIGIN_TIMESTAMP, "9".getBytes(UTF_8))
                .add(GateHeaders.VERDICT, "CLEARED".getBytes(UTF_8));

        gate.sendBytes("outbound-messages", ANNA.getBytes(UTF_8), value, forged);

        TestRecord<byte[], byte[]> quarantined = only("quarantine");
        assertThat(header(quarantined, GateHeaders.CASE_ID)).isEqualTo("outbound-messages.0.0");
        assertThat(header(quarantined, GateHeaders.VERDICT)).isNull();
    }

    /** Whoever writes to a topic that is the gate's own gets nothing cleared by it. */
    @Test
    void shouldNotJudgeUnderAnotherKeyWhatStandsOnARerouteTopic() {
        byte[] event = gate.encoded("offer-decisions", anAdvertToAProfiledPerson());
        byte[] consent = gate.encoded(
                "consent-state",
                aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build());
        byte[] other = "someone-else".getBytes(UTF_8);

        gate.sendBytes("offer-decisions-rerouted", other, event, new RecordHeaders());
        gate.sendBytes("consent-state-rerouted", other, consent, new RecordHeaders());
        gate.sendBytes("consent-state-rerouted", null, consent, new RecordHeaders());

        assertNothingIn("cleared-decisions");
        assertThat(consentRow(ANNA)).isNull();
        assertThat(gate.read("dead-letters"))
                .hasSize(3)
                .allSatisfy(
                        letter -> assertThat(header(letter, GateHeaders.REASON)).isEqualTo(DeadLetters.MISPLACED));
    }

    @Test
    void shouldBelieveNoOriginElsewhereThanOnTheInput() {
        byte[] value =
                gate.encoded("outbound-messages", aBirthdaySms("m-1", ANNA).build());

        gate.sendBytes("outbound-messages-rerouted", ANNA.getBytes(UTF_8), value, cameFrom(NOW));

        assertThat(onlyQuarantined().getCaseId()).isEqualTo("outbound-messages-rerouted.0.0");
    }

    @Test
    void shouldGoOnBehindAForgedSignOfAConsentThatIsTooLarge() {
        gate.sendBytes(
                "consent-state-rerouted",
                null,
                new byte[0],
                new RecordHeaders().add(GateHeaders.REASON, DeadLetters.TOO_LARGE.getBytes(UTF_8)));

        assertThat(header(only("dead-letters"), GateHeaders.REASON)).isEqualTo("EMPTY");
    }

    @Test
    void shouldQuarantineAnEventThatNamesNoSubject() {
        gate.send("outbound-messages", "", aBirthdaySms("m-1", "").build());

        assertThat(onlyQuarantined().getViolations())
                .extracting(Finding::getRule)
                .contains("GATE-INVALID");
    }

    @Test
    void shouldTakeNoSubjectThatWouldNotFitWhatTheGateWrites() {
        String endless = "s".repeat(DeadLetters.LONGEST_SUBJECT + 1);
        byte[] message =
                gate.encoded("outbound-messages", aBirthdaySms("m-1", endless).build());
        byte[] consent = gate.encoded("consent-state", aRecord(endless, 1).build());

        gate.sendBytes("outbound-messages", null, message, new RecordHeaders());
        gate.sendBytes("consent-state", null, consent, new RecordHeaders());

        List<TestRecord<byte[], byte[]>> letters = gate.read("dead-letters");
        assertThat(letters).extracting(TestRecord::value).containsExactly(message, consent);
        assertThat(letters)
                .allSatisfy(
                        letter -> assertThat(header(letter, GateHeaders.REASON)).isEqualTo("SUBJECT_TOO_LONG"));
        assertNothingIn("quarantine", "outbound-messages-rerouted", "consent-state-rerouted");
    }

    @Test
    void shouldKeepTheEventsSchemaHeaderUnderANameOfItsOwn() {
        byte[] framed =
                gate.encoded("outbound-messages", aBirthdaySms("m-1", ANNA).build());
        byte[] payload = Arrays.copyOfRange(framed, 5, framed.length);
        byte[] idInHeader = Arrays.copyOfRange(framed, 0, 5);
        Headers headers = new RecordHeaders().add("__value_schema_id", idInHeader);

        gate.sendBytes("outbound-messages", ANNA.getBytes(UTF_8), payload, headers);

        TestRecord<byte[], byte[]> quarantined = only("quarantine");
        assertThat(quarantined.headers().lastHeader("__value_schema_id")).isNull();
        assertThat(quarantined.headers().lastHeader(GateHeaders.EVENT_SCHEMA_ID).value())
                .isEqualTo(idInHeader);
    }

    @Test
    void shouldReadAConsentWhoseSchemaIsNamedInAHeader() {
        byte[] framed = gate.encoded(
                "consent-state",
                aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build());
        Headers headers = new RecordHeaders().add("__value_schema_id", Arrays.copyOfRange(framed, 0, 5));
        gate.sendBytes("consent-state", ANNA.getBytes(UTF_8), Arrays.copyOfRange(framed, 5, framed.length), headers);

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        only("cleared-messages");
    }

    @Test
    void shouldLetNoStoreOrTopicGoUnnamed() {
        StreamsBuilder builder = GateTopology.builder(new StreamsConfig(GateScenario.options(folder)));
        builder.stream("in").groupByKey().count();

        assertThatThrownBy(builder::build).isInstanceOf(TopologyException.class);
    }

    /** A change here renumbers tasks or renames stores: running gates would lose their state. */
    @Test
    void shouldBeTheTopologyThatIsCommitted() {
        String now = gate.topology().describe().toString();
        if (Boolean.getBoolean("update.topology")) {
            write(now);
        }

        assertThat(now)
                .as("The topology changed. If that is meant, run the test with -Dupdate.topology=true, "
                        + "and say in the commit that running gates need a reset")
                .isEqualTo(read());
    }

    private static String read() {
        try {
            return Files.readString(DESCRIPTION);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String description) {
        try {
            Files.createDirectories(DESCRIPTION.getParent());
            Files.writeString(DESCRIPTION, description);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestRecord<byte[], byte[]> only(String topic) {
        List<TestRecord<byte[], byte[]>> records = gate.read(topic);
        assertThat(records).as(topic).hasSize(1);
        return records.get(0);
    }

    private QuarantinedEvent onlyQuarantined() {
        List<QuarantinedEvent> cases = gate.quarantined();
        assertThat(cases).hasSize(1);
        return cases.get(0);
    }

    private void assertNothingIn(String... topics) {
        for (String topic : topics) {
            assertThat(gate.read(topic)).as(topic).isEmpty();
        }
    }

    private double incidents(String what, String operator) {
        return gate.driver().metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(what + "-total")
                        && metric.getKey().tags().values().stream().anyMatch(tag -> tag.startsWith(operator)))
                .mapToDouble(metric ->
                        (double) Objects.requireNonNull(metric.getValue().metricValue()))
                .sum();
    }

    private void assertHeldBackForAnUnreadRecord(String messageId) {
        gate.send("outbound-messages", ANNA, aBirthdaySms(messageId, ANNA).build());
        assertNothingIn("cleared-messages");
        QuarantinedEvent quarantined = onlyQuarantined();
        assertThat(quarantined.getViolations()).extracting(Finding::getRule).contains("GATE-UNKNOWN");
        assertThat(quarantined.getConsentSeen()).isNull();
    }

    private byte[] consentRow(String subject) {
        return gate.driver()
                .<byte[], byte[]>getKeyValueStore(Stores.CONSENT_BY_SUBJECT)
                .get(subject.getBytes(UTF_8));
    }

    private void assertNothingIsKeptOf(String subject) {
        assertThat(StoredConsent.fromBytes(consentRow(subject)).value())
                .as("of an erased person nothing is kept but when that was, and what they forbade")
                .isEmpty();
    }

    /** A consent record as the gate brings it from another partition, where its publisher wrote it then. */
    private void consentOnItsWaySince(Instant written, long version, ConsentStatus status) {
        byte[] value = gate.encoded(
                "consent-state", aRecord(ANNA, version, anSmsConsent(status)).build());
        gate.sendBytes("consent-state-rerouted", ANNA.getBytes(UTF_8), value, cameFrom(written));
    }

    private static String header(TestRecord<?, ?> record, String name) {
        return GateScenario.header(record, name);
    }
}
