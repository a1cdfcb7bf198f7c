// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.ConsentStatus;
import io.consentgate.policy.FailingPolicy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 2, of a policy that fails: its event is held back, and the gate goes on. */
class PolicyErrorTest {

    private static final String ANNA = "subject-anna";
    /** What a failure says may quote the event. */
    private static final String SAID = "no rule for Anna's birthday";

    @TempDir
    Path folder;

    @Test
    void shouldQuarantineWhatARuleFailsOnAndGoOn() {
        try (GateScenario gate = new GateScenario(folder, FailingPolicy.failingOn("m-1", SAID))) {
            gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);

            byte[] failing = gate.send(
                    "outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
            byte[] next = gate.send(
                    "outbound-messages", ANNA, aBirthdaySms("m-2", ANNA).build());

            assertThat(gate.quarantined()).singleElement().satisfies(quarantined -> {
                assertThat(quarantined.getEvent()).isEqualTo(ByteBuffer.wrap(failing));
                assertThat(quarantined.getViolations()).singleElement().satisfies(violation -> {
                    assertThat(violation.getRule()).isEqualTo("GATE-POLICY-ERROR");
                    assertThat(violation.getFacts())
                            .isEqualTo(Map.of("rule", "MSG-EXPIRED", "exception", "java.lang.IllegalStateException"));
                });
                assertThat(quarantined.toString()).doesNotContain(SAID);
            });
            assertThat(gate.count("consent_gate_rule_errors", "rule", "MSG-EXPIRED"))
                    .isEqualTo(1);
            assertThat(gate.count("consent_gate_rule_errors")).isEqualTo(1);
            assertThat(gate.read("cleared-messages"))
                    .extracting(TestRecord::value)
                    .containsExactly(next);
        }
    }
}
