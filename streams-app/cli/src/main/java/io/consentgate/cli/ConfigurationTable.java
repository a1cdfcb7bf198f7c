// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.config.ConfigReader;
import java.util.ArrayList;
import java.util.List;

/** The table of docs/reference/configuration.md, generated from the settings. */
final class ConfigurationTable {

    private ConfigurationTable() {}

    /** The table in Markdown, one line per row. */
    static List<String> lines(List<ConfigReader.Setting> settings) {
        List<String> lines = new ArrayList<>();
        lines.add("| Setting | In the environment | Default | Meaning |");
        lines.add("|---|---|---|---|");
        for (ConfigReader.Setting setting : settings) {
            String name = setting.holdsOptions() ? setting.name() + ".…" : setting.name();
            lines.add("| " + code(name) + " | "
                    + setting.environmentVariable()
                            .map(ConfigurationTable::code)
                            .orElse("in the file only") + " | "
                    + cell(setting.fallback()) + " | "
                    + cell(setting.meaning()) + " |");
        }
        return lines;
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
