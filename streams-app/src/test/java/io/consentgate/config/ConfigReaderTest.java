// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {

    private static final String MINIMAL = """
            kafka:
              bootstrap.servers: broker-1:9092
            registry:
              urls: [http://registry:8081]
            """;

    @TempDir
    Path folder;

    @Test
    void shouldFillInDefaults() throws IOException {
        GateConfig config = ConfigReader.read(file(MINIMAL), Map.of());

        assertThat(config.applicationId()).isEqualTo("consent-gate");
        assertThat(config.threads()).isEqualTo(1);
        assertThat(config.topics().partitions()).isEqualTo(12);
        assertThat(config.policy().jurisdictions()).containsExactly("PL");
        assertThat(config.policy().humanFloor()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.clearance().validFor()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.quarantine().retention()).isEqualTo(Duration.ofDays(30));
        assertThat(config.registry().userInfo()).isNull();
    }

    @Test
    void shouldLetTheEnvironmentWin() throws IOException {
        Path file = file(MINIMAL + "threads: 2\npolicy:\n  observe: [MSG-OBJECTION]\n");

        GateConfig config = ConfigReader.read(
                file,
                Map.of(
                        "CONSENT_GATE_THREADS", "4",
                        "CONSENT_GATE_REGISTRY_URLS", "https://a:8081, https://b:8081",
                        "CONSENT_GATE_POLICY_HUMAN_FLOOR", "2m",
                        "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", "other:9092",
                        "CONSENT_GATE_KAFKA_SECURITY_PROTOCOL", "SSL",
                        "PATH", "/bin"));

        assertThat(config.threads()).isEqualTo(4);
        assertThat(config.registry().urls()).containsExactly("https://a:8081", "https://b:8081");
        assertThat(config.policy().humanFloor()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.policy().observe()).containsExactly("MSG-OBJECTION");
        assertThat(config.kafka())
                .containsEntry("bootstrap.servers", "other:9092")
                .containsEntry("security.protocol", "SSL");
    }

    @Test
    void shouldReadEverythingFromTheEnvironmentAlone() {
        GateConfig config = ConfigReader.read(
                null,
                Map.of(
                        "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
                        "CONSENT_GATE_REGISTRY_URLS", "http://registry:8081"));

        assertThat(config.kafka()).containsEntry("bootstrap.servers", "broker:9092");
    }

    @Test
    void shouldAcceptKafkaOptionsNestedOrDotted() throws IOException {
        GateConfig config = ConfigReader.read(file("""
                        kafka:
                          bootstrap.servers: broker-1:9092
                          ssl:
                            truststore.location: /etc/trust.p12
                        registry:
                          urls: [http://registry:8081]
                        """), Map.of());

        assertThat(config.kafka()).containsEntry("ssl.truststore.location", "/etc/trust.p12");
    }

    @Test
    void shouldNameAMisspeltSettingInTheFile() throws IOException {
        Path file = file(MINIMAL + "policy:\n  obsreve: [MSG-OBJECTION]\n");

        assertThatThrownBy(() -> ConfigReader.read(file, Map.of()))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("policy.obsreve")
                .hasMessageContaining("observe");
    }

    @Test
    void shouldNameAMisspeltSettingInTheEnvironment() throws IOException {
        Path file = file(MINIMAL);

        assertThatThrownBy(() -> ConfigReader.read(file, Map.of("CONSENT_GATE_TREADS", "2")))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("CONSENT_GATE_TREADS")
                .hasMessageContaining("CONSENT_GATE_THREADS");
    }

    @Test
    void shouldNameTheSettingAndTheRemedyWhenBrokersAreMissing() throws IOException {
        Path file = file("registry:\n  urls: [http://registry:8081]\n");

        assertThatThrownBy(() -> ConfigReader.read(file, Map.of()))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("kafka.bootstrap.servers is missing")
                .hasMessageContaining("CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS");
    }

    @Test
    void shouldNameTheSettingWhenTheRegistryIsMissing() throws IOException {
        Path file = file("kafka:\n  bootstrap.servers: broker:9092\n");

        assertThatThrownBy(() -> ConfigReader.read(file, Map.of()))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("registry.urls");
    }

    @Test
    void shouldSayWhichDurationsItReads() throws IOException {
        Path file = file(MINIMAL + "clearance:\n  valid-for: soon\n");

        assertThatThrownBy(() -> ConfigReader.read(file, Map.of()))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("clearance.valid-for")
                .hasMessageContaining("30s");
    }

    @Test
    void shouldSayWhereTheFileIsNotYaml() throws IOException {
        Path file = file("kafka: [unclosed\nregistry: {");

        assertThatThrownBy(() -> ConfigReader.read(file, Map.of()))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("not YAML at line");
    }

    @Test
    void shouldSayThatTheFileIsNotThere() {
        assertThatThrownBy(() -> ConfigReader.read(folder.resolve("absent.yaml"), Map.of()))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("absent.yaml")
                .hasMessageContaining("--config");
    }

    @Test
    void shouldTakeTheRegistrySecretFromItsFile() throws IOException {
        Path secret = Files.writeString(folder.resolve("user-info"), "gate:s3cret\n");

        GateConfig config = ConfigReader.read(file(MINIMAL + "  user-info-file: " + secret + "\n"), Map.of());

        assertThat(RegistryProperties.of(config))
                .containsEntry("basic.auth.user.info", "gate:s3cret")
                .containsEntry("schema.registry.url", "http://registry:8081");
    }

    @Test
    void shouldHandStoresAndTokenToTheRegistrysClientUnderItsNames() throws IOException {
        Files.writeString(folder.resolve("trust-password"), "tru5t\n");
        Files.writeString(folder.resolve("key-password"), "k3y\n");
        Files.writeString(folder.resolve("token"), "t0ken\n");

        GateConfig config = ConfigReader.read(file(MINIMAL + """
                  trust-store: /etc/trust.p12
                  trust-store-password-file: %1$s/trust-password
                  key-store: /etc/key.jks
                  key-store-password-file: %1$s/key-password
                  bearer-token-file: %1$s/token
                """.formatted(folder)), Map.of());

        assertThat(RegistryProperties.of(config))
                .containsEntry("schema.registry.ssl.truststore.location", "/etc/trust.p12")
                .containsEntry("schema.registry.ssl.truststore.type", "PKCS12")
                .containsEntry("schema.registry.ssl.truststore.password", "tru5t")
                .containsEntry("schema.registry.ssl.keystore.location", "/etc/key.jks")
                .containsEntry("schema.registry.ssl.keystore.type", "JKS")
                .containsEntry("schema.registry.ssl.keystore.password", "k3y")
                .containsEntry("bearer.auth.credentials.source", "STATIC_TOKEN")
                .containsEntry("bearer.auth.token", "t0ken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"user-info-file", "bearer-token-file", "trust-store-password-file", "key-store-password-file"})
    void shouldNameTheSettingWhoseSecretCannotBeRead(String setting) throws IOException {
        GateConfig config =
                ConfigReader.read(file(MINIMAL + """
                  trust-store: /etc/trust.p12
                  key-store: /etc/key.p12
                  %s: %s
                """.formatted(setting, folder.resolve("nowhere"))), Map.of());

        assertThatThrownBy(() -> RegistryProperties.of(config))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageStartingWith("registry." + setting + " names ")
                .hasMessageContaining("nowhere");
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("gate.yaml"), yaml);
    }
}
