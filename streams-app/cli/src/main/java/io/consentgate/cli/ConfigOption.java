// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.config.ConfigReader;
import io.consentgate.config.EffectiveSetting;
import io.consentgate.config.GateConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The source of the configuration; shared by every command that talks to a cluster. */
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
        return ConfigReader.read(chosen(), EnvironmentVariables.ofSettings());
    }

    /** The policy's settings; brokers and registry may be missing. */
    GateConfig.Policy readPolicy() {
        return ConfigReader.readPolicy(chosen(), EnvironmentVariables.ofSettings());
    }

    /** The settings in effect, secrets masked, for display. */
    List<EffectiveSetting> effective() {
        return EffectiveSetting.list(chosen(), EnvironmentVariables.ofSettings());
    }

    private @Nullable Path chosen() {
        return file != null ? file : Files.exists(HERE) ? HERE : null;
    }
}
