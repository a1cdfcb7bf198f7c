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
import java.time.Duration;
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

    @Test
    void shouldAddAspectsToThoseThatTheGateKnows() {
        PolicyOptions options = PolicySettings.of(set("SPECIAL_CATEGORY_ASPECTS", "koszer, halal"));

        assertThat(options.specialCategoryAspects().mean("halal")).isTrue();
        assertThat(options.specialCategoryAspects().mean("health")).isTrue();
        assertThat(PolicySettings.of(set("SOCIAL_NETWORK_ASPECTS", "wykop"))
                        .socialNetworkAspects()
                        .mean("wykop"))
                .isTrue();
        assertThatThrownBy(() -> PolicySettings.of(set("SOCIAL_NETWORK_ASPECTS", "?")))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("'?'");
    }

    @Test
    void shouldHoldCreditDataBackFromTheDayThatIsSetAndOtherwiseAdvise() {
        assertThat(PolicySettings.of(set("OBSERVE", "")).creditDataFrom()).isNull();
        assertThat(PolicySettings.of(set("CREDIT_DATA_FROM", "2026-11-20")).creditDataFrom())
                .isEqualTo("2026-11-20");
        assertThatThrownBy(() -> set("CREDIT_DATA_FROM", "20 November"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("no day");
    }

    @Test
    void shouldRefuseAHumanWhoSignsSoonerThanAHumanCan() {
        assertThat(PolicySettings.of(set("HUMAN_WINDOW", "7d")).humanWindow()).isEqualTo(Duration.ofDays(7));
        assertThatThrownBy(() -> PolicySettings.of(set("HUMAN_WINDOW", "29s")))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("policy.human-window is 29s and policy.human-floor is 30s");
    }

    private static GateConfig.Policy observing(String rules) {
        return set("OBSERVE", rules);
    }

    private static GateConfig.Policy set(String setting, String value) {
        return ConfigReader.read(
                        null,
                        Map.of(
                                "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS",
                                "broker:9092",
                                "CONSENT_GATE_REGISTRY_URLS",
                                "http://registry:8081",
                                "CONSENT_GATE_POLICY_" + setting,
                                value))
                .policy();
    }
}
