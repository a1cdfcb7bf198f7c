// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.cli.GateCommand;
import io.consentgate.demo.scenario.Scenario;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoIT {

    private final StringWriter printed = new StringWriter();

    private int gate(String... arguments) {
        CommandLine commandLine = GateCommand.commandLine();
        commandLine.setOut(new PrintWriter(printed, true));
        return commandLine.execute(arguments);
    }

    @Test
    void shouldReconcileAndShowEverySystem() {
        int exitCode = gate("demo", "--for", "5s", "--seed", "7", "--partitions", "4");

        assertThat(printed.toString()).contains("RECONCILED: each of ").doesNotContain("FAILED");
        assertThat(exitCode).isZero();
        assertThat(printed.toString().lines().toList())
                .satisfies(lines -> Scenario.systems()
                        .forEach(system -> assertThat(lines).anyMatch(line -> line.matches(system + " +[1-9].*"))));
        assertThat(printed.toString())
                .containsPattern("review console http://127\\.0\\.0\\.1:[1-9]\\d+, where you sign in");
        assertThat(printed.toString()).doesNotContain("tel:", "+48", "Sto lat");
    }

    @Test
    void shouldReconcileAgainOnTheDataOfAnEarlierDemo(@TempDir Path data) {
        assertThat(gate("demo", "--for", "2s", "--seed", "1", "--data", data.toString()))
                .as(printed.toString())
                .isZero();
        assertThat(gate("demo", "--for", "2s", "--seed", "1", "--data", data.toString(), "--racing-share", "1"))
                .as(printed.toString())
                .isZero();
    }

    @Test
    void shouldRefuseOptionsThatMakeNoSense() {
        assertThat(gate("demo", "--racing-share", "2")).isEqualTo(2);
        assertThat(gate("demo", "--for", "soon")).isEqualTo(2);
        assertThat(gate("demo", "--rate", "0")).isEqualTo(2);
    }
}
