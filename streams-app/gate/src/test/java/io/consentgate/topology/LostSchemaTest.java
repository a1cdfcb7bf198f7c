// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.NOW;
import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsentOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.Channel;
import io.consentgate.events.Consent;
import io.consentgate.events.ConsentState;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Finding;
import io.consentgate.policy.facts.ConsentRow.State;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.review.facts.VerdictFacts;
import io.consentgate.serde.ConsentReading;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.UndecodableException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that loses the schema of a record that is on record already takes nothing back that the person said in it. */
class LostSchemaTest {

    private static final String ANNA = "subject-anna";
    private static final Instant YESTERDAY = NOW.minusSeconds(86_400);
    private static final int NOBODYS = 987_654;

    @TempDir
    Path folder;

    private GateScenario gate;
    private byte @Nullable [] lost;

    @BeforeEach
    void open() {
        gate = new GateScenario(folder, Forgetful::new, () -> {});
    }

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void shouldKeepAWithdrawalInARecordThatCannotBeReadAnyMore() {
        lose(aRecord(ANNA, 7, withdrawn()).build());
        consent(aRecord(ANNA, 8, anSmsConsentOf(YESTERDAY.minusSeconds(1))).build());

        assertDiverted("GATE-UNKNOWN", "MSG-CONSENT-MISSING");
        assertThat(gate.count("consent_gate_doubtful_consents")).isEqualTo(1);
        assertThat(GateScenario.header(gate.read("dead-letters").get(0), GateHeaders.REASON))
                .isEqualTo("DOUBTFUL_CONSENT");

        lost = null;
        assertDiverted("GATE-UNKNOWN", "MSG-CONSENT-WITHDRAWN");
        consent(aRecord(ANNA, 9, anSmsConsentOf(YESTERDAY.minusSeconds(1))).build());
        Finding withdrawal = assertDiverted("MSG-CONSENT-WITHDRAWN");
        assertThat(withdrawal.getFacts()).containsEntry("keptFromVersion", "7");
        consent(aRecord(ANNA, 10, anSmsConsentOf(YESTERDAY.plusSeconds(1))).build());
        assertCleared();
    }

    @Test
    void shouldKnowOfAWithdrawalThatCameWhileTheRecordBeforeItCouldNotBeRead() {
        lose(aRecord(ANNA, 7, anSmsConsentOf(YESTERDAY)).build());
        consent(aRecord(ANNA, 8, withdrawn()).build());

        assertDiverted("GATE-UNKNOWN", "MSG-CONSENT-WITHDRAWN");
        lost = null;
        assertDiverted("GATE-UNKNOWN", "MSG-CONSENT-WITHDRAWN");
        consent(aRecord(ANNA, 9, anSmsConsentOf(YESTERDAY.minusSeconds(1))).build());
        assertDiverted("MSG-CONSENT-WITHDRAWN");
    }

    /** A duplicate, or an export in disorder: what came after it may have dropped the grant, or withdrawn it. */
    @Test
    void shouldEndNoDoubtByTheRecordBeforeItOnceMore() {
        ConsentState granted = aRecord(ANNA, 7, anSmsConsentOf(YESTERDAY)).build();
        lose(granted);
        consent(aRecord(ANNA, 8, anEmailConsent()).build());
        lost = null;
        consent(granted);

        assertDiverted("GATE-UNKNOWN", "MSG-CONSENT-MISSING");
        consent(aRecord(ANNA, 9, anSmsConsentOf(YESTERDAY)).build());
        assertCleared();
    }

    @Test
    void shouldEndNoDoubtOfAnUnreadableRecordByTheRecordBeforeItOnceMore() {
        ConsentState granted = aRecord(ANNA, 7, anSmsConsentOf(YESTERDAY)).build();
        lose(granted);
        gate.sendBytes("consent-state", ANNA.getBytes(UTF_8), new byte[] {7}, new RecordHeaders());
        lost = null;
        consent(granted);

        assertDiverted("GATE-UNKNOWN", "MSG-CONSENT-MISSING");
        consent(aRecord(ANNA, 9, anSmsConsentOf(YESTERDAY)).build());
        assertCleared();
    }

