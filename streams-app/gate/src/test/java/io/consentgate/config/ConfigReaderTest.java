// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    void shouldReadTheTimeZoneOfTheConsole() throws IOException {
        Path file = file(MINIMAL + "review: {console: {time-zone: Europe/Helsinki}}\n");
        Map<String, String> nowhere = Map.of("CONSENT_GATE_REVIEW_CONSOLE_TIME_ZONE", "Helsinki");

        assertThat(ConfigReader.read(file, Map.of()).review().console().timeZone())
                .isEqualTo(ZoneId.of("Europe/Helsinki"));
        assertThatThrownBy(() -> ConfigReader.read(file, nowhere))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("review.console.time-zone")
                .hasMessageContaining("'Helsinki' is no time zone; write it as Europe/Warsaw");
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

    /** A zero that became the default would be in effect nowhere and shown by `gate config`. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "threads | at least 1",
                "state-memory-mb | at least 64",
                "memory.poll-mib | between 1 and 1024",
                "fatal-records.starts | at least 2",
                "topics.partitions | at least 1",
                "policy.human-batch-limit | at least 1",
                "policy.human-pattern-window | between 50 and 1000",
                "review.figures.window | between review.figures.least, 20, and 1000",
                "review.figures.least | between 1 and 100",
                "review.figures.most-upheld | more than 0 and at most 1",
                "review.figures.burst | between 2 and review.figures.window, 50",
                "review.figures.failed-controls | between 1 and review.figures.window, 50"
            })
    void shouldRefuseAZeroThatMeansNothing(String setting, String range) throws IOException {
        Path minimal = file(MINIMAL);
        Map<String, String> environment = Map.of(variable(setting), "0");
        assertThatThrownBy(() -> ConfigReader.read(minimal, environment))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining(setting + " is 0; it must ")
                .hasMessageContaining(range);

        Path file = file(MINIMAL + nested(setting, "0"));
        assertThatThrownBy(() -> ConfigReader.read(file, Map.of()))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining(setting + " is 0; it must ")
                .hasMessageContaining(range);
    }

    @Test
    void shouldTakeAZeroThatMeansSomething() throws IOException {
        GateConfig config = ConfigReader.read(
                file(MINIMAL + "ops: {port: 0}\ntopics: {replication-factor: 0}\n"),
                Map.of(
                        "CONSENT_GATE_REVIEW_CONSOLE_PORT", "0",
                        "CONSENT_GATE_POLICY_HUMAN_PATTERN_LEAST_CHANGED", "0",
                        "CONSENT_GATE_POLICY_CLOCK_SKEW", "0s",
                        "CONSENT_GATE_REVIEW_CONTROL_SHARE", "0"));

        assertThat(config.ops().port()).isZero();
        assertThat(config.topics().replicationFactor()).isZero();
        assertThat(config.review().console().port()).isZero();
        assertThat(config.policy().humanPatternLeastChanged()).isZero();
        assertThat(config.policy().clockSkew()).isZero();
        assertThat(config.review().controlShare()).isZero();
    }

    /** What `gate config` shows of a setting that is left out is what typing it gives. */
    @Test
    void shouldReadADefaultAsItIsShown() {
        List<String> inWords =
                List.of("none", "the JVM's own", "http://, the address and the port", "PL=Europe/Warsaw");
        Map<String, String> brokers = Map.of(
                "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
                "CONSENT_GATE_REGISTRY_URLS", "http://registry:8081");
        Map<String, String> typed = new HashMap<>(brokers);
        ConfigReader.settings().stream()
                .filter(setting ->
                        !setting.holdsOptions() && !setting.fallback().isEmpty())
                .filter(setting -> inWords.stream().noneMatch(setting.fallback()::startsWith))
                .forEach(setting -> typed.put(setting.environmentVariable().orElseThrow(), setting.fallback()));

        assertThat(typed).hasSizeGreaterThan(45);
        assertThat(ConfigReader.read(null, typed)).isEqualTo(ConfigReader.read(null, brokers));
    }

    @ParameterizedTest
    @CsvSource({
        "registry.timeout, PT0S",
        "registry.patience, -PT1M",
        "registry.schema-patience, 90s",
        "registry.schema-patience-per-minute, 120s",
        "policy.human-floor, -PT30S",
        "policy.human-window, 29000ms",
        "policy.clock-skew, -PT1S",
        "policy.conversation-window, 0h",
        "policy.inquiry-max-age, 0d",
        "policy.replies-retention, 24h",
        "clearance.valid-for, 0m",
        "quarantine.retention, 0s",
        "review.floor, 60s",
        "review.floor, 0s",
        "review.max-open, 0s",
        "review.retention, 0s",
        "review.figures-retention, 60s",
        "review.four-eyes, never",
        "review.control-share, 0.60",
        "review.figures.most-upheld, 1.50",
        "review.figures.median-floor, 1000ms",
        "review.figures.burst-within, 60s",
        "ops.hung-after, 0s",
        "ops.open-transaction-after, 0s",
        "ops.incidents-shown-for, 0s",
        "ops.port, 070000",
        "review.console.port, -1",
        "review.console.session-timeout, 119s",
        "review.console.session-lifetime, 0d"
    })
    void shouldSayAValueAsItWasTyped(String setting, String typed) {
        assertThatThrownBy(() -> ConfigReader.read(
                        null,
                        Map.of(
                                "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS",
                                "broker:9092",
                                "CONSENT_GATE_REGISTRY_URLS",
                                "http://registry:8081",
                                variable(setting),
                                typed)))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageMatching("(?s).*\\b" + setting + " is \\Q" + typed + "\\E\\b.*")
                .hasMessageNotContaining("${");
    }

    @ParameterizedTest
    @CsvSource({
        "threads, 2.5, a whole number",
        "threads, many, a whole number",
        "threads, 3000000000, a whole number up to 2147483647",
        "topics.replication-factor, 70000, a whole number up to 32767",
        "review.control-share, few, 'a number, e.g. 0.02'",
        "review.explanation-required, 'yes, please', true or false"
    })
    void shouldSayHowANumberIsWritten(String setting, String typed, String form) throws IOException {
        Path file = file(MINIMAL + nested(setting, typed));

        assertThatThrownBy(() -> ConfigReader.read(file, Map.of()))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining(setting + " in " + file + " is " + typed + "; it must be " + form);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "ops.port", "review.control-share", "brokers.accept-old-transactions"})
    void shouldTakeNothingForNeitherZeroNorFalse(String setting) throws IOException {
        Path file = file(MINIMAL);

        assertThatThrownBy(() -> ConfigReader.read(file, Map.of(variable(setting), "")))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining(setting)
                .hasMessageContaining("is ''; it must be ");
    }

    private static String variable(String setting) {
        return "CONSENT_GATE_" + setting.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** A setting in YAML, a group within the other. */
    private static String nested(String setting, String value) {
        String[] names = setting.split("\\.");
        return names[0] + ": "
                + Arrays.stream(names).skip(1).map(name -> "{" + name + ": ").collect(Collectors.joining())
                + (value.contains(",") ? "'" + value + "'" : value)
                + "}".repeat(names.length - 1) + "\n";
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("gate.yaml"), yaml);
    }
}
