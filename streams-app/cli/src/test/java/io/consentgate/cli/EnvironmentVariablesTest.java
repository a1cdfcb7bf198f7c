// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.config.ConfigReader;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentVariablesTest {

    /** As Kubernetes documents them for Services consent-gate, consent-gate-ops and consent-gate-kafka. */
    @Test
    void shouldNotTakeWhatKubernetesSaysOfServicesForSettings() {
        Map<String, String> environment = new HashMap<>();
        for (String service : new String[] {"CONSENT_GATE", "CONSENT_GATE_OPS", "CONSENT_GATE_KAFKA"}) {
            environment.put(service + "_SERVICE_HOST", "10.0.0.11");
            environment.put(service + "_SERVICE_PORT", "8090");
            environment.put(service + "_SERVICE_PORT_METRICS", "8090");
            environment.put(service + "_PORT", "tcp://10.0.0.11:8090");
            environment.put(service + "_PORT_8090_TCP", "tcp://10.0.0.11:8090");
            environment.put(service + "_PORT_8090_TCP_PROTO", "tcp");
            environment.put(service + "_PORT_8090_TCP_PORT", "8090");
            environment.put(service + "_PORT_8090_TCP_ADDR", "10.0.0.11");
        }

        assertThat(EnvironmentVariables.settingsAmong(environment)).isEmpty();
    }

    @Test
    void shouldKeepEverySettingThatThereIs() {
        Map<String, String> environment = new HashMap<>();
        for (ConfigReader.Setting setting : ConfigReader.settings()) {
            setting.environmentVariable().ifPresent(name -> environment.put(name, "8091"));
        }
        environment.put("CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", "tcp://broker:9092");

        assertThat(EnvironmentVariables.settingsAmong(environment)).isEqualTo(environment);
    }

    @Test
    void shouldLeaveMisspeltOnesInSoThatTheyAreRefused() {
        Map<String, String> environment = Map.of("CONSENT_GATE_OPS_PROT", "8091", "CONSENT_GATE_PORT", "8091");

        assertThat(EnvironmentVariables.settingsAmong(environment)).isEqualTo(environment);
    }

    @Test
    void shouldLeaveOutWhatCommandsReadThemselves() {
        assertThat(EnvironmentVariables.settingsAmong(Map.of(
                        "CONSENT_GATE_CONFIG", "a.yaml",
                        "CONSENT_GATE_REVIEW_URL", "https://review.example.org",
                        "CONSENT_GATE_REVIEW_TOKEN_FILE", "token")))
                .isEmpty();
    }
}
