// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.CONTROLLER;
import static io.consentgate.Events.NOW;
import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAdvertShown;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.Events.anSmsConsentOf;
import static io.consentgate.topology.GateScenario.cameFrom;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.Consent;
import io.consentgate.events.ConsentState;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Correction;
import io.consentgate.events.Finding;
import io.consentgate.events.Objection;
import io.consentgate.events.ObjectionScope;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.policy.facts.ConsentRow.State;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gate keeps of a person who said no, whatever their publisher sends afterwards. */
class StickyConsentTest {

    private static final String ANNA = "subject-anna";
    private static final Instant YESTERDAY = NOW.minusSeconds(86_400);

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

    /** In seconds, never set, and in microseconds. */
    @ParameterizedTest
    @ValueSource(longs = {1_761_990_000L, 0, 1_761_990_000_000_000L})
    void shouldHoldByAWithdrawalOfAnyTime(long withdrawnAt) {
        Consent withdrawal = anSmsConsent(ConsentStatus.WITHDRAWN);
        withdrawal.setConsentId("consent-2");
        withdrawal.setWithdrawnAt(Instant.ofEpochMilli(withdrawnAt));
        consent(aRecord(ANNA, 1, anSmsConsentOf(YESTERDAY), withdrawal).build());

        assertDiverted("MSG-CONSENT-WITHDRAWN");
    }

    @Test
    void shouldHoldByAWithdrawalInSecondsThatTheGrantStates() {
        Consent grant = anSmsConsentOf(YESTERDAY);
        grant.setWithdrawnAt(Instant.ofEpochMilli(1_761_990_000L));
        consent(aRecord(ANNA, 1, grant).build());

        assertDiverted("MSG-CONSENT-WITHDRAWN");
    }

    @Test
    void shouldHoldByAnObjectionRaisedAtTheEpoch() {
        consent(aRecord(ANNA, 1, anSmsConsentOf(YESTERDAY))
                .setObjections(List.of(objection(ObjectionScope.DIRECT_MARKETING, Instant.EPOCH)))
                .build());

        assertDiverted("MSG-OBJECTION");
    }

    /** Withdrawn in June; in October a CRM imports the list once more, with the proof of March. */
    @Test
    void shouldLetNoImportWithAnOldProofLiftAWithdrawal() {
        Instant june = Instant.parse("2026-06-01T10:00:00Z");
        consent(aRecord(ANNA, 1, withdrawnAt(june)).build());
        Consent imported = anSmsConsentOf(Instant.parse("2026-03-01T10:00:00Z"));
        imported.setGrantedAt(Instant.parse("2026-10-01T10:00:00Z"));
        consent(aRecord(ANNA, 2, withdrawnAt(june), imported).build());

        Finding withdrawn = assertDiverted("MSG-CONSENT-WITHDRAWN");
        assertThat(withdrawn.getFacts()).containsEntry("evidence.capturedAt", "2026-03-01T10:00:00Z");
    }

    @Test
    void shouldKeepAWithdrawalThatANewerVersionLeavesOutUntilALaterGrant() {
        consent(aRecord(ANNA, 7, withdrawnAt(YESTERDAY)).build());
        consent(aRecord(ANNA, 8, anSmsConsent(ConsentStatus.GRANTED)).build());

        Finding withdrawn = assertDiverted("MSG-CONSENT-WITHDRAWN");
        assertThat(withdrawn.getFacts()).containsEntry("keptFromVersion", "7");
        consent(aRecord(ANNA, 9, anSmsConsentOf(YESTERDAY.plusSeconds(1))).build());
        assertCleared();
    }

    @Test
    void shouldKeepAWithdrawalBehindARecordThatCannotBeRead() {
        consent(aRecord(ANNA, 7, withdrawnAt(YESTERDAY)).build());
        gate.sendBytes("consent-state", ANNA.getBytes(UTF_8), new byte[] {7}, new RecordHeaders());

        assertDiverted("GATE-UNKNOWN", "MSG-CONSENT-WITHDRAWN");
        consent(aRecord(ANNA, 8, anSmsConsent(ConsentStatus.GRANTED)).build());
        assertDiverted("MSG-CONSENT-WITHDRAWN");
    }

