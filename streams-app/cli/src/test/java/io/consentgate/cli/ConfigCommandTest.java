// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.ReferencePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {

    @TempDir
    Path folder;

    @Test
    void shouldShowValuesAndWhereTheyComeFrom() throws IOException {
        Path file = Files.writeString(folder.resolve("gate.yaml"), """
                kafka:
                  bootstrap.servers: broker-1:9092
                registry:
                  urls: [http://registry:8081]
                threads: 3
                """);

        CommandRun run = CommandRun.of("config", "--config", file.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .containsPattern("threads +3 +" + file)
                .containsPattern("kafka.bootstrap.servers +broker-1:9092 +" + file)
                .containsPattern("clearance.valid-for +60s +default")
                .containsPattern("Heap: \\d+ MiB by these settings.*threads 3, memory.poll-mib 16");
    }

    @Test
    void shouldDescribeEverySettingWithoutAConfiguration() {
        CommandRun run = CommandRun.of("config", "--table", "markdown");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("| `kafka.…` | `CONSENT_GATE_KAFKA_…` |")
                .contains("| `policy.observe` | `CONSENT_GATE_POLICY_OBSERVE` |")
                .contains("| `serde.properties.…` | in the file only |");
    }

    @Test
    void shouldBeWhatTheConfigurationPageSays() throws IOException {
        List<String> table =
                CommandRun.of("config", "--table", "markdown").out().lines().toList();

        ReferencePage.assertHolds("docs/reference/configuration.md", "configuration", table);
    }
}
