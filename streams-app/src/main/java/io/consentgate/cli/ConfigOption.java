// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.config.ConfigReader;
import io.consentgate.config.GateConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the configuration comes from; shared by every command that talks to a cluster. */
final class ConfigOption {

    private static final Path HERE = Path.of("consent-gate.yaml");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "${env:CONSENT_GATE_CONFIG}",
            description = {
                "YAML file; CONSENT_GATE_… in the environment overrides it.",
                "Without it: $CONSENT_GATE_CONFIG, else ./consent-gate.yaml, else the environment alone."
            })
    private @Nullable Path file;

    GateConfig read() {
        Path chosen = file != null ? file : Files.exists(HERE) ? HERE : null;
        return ConfigReader.read(chosen, EnvironmentVariables.ofSettings());
    }
}