    /** As where it was brought to its subject late. */
    @Test
    void shouldNotTakeAnOlderVersionForTheEndOfADoubt() {
        consent(aRecord(ANNA, 3, anSmsConsentOf(YESTERDAY)).build());
        gate.sendBytes("consent-state", ANNA.getBytes(UTF_8), new byte[] {7}, new RecordHeaders());
        gate.sendBytes(
                "consent-state-rerouted",
                ANNA.getBytes(UTF_8),
                gate.encoded(
                        "consent-state",
                        aRecord(ANNA, 4, anSmsConsentOf(YESTERDAY)).build()),
                cameFrom(NOW.minusSeconds(1)));

        assertDiverted("GATE-UNKNOWN", "MSG-CONSENT-MISSING");
        assertThat(gate.count("consent_gate_doubtful_consents")).isEqualTo(1);
        consent(aRecord(ANNA, 6, anSmsConsentOf(YESTERDAY)).build());
        assertCleared();
    }

    @Test
    void shouldTakeACorrectionAndKeepItInAReplay() {
        ConsentState withdrawn = aRecord(ANNA, 7, withdrawnAt(YESTERDAY)).build();
        ConsentState corrected = aRecord(ANNA, 8, anSmsConsent(ConsentStatus.GRANTED))
                .setCorrects(List.of(new Correction("consent-1", "ticket-4711")))
                .build();
        consent(withdrawn);
        consent(corrected);
        assertCleared();

        consent(withdrawn);
        consent(corrected);
        assertCleared();
        assertThat(gate.count("consent_gate_doubtful_consents")).isZero();
    }

    @Test
    void shouldDoubtTheSameVersionWithOtherContentAndPutItOnRecord() {
        consent(aRecord(ANNA, 2, anSmsConsent(ConsentStatus.WITHDRAWN)).build());
        ConsentState other = aRecord(ANNA, 2, anSmsConsentOf(YESTERDAY)).build();
        consent(other);

        Finding unknown = assertDiverted("GATE-UNKNOWN", "MSG-CONSENT-WITHDRAWN");
        assertThat(unknown.getFacts()).containsEntry("consentRecord", "in doubt");
        assertThat(gate.count("consent_gate_doubtful_consents")).isEqualTo(1);
        TestRecord<byte[], byte[]> letter = gate.read("dead-letters").get(0);
        assertThat(GateScenario.header(letter, GateHeaders.REASON)).isEqualTo("DOUBTFUL_CONSENT");
        assertThat(GateScenario.header(letter, GateHeaders.ORIGIN_TOPIC)).isEqualTo("consent-state");
        assertThat(GateScenario.header(letter, GateHeaders.ORIGIN_PARTITION)).isEqualTo("0");
        assertThat(GateScenario.header(letter, GateHeaders.ORIGIN_OFFSET)).isEqualTo("1");
        assertThat(letter.value()).isEqualTo(gate.encoded("consent-state", other));
    }

    @Test
    void shouldEndADoubtByAHigherVersion() {
        consent(aRecord(ANNA, 2, anSmsConsentOf(YESTERDAY)).build());
        consent(aRecord(ANNA, 2).build());
        assertDiverted("GATE-UNKNOWN", "MSG-CONSENT-MISSING");

        consent(aRecord(ANNA, 3, anSmsConsentOf(YESTERDAY)).build());
        assertCleared();
    }

    @Test
    void shouldTakeTheSameContentForARepetition() {
        ConsentState grant = aRecord(ANNA, 2, anSmsConsentOf(YESTERDAY)).build();
        consent(grant);
        consent(grant);
        consent(ConsentState.newBuilder(grant).setUpdatedAt(NOW).build());

        assertCleared();
        assertThat(gate.read("dead-letters")).isEmpty();
    }

