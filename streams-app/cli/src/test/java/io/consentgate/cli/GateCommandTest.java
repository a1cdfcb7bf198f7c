// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.ReferencePage;
import io.consentgate.run.Discontinuity;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class GateCommandTest {

    @Test
    void shouldDocumentEveryExitCode() throws IllegalAccessException {
        String help = CommandRun.of("--help").out();

        for (Field code : ExitCode.class.getFields()) {
            assertThat(help).containsPattern("(?m)^ *" + code.getInt(null) + " +\\S");
        }
    }

    @Test
    void shouldBeWhatThePageOfExitCodesSays() throws IOException {
        CommandLine gate = GateCommand.commandLine();
        List<String> lines = new ArrayList<>(exitCodes(gate));
        gate.getSubcommands().forEach((name, command) -> {
            if (!command.getCommandSpec().usageMessage().exitCodeList().isEmpty()) {
                lines.addAll(List.of("", "### gate " + name, ""));
                lines.addAll(exitCodes(command));
            }
        });

        ReferencePage.assertHolds("docs/reference/exit-codes.md", "exit-codes", lines);
    }

    private static List<String> exitCodes(CommandLine command) {
        List<String> lines = new ArrayList<>(List.of("| code | meaning |", "|---|---|"));
        command.getCommandSpec()
                .usageMessage()
                .exitCodeList()
                .forEach((code, meaning) -> lines.add(ReferencePage.row(List.of(code.strip(), meaning))));
        return lines;
    }

    @Test
    void shouldNotPraiseCommandsThatAreNotOnTheClassPath() {
        assertThat(CommandRun.of("--help").out()).contains("gate publish").doesNotContain("demo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "review",
                "topics",
                "publish",
                "read",
                "recheck",
                "cases",
                "check",
                "config",
                "generate-completion"
            })
    void shouldExplainEachCommand(String command) {
        CommandRun run = CommandRun.of(command, "--help");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("Usage: gate " + command);
    }

    @Test
    void shouldCompleteCommandsOptionsAndTopics() {
        CommandRun run = CommandRun.of("generate-completion");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("complete -F _complete_gate -o default gate ")
                .contains(GateCommand.commandLine().getSubcommands().keySet())
                .contains("--skip-gone-records", "outbound-messages");
    }

    @ParameterizedTest
    @EnumSource
    void shouldExplainHowToGoOnWhereTheGateWouldNotStart(Discontinuity kind) {
        assertThat(CommandRun.of("run", "--help").out()).contains(kind.option());
    }

    @Test
    void shouldCallAnUnknownCommandAMistake() {
        CommandRun run = CommandRun.of("pubilsh");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("pubilsh").contains("publish");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldAskForACommand() {
        CommandRun run = CommandRun.of();

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("say which command");
    }

    @Test
    void shouldSayWhatIsWrongWithTheConfigurationWithoutAStackTrace() {
        CommandRun run = CommandRun.of("read", "quarantine", "--config", "absent.yaml");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("absent.yaml").contains("--config").doesNotContain("\tat ");
    }
}
