// SPDX-License-Identifier: Apache-2.0
package io.consentgate.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;

/** No Docker engine runs the tests: what Compose starts is held to what they run on instead. */
class ComposeFileTest {
    private static final Path COMPOSE_FILE = Path.of("..", "..", "docker-compose.yml");

    /** Where a broker is and what it is called, which each place says for itself. */
    private static final Set<String> OF_THE_PLACE = Set.of(
            "KAFKA_NODE_ID",
            "KAFKA_PROCESS_ROLES",
            "KAFKA_CONTROLLER_QUORUM_VOTERS",
            "KAFKA_LISTENERS",
            "KAFKA_ADVERTISED_LISTENERS",
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
            "KAFKA_LOG_DIRS");

    @Test
    void shouldGiveKafkaTheSettingsOfTheLocalStack() throws Exception {
        Map<String, String> inCompose = new TreeMap<>();
        kafka().path("environment")
                .properties()
                .forEach(entry -> inCompose.put(entry.getKey(), entry.getValue().asText()));
        inCompose.keySet().removeAll(OF_THE_PLACE);

        Map<String, String> inLocalStack = new TreeMap<>();
        LocalKafka.sharedSettings()
                .forEach((name, value) -> inLocalStack.put(variable(name.toString()), value.toString()));

        assertThat(inCompose).isEqualTo(inLocalStack);
    }

    @Test
    void shouldRunTheKafkaThatTheTestsRunOn() throws Exception {
        assertThat(kafka().path("image").asText()).isEqualTo("apache/kafka:" + AppInfoParser.getVersion());
    }

    private static JsonNode kafka() throws Exception {
        return new YAMLMapper().readTree(COMPOSE_FILE.toFile()).path("services").path("kafka");
    }

    /** The image's own way to name a setting in the environment. */
    private static String variable(String setting) {
        return "KAFKA_" + setting.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
