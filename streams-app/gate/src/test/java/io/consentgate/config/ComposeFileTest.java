// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** No Docker engine runs the tests: what Compose tells the gate is read as the gate would read it. */
class ComposeFileTest {

    private static final Path COMPOSE_FILE = Path.of("..", "..", "docker-compose.yml");

    @Test
    void shouldGiveTheGateOnlySettingsThatItKnows() throws IOException {
        JsonNode services = new YAMLMapper().readTree(COMPOSE_FILE.toFile()).path("services");
        Map<String, String> environment = new TreeMap<>();
        services.path("topics")
                .path("environment")
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asText()));

        GateConfig config = ConfigReader.read(null, environment);

        assertThat(environment.keySet()).isNotEmpty().allMatch(name -> name.startsWith("CONSENT_GATE_"));
        assertThat(config.kafka()).containsEntry("bootstrap.servers", "kafka:19092");
        assertThat(config.registry().urls()).containsExactly("http://registry:8081");
        assertThat(services.path("gate").path("volumes").path(0).asText())
                .as("the state outlives the container")
                .isEqualTo("gate-state:" + config.stateDir());
        // An alias is read as the name of its anchor, which is the environment above.
        assertThat(services.path("gate").path("environment").asText()).isEqualTo("gate-environment");
    }
}
