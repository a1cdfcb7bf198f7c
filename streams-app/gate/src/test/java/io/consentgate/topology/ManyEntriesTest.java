// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.Consent;
import io.consentgate.events.ConsentStatus;
import io.consentgate.fuzz.Budget;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person of whom a record says more than anybody could have said must not hold up everybody else. */
class ManyEntriesTest {

    private static final String ANNA = "subject-anna";

    @TempDir
    Path folder;

    @Test
    void shouldHoldThePersonOfARecordWithMoreEntriesThanAreTaken() {
        try (GateScenario gate = new GateScenario(folder)) {
            gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

            take(gate, 2, 8_000);
            take(gate, 3, 8_000);
            gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

            assertThat(gate.read("dead-letters"))
                    .hasSize(2)
                    .allSatisfy(letter -> assertThat(GateScenario.header(letter, GateHeaders.REASON))
                            .isEqualTo("TOO_MANY_ENTRIES"));
            assertThat(gate.read("cleared-messages")).isEmpty();
            assertThat(gate.read("quarantine")).hasSize(1);
        }
    }

    @Test
    void shouldTakeAsManyAsAreTakenWithinTheBudgetOfARecord() {
        try (GateScenario gate = new GateScenario(folder)) {
            take(gate, 1, 1_000);
            take(gate, 2, 1_000);
            Budget.of(0, () -> gate.erase(ANNA));

            assertThat(gate.read("dead-letters")).isEmpty();
        }
    }

    private static void take(GateScenario gate, long version, int entries) {
        byte[] value = gate.encoded(
                "consent-state",
                aRecord(
                                ANNA,
                                version,
                                IntStream.range(0, entries)
                                        .mapToObj(i -> consent(i, version))
                                        .toArray(Consent[]::new))
                        .build());
        Budget.of(
                value.length, () -> gate.sendBytes("consent-state", ANNA.getBytes(UTF_8), value, new RecordHeaders()));
    }

    private static Consent consent(int number, long version) {
        Consent consent = anSmsConsent(version % 2 == 0 ? ConsentStatus.WITHDRAWN : ConsentStatus.GRANTED);
        consent.setConsentId("consent-" + number);
        consent.setControllerId("controller-" + number);
        consent.setContactRef("contact-" + number);
        return consent;
    }
}