    /** The store is of a gate that kept nothing, and the topic is read once more from its beginning. */
    @Test
    void shouldHealItselfInAReplayOfTheTopic() {
        ConsentState withdrawn =
                aRecord(ANNA, 1, withdrawnAt(YESTERDAY.minusSeconds(60))).build();
        ConsentState grant = aRecord(ANNA, 2, anSmsConsentOf(YESTERDAY)).build();
        consent(grant);
        consent(withdrawn);
        assertDiverted("GATE-UNKNOWN", "MSG-CONSENT-WITHDRAWN");

        consent(grant);
        assertCleared();
        consent(withdrawn);
        consent(grant);
        assertCleared();
        assertThat(gate.count("consent_gate_doubtful_consents")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE / 2 + 1})
    void shouldNotBeLockedByAVersionThatIsNoCount(long version) {
        consent(aRecord(ANNA, version, anSmsConsentOf(YESTERDAY)).build());
        assertDiverted("GATE-UNKNOWN", "MSG-CONSENT-MISSING");
        assertThat(gate.count("consent_gate_doubtful_consents")).isEqualTo(1);

        consent(aRecord(ANNA, 3, anSmsConsentOf(YESTERDAY)).build());
        assertCleared();
    }

    @Test
    void shouldUnlockARowThatAGateBeforeTookBySuchAVersion() {
        byte[] value = gate.encoded(
                "consent-state",
                aRecord(ANNA, Long.MAX_VALUE, anSmsConsentOf(YESTERDAY)).build());
        storedByAGateBefore(value, Long.MAX_VALUE);
        assertDiverted("GATE-UNKNOWN", "MSG-CONSENT-MISSING");

        consent(aRecord(ANNA, 3, anSmsConsentOf(YESTERDAY)).build());
        assertCleared();
    }

    @Test
    void shouldKeepWhatARowOfAGateBeforeForbids() {
        byte[] value = gate.encoded(
                "consent-state", aRecord(ANNA, 7, withdrawnAt(YESTERDAY)).build());
        storedByAGateBefore(value, 7);

        consent(aRecord(ANNA, 8, anSmsConsent(ConsentStatus.GRANTED)).build());

        assertDiverted("MSG-CONSENT-WITHDRAWN");
    }

    @Test
    void shouldNotMakeAnErasedPersonReachableByTheSameListOnceMore() {
        consent(aRecord(ANNA, 7, anSmsConsent(ConsentStatus.GRANTED)).build());
        gate.erase(ANNA);
        consent(aRecord(ANNA, 8, anSmsConsent(ConsentStatus.GRANTED)).build());

        assertDiverted("MSG-CONSENT-MISSING");
        consent(aRecord(ANNA, 9, anSmsConsentOf(NOW.plusMillis(1))).build());
        assertCleared();
    }

    @Test
    void shouldKeepNoContentOfAnErasedPersonAndWhatTheyForbade() {
        consent(aRecord(ANNA, 7, withdrawnAt(YESTERDAY))
                .setObjections(List.of(objection(ObjectionScope.PROFILING, YESTERDAY)))
                .build());
        gate.erase(ANNA);

        StoredConsent stored = StoredConsent.fromBytes(rows().get(ANNA.getBytes(UTF_8)));
        assertThat(stored.state()).isEqualTo(State.NONE);
        assertThat(stored.value()).isEmpty();
        assertThat(new String(rows().get(ANNA.getBytes(UTF_8)), UTF_8)).doesNotContain("consent-1", "evidence");
        assertThat(stored.kept().erasedAt()).isEqualTo(NOW);
        assertThat(stored.kept().acts()).hasSize(2).allSatisfy(act -> {
            assertThat(act.id()).isNull();
            assertThat(act.controllerId()).isEqualTo(CONTROLLER);
            assertThat(act.at()).isEqualTo(YESTERDAY);
        });
        gate.send("offer-decisions", ANNA, anAdvertToAProfiledPerson());
        assertThat(gate.quarantined().get(0).getViolations())
                .extracting(Finding::getRule)
                .contains("ADM-OBJECTION", "GATE-NO-RECORD");
    }

