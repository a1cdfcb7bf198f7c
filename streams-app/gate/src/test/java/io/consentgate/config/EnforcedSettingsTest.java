// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnforcedSettingsTest {

    private static GateConfig config(String... settings) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
                "CONSENT_GATE_REGISTRY_URLS", "http://registry:8081"));
        for (int i = 0; i < settings.length; i += 2) {
            environment.put("CONSENT_GATE_" + settings[i], settings[i + 1]);
        }
        return ConfigReader.read(null, environment);
    }

    @ParameterizedTest
    @CsvSource({
        "REVIEW_FLOOR, 21s",
        "REVIEW_FOUR_EYES, ALWAYS",
        "REVIEW_CONFLICTS, r-1=spring",
        "REVIEW_CONTROL_SHARE, 0.02",
        "REVIEW_FIGURES_FAILED_CONTROLS, 2",
        "POLICY_OBSERVE, MSG-OBJECTION",
        "POLICY_HUMAN_PATTERN_DIVERTS, true",
        "CLEARANCE_VALID_FOR, 90s"
    })
    void shouldDifferWhereWhatIsEnforcedDiffers(String setting, String value) {
        assertThat(EnforcedSettings.digest(config(setting, value)))
                .hasSize(16)
                .isNotEqualTo(EnforcedSettings.digest(config()));
    }

    @Test
    void shouldNotDifferByWhatIsNotEnforcedOrByOrder() {
        assertThat(EnforcedSettings.digest(config("REVIEW_CONSOLE_PORT", "1", "THREADS", "4")))
                .isEqualTo(EnforcedSettings.digest(config()));
        assertThat(EnforcedSettings.digest(config("REVIEW_ROLES", "a, b, c, second-reviewer")))
                .isEqualTo(EnforcedSettings.digest(config("REVIEW_ROLES", "second-reviewer, c, b, a")));
    }

    /** By PATTERN must not come to never. */
    @ParameterizedTest
    @CsvSource({
        "REVIEW_FIGURES_BURST, 51, review.figures.burst",
        "REVIEW_FIGURES_FAILED_CONTROLS, 51, review.figures.failed-controls",
        "REVIEW_FIGURES_MEDIAN_FLOOR, 20s, review.figures.median-floor",
        "REVIEW_FLOOR, 2m, review.figures.median-floor",
        "REVIEW_FIGURES_BURST_WITHIN, 99s, review.figures.burst-within"
    })
    void shouldAcceptNoThresholdThatNobodyCouldPass(String setting, String value, String named) {
        assertThatThrownBy(() -> config(setting, value))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining(named);
    }

    @Test
    void shouldAcceptNoThresholdThatNeedsHundredsOfVerdicts() {
        assertThatThrownBy(() -> config("REVIEW_FIGURES_WINDOW", "1000", "REVIEW_FIGURES_LEAST", "101"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("review.figures.least");
    }
}
