// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.config.ConfigReader;
import io.consentgate.config.EffectiveSetting;
import io.consentgate.config.HeapNeed;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the configuration. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the settings in effect and where each comes from, and the heap that they need; secrets are masked.",
            "With --table, all settings there are, as documentation."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gate config --config gate.yaml",
            "  CONSENT_GATE_THREADS=4 gate config | grep threads",
            "  gate config --table markdown"
        })
final class ConfigCommand implements Callable<Integer> {

    /** A form of documentation. */
    enum Table {
        MARKDOWN;

        @Override
        public String toString() {
            return "markdown";
        }
    }

    @Mixin
    private ConfigOption configuration;

    @Option(
            names = "--table",
            paramLabel = "FORM",
            description = "Print every setting with its meaning instead; FORM is ${COMPLETION-CANDIDATES}.")
    private @Nullable Table table;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (table != null) {
            switch (table) {
                case MARKDOWN -> markdownTable().forEach(out::println);
            }
            return ExitCode.OK;
        }
        List<EffectiveSetting> settings = configuration.effective();
        int names = settings.stream().mapToInt(s -> s.name().length()).max().orElse(0);
        int values = settings.stream().mapToInt(s -> s.value().length()).max().orElse(0);
        for (EffectiveSetting setting : settings) {
            out.println(pad(setting.name(), names) + "  " + pad(setting.value(), values) + "  " + setting.source());
        }
        out.println();
        out.println(HeapNeed.of(configuration.read()).statement());
        return ExitCode.OK;
    }

    private static List<String> markdownTable() {
        return ConfigurationTable.lines(ConfigReader.settings());
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
