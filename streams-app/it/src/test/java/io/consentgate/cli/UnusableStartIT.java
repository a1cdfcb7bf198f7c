// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.local.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a process from starting, and no restart would mend: a supervisor must not try again and again. */
class UnusableStartIT {

    @TempDir
    private static Path folder;

    private static LocalStack stack;

    @BeforeAll
    static void start() throws IOException {
        stack = LocalStack.builder().start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void shouldSayWhichTopicsTheReviewConsoleMisses() throws IOException {
        CommandRun run = CommandRun.of("review", "--config", config("none.", ""));

        assertThat(run.exitCode()).isEqualTo(ExitCode.PREFLIGHT);
        assertThat(run.err()).contains("none.quarantine", "gate topics create").doesNotContain("\tat ");
    }

    @Test
    void shouldSayThatTheConsolesFolderCannotBeUsed() throws IOException {
        Path file = Files.createFile(folder.resolve("no-folder-for-the-index"));
        String config = config("review.", "    state-dir: " + file);
        createTopics(config);

        CommandRun run = CommandRun.of("review", "--config", config);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains(file.toString(), "review.console.state-dir")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldSayThatTheGatesFolderCannotBeUsed() throws IOException {
        String config = config("run.", "");
        createTopics(config);
        Files.createFile(folder.resolve("state"));

        CommandRun run = CommandRun.of("run", "--config", config);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("state-dir: ", folder.resolve("state").toString())
                .doesNotContain("\tat ");
    }

    @Test
    void shouldFindBeforeTheStartWhatTheGateWouldRefuse() throws IOException {
        Path file = Path.of(config("check.", ""));
        createTopics(file.toString());
        assertThat(CommandRun.of("topics", "check", "--config", file.toString()).exitCode())
                .isEqualTo(ExitCode.OK);
        Files.writeString(file, "policy: {observe: [GATE-UNKNOWN]}\n", StandardOpenOption.APPEND);

        for (String command : new String[] {"topics check", "run"}) {
            List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
            words.addAll(List.of("--config", file.toString()));

            CommandRun run = CommandRun.of(words.toArray(String[]::new));

            assertThat(run.exitCode()).as(command).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).as(command).contains("GATE-UNKNOWN");
        }
    }

    private static void createTopics(String config) {
        assertThat(CommandRun.of("topics", "create", "--config", config).exitCode())
                .isEqualTo(ExitCode.OK);
    }

    private static String config(String prefix, String console) throws IOException {
        Path file = ClusterFile.write(folder, stack, prefix);
        return Files.writeString(file, """
                        ops:
                          port: 0
                        review:
                          console:
                            demo-identity: true
                        """ + console, StandardOpenOption.APPEND).toString();
    }
}