    @Test
    void shouldNotProfileAnErasedPersonForMarketing() {
        gate.erase(ANNA);

        gate.send("offer-decisions", ANNA, anAdvertToAProfiledPerson());

        assertThat(gate.quarantined().get(0).getViolations())
                .extracting(Finding::getRule)
                .containsExactly("GATE-NO-RECORD");
    }

    /** Its publisher's clock says the year 2500: nobody could ever consent again. */
    @Test
    void shouldDateAnErasureOfNoPossibleTimeByItsOwnClock() {
        gate.sendBytes(
                "consent-state",
                ANNA.getBytes(UTF_8),
                null,
                new RecordHeaders(),
                Instant.parse("2500-01-01T00:00:00Z"));

        assertThat(StoredConsent.fromBytes(rows().get(ANNA.getBytes(UTF_8)))
                        .kept()
                        .erasedAt())
                .isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void shouldWriteARowWhateverAPersonForbids() {
        for (int version = 1; version <= 200; version++) {
            Consent withdrawal = withdrawnAt(YESTERDAY);
            withdrawal.setConsentId("c-" + version + "x".repeat(1_000));
            withdrawal.setContactRef("tel-" + version);
            consent(aRecord(ANNA, version, withdrawal).build());
        }
        consent(aRecord(ANNA, 201, anSmsConsent(ConsentStatus.GRANTED)).build());

        StoredConsent stored = StoredConsent.fromBytes(rows().get(ANNA.getBytes(UTF_8)));
        assertThat(stored.kept().acts()).hasSizeBetween(1, 64);
        assertThat(rows().get(ANNA.getBytes(UTF_8))).hasSizeLessThan(64 * 1024);
        assertDiverted("MSG-CONSENT-WITHDRAWN");
    }

    private void consent(ConsentState record) {
        gate.consent(record, ANNA);
    }

    private static Consent withdrawnAt(Instant at) {
        Consent withdrawal = anSmsConsent(ConsentStatus.WITHDRAWN);
        withdrawal.setWithdrawnAt(at);
        return withdrawal;
    }

    private static Objection objection(ObjectionScope scope, Instant at) {
        return Objection.newBuilder()
                .setControllerId(CONTROLLER)
                .setScope(scope)
                .setRaisedAt(at)
                .build();
    }

    private static OfferDecision anAdvertToAProfiledPerson() {
        OfferDecision.Builder advert = anAdvertShown("d-1", ANNA);
        advert.getProfiling().setForDirectMarketing(true);
        return advert.build();
    }

    /** The first finding of the only case, which breaks just these rules. */
    private Finding assertDiverted(String... rules) {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        assertThat(gate.read("cleared-messages")).isEmpty();
        List<QuarantinedEvent> cases = gate.quarantined();
        assertThat(cases).hasSize(1);
        List<Finding> violations = cases.get(0).getViolations();
        assertThat(violations).extracting(Finding::getRule).containsExactlyInAnyOrder(rules);
        return violations.stream()
                .filter(violation -> violation.getRule().equals(rules[0]))
                .findFirst()
                .orElseThrow();
    }

    private void assertCleared() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-2", ANNA).build());
        assertThat(gate.read("cleared-messages")).hasSize(1);
        assertThat(gate.quarantined()).isEmpty();
    }

    private KeyValueStore<byte[], byte[]> rows() {
        return gate.driver().getKeyValueStore(Stores.CONSENT_BY_SUBJECT);
    }

    private void storedByAGateBefore(byte[] value, long version) {
        rows().put(
                        ANNA.getBytes(UTF_8),
                        ByteBuffer.allocate(1 + 1 + 4 + 8 + 8 + 8 + 4 + value.length)
                                .put((byte) 1)
                                .put((byte) 0)
                                .putInt(0)
                                .putLong(0)
                                .putLong(NOW.toEpochMilli())
                                .putLong(version)
                                .putInt(0)
                                .put(value)
                                .array());
    }
}
