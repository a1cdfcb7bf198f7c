// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.cli.ExitCode;
import io.consentgate.cli.GateCommand;
import io.consentgate.demo.scenario.Scenario;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

    /** By SIGTERM, which ends a JVM as Ctrl-C does; whoever starts the tests may have them ignore SIGINT. */
    @Test
    void shouldReconcileWhenItIsStopped() throws Exception {
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GateCommand.class.getName(),
                        "demo",
                        "--partitions",
                        "2")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = demo.inputReader(UTF_8)) {
            List<String> lines = new ArrayList<>();
            String line = output.readLine();
            while (line != null) {
                lines.add(line);
                if (line.contains(": published ") && !line.contains(": published 0,")) {
                    demo.toHandle().destroy(); // leaves its output open
                }
                line = output.readLine();
            }

            assertThat(lines).last().asString().startsWith("RECONCILED: each of ");
            assertThat(demo.waitFor()).isEqualTo(ExitCode.OK);
        } finally {
            demo.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "stack"})
    void shouldExplainEachCommand(String command) {
        assertThat(gate(command, "--help")).isEqualTo(ExitCode.OK);
        assertThat(printed.toString()).contains("Usage: gate " + command);
    }

    @Test
    void shouldRefuseOptionsThatMakeNoSense() {
        assertThat(gate("demo", "--racing-share", "2")).isEqualTo(2);
        assertThat(gate("demo", "--for", "soon")).isEqualTo(2);
        assertThat(gate("demo", "--rate", "0")).isEqualTo(2);
    }
}
