// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.NOW;
import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAutomatedLoanRefusal;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.Events.anSmsConsentOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Finding;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.policy.facts.ConsentRow.State;
import io.consentgate.serde.SerializedKeys;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A publisher whose client serializes the key: whatever takes consent back must reach its person all the same. */
class SerializedKeyTest {

    private static final String ANNA = "subject-anna";
    private static final Instant EARLIER = NOW.minusSeconds(60);

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
    @EnumSource
    void shouldEraseThePersonThatAKeyHolds(SerializedKeys form) {
        grant(1, EARLIER);

        erase(form);

        assertThat(diverted()).containsExactly("MSG-CONSENT-MISSING");
        assertThat(gate.count("consent_gate_rerouted", "input", "consent-state"))
                .isEqualTo(1);
        assertThat(gate.read("dead-letters")).isEmpty();
        assertThat(gate.read("consent-state-rerouted")).singleElement().satisfies(rerouted -> {
            assertThat(rerouted.key()).isEqualTo(ANNA.getBytes(UTF_8));
            assertThat(rerouted.headers().lastHeader("__key_schema_id")).isNull();
        });
        assertThat(row(form.key(ANNA))).as("a row of nobody").isNull();
    }

    /** Also the cases and releases that wait for a reviewer. */
    @Test
    void shouldCloseTheCasesOfAPersonThatAKeyHolds() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        erase(SerializedKeys.AVRO);