    @Test
    void shouldKeepItBehindAnotherThatCannotBeRead() {
        lose(aRecord(ANNA, 7, withdrawn()).build());
        gate.sendBytes("consent-state", ANNA.getBytes(UTF_8), new byte[] {7}, new RecordHeaders());
        lost = null;
        consent(aRecord(ANNA, 9, anSmsConsentOf(YESTERDAY.minusSeconds(1))).build());

        assertDiverted("MSG-CONSENT-WITHDRAWN");
    }

    /** The objection that it may have held outlasts an erasure; its content does not. */
    @Test
    void shouldTakeItThatTheRecordOfAnErasedPersonHeldAnObjection() {
        lose(aRecord(ANNA, 7, withdrawn()).build());
        gate.erase(ANNA);

        StoredConsent stored = StoredConsent.fromBytes(rows().get(ANNA.getBytes(UTF_8)));
        assertThat(stored.state()).isEqualTo(State.UNREADABLE);
        assertThat(stored.value()).isEmpty();
        assertDiverted("GATE-UNKNOWN", "MSG-CONSENT-MISSING", "MSG-OBJECTION");
        consent(aRecord(ANNA, 8, anSmsConsentOf(NOW.plusMillis(1))).build());
        assertCleared();
    }

    private static Consent anEmailConsent() {
        Consent granted = anSmsConsentOf(YESTERDAY);
        granted.setChannel(Channel.EMAIL);
        return granted;
    }

    private static Consent withdrawn() {
        Consent withdrawn = anSmsConsentOf(YESTERDAY.minusSeconds(7));
        withdrawn.setStatus(ConsentStatus.WITHDRAWN);
        withdrawn.setWithdrawnAt(YESTERDAY);
        return withdrawn;
    }

    /** Sends a record whose schema is gone once the gate has taken it. */
    private void lose(ConsentState record) {
        byte[] value = gate.encoded("consent-state", record);
        gate.sendBytes("consent-state", ANNA.getBytes(UTF_8), value, new RecordHeaders());
        lost = value;
    }

    private void consent(ConsentState record) {
        gate.consent(record, ANNA);
    }

    private KeyValueStore<byte[], byte[]> rows() {
        return gate.driver().getKeyValueStore(Stores.CONSENT_BY_SUBJECT);
    }

    private Finding assertDiverted(String... rules) {
        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-" + System.nanoTime(), ANNA).build());
        assertThat(gate.read("cleared-messages")).isEmpty();
        var diverted = gate.quarantined();
        assertThat(diverted).hasSize(1);
        assertThat(diverted.get(0).getViolations()).extracting(Finding::getRule).containsExactlyInAnyOrder(rules);
        return diverted.get(0).getViolations().get(0);
    }

    private void assertCleared() {
        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-" + System.nanoTime(), ANNA).build());
        assertThat(gate.read("cleared-messages")).hasSize(1);
    }

    /** Asks a registry for a schema that it does not have wherever the lost record is read. */
    private final class Forgetful implements FactsReader {
        private final FactsReader reader;

        private Forgetful(FactsReader reader) {
            this.reader = reader;
        }

        @Override
        public ConsentReading inspectConsent(Headers headers, byte @Nullable [] value) throws UndecodableException {
            boolean isLost = Arrays.equals(value, lost);
            return reader.inspectConsent(
                    headers,
                    isLost ? ByteBuffer.wrap(value.clone()).putInt(1, NOBODYS).array() : value);
        }

        @Override
        public MessageFacts readMessage(Headers headers, byte @Nullable [] value) throws UndecodableException {
            return reader.readMessage(headers, value);
        }

        @Override
        public DecisionFacts readDecision(Headers headers, byte @Nullable [] value) throws UndecodableException {
            return reader.readDecision(headers, value);
        }

        @Override
        public VerdictFacts readVerdict(Headers headers, byte @Nullable [] value) throws UndecodableException {
            return reader.readVerdict(headers, value);
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
