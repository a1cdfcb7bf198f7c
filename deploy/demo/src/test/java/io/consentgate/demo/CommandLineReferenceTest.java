// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.cli.GateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Holds the page of the command line to the commands' own help. Here, since here all commands are on the class path. */
class CommandLineReferenceTest {
    private static final String PAGE = "docs/reference/command-line.md";
    private static final Path PRESENT = Path.of("..", "..", PAGE);
    private static final Path MADE = Path.of("target", "reference", PAGE);
    private static final String BEGIN = "<!-- command-line -->\n";
    private static final String END = "<!-- /command-line -->\n";

    /** Of picocli, and explained by it. */
    private static final Set<String> PICOCLI = Set.of("help", "generate-completion");

    @Test
    void shouldBeWhatTheCommandsSay() throws IOException {
        String page = Files.readString(PRESENT);
        assertThat(page).contains(BEGIN, END);
        List<String> sections = new ArrayList<>();
        addTo(sections, "gate", GateCommand.commandLine());
        String made = page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
                + String.join("\n", sections)
                + page.substring(page.indexOf(END));
        Files.createDirectories(MADE.getParent());
        Files.writeString(MADE, made);

        assertThat(page)
                .as("%s differs from the commands. Update it: cp deploy/demo/%s %s", PAGE, MADE, PAGE)
                .isEqualTo(made);
    }

    private static void addTo(List<String> sections, String name, CommandLine command) {
        String help = command.getUsageMessage(Ansi.OFF).stripTrailing();
        sections.add("## " + name + "\n\n```text\n" + help + "\n```\n");
        command.getSubcommands().forEach((subcommand, line) -> {
            if (!PICOCLI.contains(subcommand)) {
                addTo(sections, name + " " + subcommand, line);
            }
        });
    }
}
