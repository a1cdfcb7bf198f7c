// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.NOW;
import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.Events.anSmsConsentOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Finding;
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleMode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What breaks a rule that is only observed: cleared, marked and counted. */
class ObservedRuleTest {

    private static final String ANNA = "subject-anna";

    @TempDir
    Path folder;

    private GateScenario gate;

    @BeforeEach
    void open() {
        gate = new GateScenario(
                folder,
                Policy.standard(PolicyOptions.defaults().withMode(RuleCode.MSG_CONSENT_WITHDRAWN, RuleMode.OBSERVE)));
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.WITHDRAWN)).build(), ANNA);
    }

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void shouldClearUnchangedMarkAndCountWhatItWouldHaveDiverted() {
        assertThat(gate.count("consent_gate_observed", "rule", "MSG-CONSENT-WITHDRAWN"))
                .isZero();

        byte[] value =
                gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(gate.read("cleared-messages")).singleElement().satisfies(cleared -> {
            assertThat(cleared.value()).isEqualTo(value);
            assertThat(GateScenario.header(cleared, GateHeaders.VERDICT)).isEqualTo("CLEARED");
            assertThat(GateScenario.header(cleared, GateHeaders.OBSERVED)).isEqualTo("MSG-CONSENT-WITHDRAWN");
        });
        assertThat(gate.read("quarantine")).isEmpty();
        assertThat(gate.count("consent_gate_observed", "rule", "MSG-CONSENT-WITHDRAWN"))
                .isEqualTo(1);
        assertThat(gate.count("consent_gate_observed")).isEqualTo(1);
        assertThat(gate.count("consent_gate_violations")).isZero();
    }

    @Test
    void shouldCountItWhereAnotherRuleDivertsToo() {
        gate.send(
                "outbound-messages",
                ANNA,
                aBirthdaySms("m-1", ANNA).setChargedToRecipient(true).build());

        assertThat(gate.read("cleared-messages")).isEmpty();
        assertThat(gate.quarantined())
                .singleElement()
                .satisfies(quarantined -> assertThat(quarantined.getViolations())
                        .extracting(Finding::getRule)
                        .containsExactly("MSG-RECIPIENT-COST"));
        assertThat(gate.count("consent_gate_observed", "rule", "MSG-CONSENT-WITHDRAWN"))
                .isEqualTo(1);
    }

    @Test
    void shouldNotMarkWhatBreaksNone() {
        gate.consent(aRecord(ANNA, 2, anSmsConsentOf(NOW.minusSeconds(60))).build(), ANNA);

        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(gate.read("cleared-messages"))
                .singleElement()
                .satisfies(cleared -> assertThat(GateScenario.header(cleared, GateHeaders.OBSERVED))
                        .isNull());
        assertThat(gate.count("consent_gate_observed")).isZero();
    }
}
