// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.run.Discontinuity;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateCommandTest {

    @Test
    void shouldDocumentEveryExitCode() throws IllegalAccessException {
        String help = CommandRun.of("--help").out();

        for (Field code : ExitCode.class.getFields()) {
            assertThat(help).containsPattern("(?m)^ *" + code.getInt(null) + " +\\S");
        }
    }

    @Test
    void shouldDocumentEveryExitCodeInTheReadme() throws IOException, IllegalAccessException {
        String readme = Files.readString(Path.of("..", "README.md"));
        int begin = readme.indexOf("Exit codes:");
        String exitCodes = readme.substring(begin, readme.indexOf("\n\n", begin));

        for (Field code : ExitCode.class.getFields()) {
            assertThat(exitCodes).containsPattern("\\b" + code.getInt(null) + "\\b");
        }
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