        assertThat(gate.outcomes()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldHoldThePersonThatTheKeyOfAnUnreadableRecordHolds(SerializedKeys form) {
        grant(1, EARLIER);

        gate.sendBytes("consent-state", form.key(ANNA), new byte[] {7}, form.headers());

        assertThat(diverted()).contains("GATE-UNKNOWN");
        assertThat(gate.read("dead-letters")).singleElement().satisfies(letter -> {
            assertThat(letter.value()).containsExactly(7);
            assertThat(header(letter, GateHeaders.REASON)).isEqualTo("NOT_THE_FORMAT");
            assertThat(header(letter, GateHeaders.ORIGIN_TOPIC)).isEqualTo("consent-state");
            assertThat(header(letter, GateHeaders.ORIGIN_OFFSET)).isEqualTo("1");
        });
        assertThat(row(form.key(ANNA))).as("a row of nobody").isNull();
        grant(2, EARLIER);
        assertCleared();
    }

    @ParameterizedTest
    @EnumSource
    void shouldHoldThePersonThatTheKeyOfARecordHoldsThatIsTooLarge(SerializedKeys form) {
        grant(1, EARLIER);

        gate.sendBytes("consent-state", form.key(ANNA), new byte[GateScenario.LARGEST_WRITTEN], form.headers());

        assertThat(diverted()).contains("GATE-UNKNOWN");
        assertThat(gate.read("dead-letters")).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo(ANNA.getBytes(UTF_8));
            assertThat(header(letter, GateHeaders.REASON)).isEqualTo(DeadLetters.TOO_LARGE);
        });
    }

    /** Its value says whose it is. It counts as any other misplaced one does: from its arrival, and not past an erasure. */
    @ParameterizedTest
    @EnumSource
    void shouldTakeAGrantUnderASerializedKeyForNoMoreThanAMisplacedOne(SerializedKeys form) {
        consent(form, 1, ConsentStatus.GRANTED, EARLIER);
        assertCleared();

        gate.erase(ANNA);
        consent(form, 2, ConsentStatus.GRANTED, EARLIER);

        assertThat(diverted()).containsExactly("MSG-CONSENT-MISSING");
        assertThat(gate.count("consent_gate_outdated_consents")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeAWithdrawalUnderASerializedKey(SerializedKeys form) {
        grant(1, EARLIER);

        consent(form, 2, ConsentStatus.WITHDRAWN, NOW);

        assertThat(diverted()).containsExactly("MSG-CONSENT-WITHDRAWN");
    }

    @ParameterizedTest
    @EnumSource
    void shouldClearAgainWhatIsGrantedAfterAnErasureUnderASerializedKey(SerializedKeys form) {
        grant(1, EARLIER);
        erase(form);

        gate.send(
                "consent-state",
                ANNA,
                aRecord(ANNA, 2, anSmsConsentOf(NOW.plusMillis(1))).build(),
                NOW.plusMillis(1));

        assertCleared();
    }

    /** A long, an Avro record, bytes that are no text, a JSON object, nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000003039",
                "00000000070c7375626a6563740a6f74686572",
                "ff7375626a656374",
                "7b226964223a2273227d",
                ""
            })
    void shouldMakeADeadLetterOfAnErasureOfNobodyKnowsWhom(String hex) {
        byte[] key = HexFormat.of().parseHex(hex);

        gate.sendBytes("consent-state", key, null, new RecordHeaders());

        assertThat(gate.read("dead-letters")).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo(key);
            assertThat(header(letter, GateHeaders.REASON)).isEqualTo(DeadLetters.NO_SUBJECT);
            assertThat(header(letter, GateHeaders.ORIGIN_OFFSET)).isEqualTo("0");
        });
        assertThat(gate.count("consent_gate_dead_lettered", "input", "consent-state"))
                .isEqualTo(1);
        assertThat(row(key)).isNull();
    }

    /** The alert says that a person is held, save for letters without key and those of this reason. */
    @Test
    void shouldNotSayThatAPersonIsHeldWhomNoKeyTells() {
        byte[] number = HexFormat.of().parseHex("0000000000003039");

        gate.sendBytes("consent-state", number, new byte[] {7}, new RecordHeaders());
        gate.sendBytes("consent-state", number, new byte[GateScenario.LARGEST_WRITTEN], new RecordHeaders());

        List<TestRecord<byte[], byte[]>> letters = gate.read("dead-letters");
        assertThat(letters).hasSize(2);
        assertThat(header(letters.get(0), GateHeaders.REASON)).isEqualTo(DeadLetters.NO_SUBJECT);
        assertThat(letters.get(0).key()).isEqualTo(number);
        assertThat(letters.get(0).value()).containsExactly(7);
        assertThat(letters.get(1).key()).isNull();
        assertThat(row(number)).isNull();
    }

    /** Whose id has quotes is erased by it, and so is whose id stands in them: nobody can tell which of the two was meant. */
    @Test
    void shouldEraseAPersonWhoseIdHasQuotes() {
        String quoted = '"' + ANNA + '"';
        grant(1, EARLIER);
        gate.consent(aRecord(quoted, 1, anSmsConsentOf(EARLIER)).build(), quoted);

        erase(SerializedKeys.JSON);

        gate.send("outbound-messages", quoted, aBirthdaySms("m-1", quoted).build());
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-2", ANNA).build());
        assertThat(gate.read("cleared-messages")).isEmpty();
    }

    @Test
    void shouldHoldAPersonWhoseIdHasQuotes() {
        String quoted = '"' + ANNA + '"';
        gate.consent(aRecord(quoted, 1, anSmsConsentOf(EARLIER)).build(), quoted);

        gate.sendBytes("consent-state", quoted.getBytes(UTF_8), new byte[] {7}, new RecordHeaders());

        assertThat(StoredConsent.fromBytes(row(quoted.getBytes(UTF_8))).state()).isEqualTo(State.UNREADABLE);
        assertThat(gate.read("dead-letters")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldJudgeAnEventUnderASerializedKeyAndPassItOnUnderThePlainOne(SerializedKeys form) {
        grant(1, EARLIER);
        byte[] message =
                gate.encoded("outbound-messages", aBirthdaySms("m-1", ANNA).build());
        SpecificRecord decision = anAutomatedLoanRefusal("d-1", ANNA).build();

        gate.sendBytes("outbound-messages", form.key(ANNA), message, form.headers());
        gate.sendBytes("offer-decisions", form.key(ANNA), gate.encoded("offer-decisions", decision), form.headers());

        assertThat(gate.read("cleared-messages")).singleElement().satisfies(cleared -> {
            assertThat(cleared.key()).isEqualTo(ANNA.getBytes(UTF_8));
            assertThat(cleared.value()).isEqualTo(message);
            assertThat(cleared.headers().lastHeader("__key_schema_id")).isNull();
        });
        assertThat(gate.read("quarantine"))
                .singleElement()
                .satisfies(record -> assertThat(record.key()).isEqualTo(ANNA.getBytes(UTF_8)));
        assertThat(gate.read("dead-letters")).isEmpty();
    }

    private void grant(long version, Instant at) {
        gate.consent(aRecord(ANNA, version, anSmsConsentOf(at)).build(), ANNA);
    }

    private void consent(SerializedKeys form, long version, ConsentStatus status, Instant writtenAt) {
        gate.sendBytes(
                "consent-state",
                form.key(ANNA),
                gate.encoded(
                        "consent-state",
                        aRecord(ANNA, version, anSmsConsent(status)).build()),
                form.headers(),
                writtenAt);
    }

    private void erase(SerializedKeys form) {
        gate.sendBytes("consent-state", form.key(ANNA), null, form.headers());
    }

    private List<String> diverted() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        assertThat(gate.read("cleared-messages")).isEmpty();
        List<QuarantinedEvent> cases = gate.quarantined();
        assertThat(cases).hasSize(1);
        return cases.get(0).getViolations().stream().map(Finding::getRule).toList();
    }

    private void assertCleared() {
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-2", ANNA).build());
        assertThat(gate.read("cleared-messages")).hasSize(1);
    }

    private byte[] row(byte[] subject) {
        return gate.driver()
                .<byte[], byte[]>getKeyValueStore(Stores.CONSENT_BY_SUBJECT)
                .get(subject);
    }

    private static String header(TestRecord<?, ?> record, String name) {
        return GateScenario.header(record, name);
    }
}
