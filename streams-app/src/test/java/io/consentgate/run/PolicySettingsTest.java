// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.config.ConfigReader;
import io.consentgate.config.GateConfig;
import io.consentgate.config.InvalidConfig;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleMode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicySettingsTest {

    @Test
    void shouldObserveTheRulesThatAreNamedAndEnforceAllOthers() {
        PolicyOptions options = PolicySettings.of(observing("MSG-RECIPIENT-COST, ADM-OBJECTION"));

        assertThat(RuleCode.values())
                .filteredOn(code -> options.mode(code) == RuleMode.OBSERVE)
                .containsExactlyInAnyOrder(RuleCode.MSG_RECIPIENT_COST, RuleCode.ADM_OBJECTION);
    }

    @Test
    void shouldRefuseToObserveWhatNoRuleIsOrMayNotBeObserved() {
        assertThatThrownBy(() -> PolicySettings.of(observing("MSG-WAIVED")))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("policy")
                .hasMessageContaining("MSG-WAIVED");
        assertThatThrownBy(() -> PolicySettings.of(observing("GATE-UNKNOWN")))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("GATE-UNKNOWN cannot be set to observe");
    }

    private static GateConfig.Policy observing(String rules) {
        return ConfigReader.read(
                        null,
                        Map.of(
                                "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
                                "CONSENT_GATE_REGISTRY_URLS", "http://registry:8081",
                                "CONSENT_GATE_POLICY_OBSERVE", rules))
                .policy();
    }
}
