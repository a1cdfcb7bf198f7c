// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveSettingTest {

    @TempDir
    Path folder;

    @Test
    void shouldNameTheSourceOfEachValue() throws IOException {
        Path file = file("""
                kafka:
                  bootstrap.servers: broker-1:9092
                  linger.ms: 5
                registry:
                  urls: [http://a:8081, http://b:8081]
                threads: 2
                """);

        List<EffectiveSetting> settings =
                EffectiveSetting.list(file, Map.of("CONSENT_GATE_THREADS", "4", "CONSENT_GATE_KAFKA_LINGER_MS", "20"));

        assertThat(settings)
                .contains(
                        new EffectiveSetting("threads", "4", "CONSENT_GATE_THREADS"),
                        new EffectiveSetting("kafka.linger.ms", "20", "CONSENT_GATE_KAFKA_LINGER_MS"),
                        new EffectiveSetting("kafka.bootstrap.servers", "broker-1:9092", file.toString()),
                        new EffectiveSetting("registry.urls", "http://a:8081, http://b:8081", file.toString()),
                        new EffectiveSetting("clearance.valid-for", "60s", "default"));
    }

    @Test
    void shouldShowNoSecret() throws IOException {
        Path file = file("""
                kafka:
                  bootstrap.servers: broker-1:9092
                  sasl.jaas.config: Login required password="s3cret";
                  ssl.keystore.password: s3cret
                  ssl.keystore.key: s3cret
                  producer.ssl.key.password: s3cret
                registry:
                  urls: [http://gate:s3cret@registry:8081]
                  user-info: gate:s3cret
                serde:
                  properties:
                    basic.auth.user.info: gate:s3cret
                    bearer.auth.token: s3cret
                """);

        List<EffectiveSetting> settings =
                EffectiveSetting.list(file, Map.of("CONSENT_GATE_KAFKA_SSL_TRUSTSTORE_PASSWORD", "s3cret"));

        assertThat(settings.toString()).doesNotContain("s3cret");
        assertThat(settings).extracting(EffectiveSetting::name).contains("kafka.ssl.truststore.password");
    }

    @Test
    void shouldRefuseWhatWouldNotTakeEffect() throws IOException {
        Path file = file("threads: 2\n");

        assertThatThrownBy(() -> EffectiveSetting.list(file, Map.of()))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("registry.urls");
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("gate.yaml"), yaml);
    }
}
