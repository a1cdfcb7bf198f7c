// SPDX-License-Identifier: Apache-2.0
package io.consentgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation that is made from code, whole or between markers such as {@code <!-- metrics -->} and
 * {@code <!-- /metrics -->}. When it differs, the page as it should be is written below {@code target/reference}.
 */
public final class ReferencePage {
    private static final Path ROOT = Path.of("..", "..");
    private static final Path MODULE = Path.of("").toAbsolutePath().getFileName();
    private static final Path MADE = Path.of("target", "reference");
    private static final Pattern NAME = Pattern.compile("(?m)^\\| `([^`]+)`(?:, `([^`]+)`)*");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private ReferencePage() {}

    /** Requires that the whole page is this text. */
    public static void assertSame(String page, String made) throws IOException {
        Path copy = MADE.resolve(page);
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, made);

        assertThat(text(page))
                .as("%s differs from the code. Update it: cp -r streams-app/%s/%s/. .", page, MODULE, MADE)
                .isEqualTo(made);
    }

    /** Requires that the page has these lines between the markers of that name. */
    public static void assertHolds(String page, String block, List<String> lines) throws IOException {
        String text = text(page);
        int from = text.indexOf(begin(block)) + begin(block).length();
        int to = text.indexOf(end(block));
        assertThat(text).as("%s has the markers of %s", page, block).contains(begin(block), end(block));

        assertSame(page, text.substring(0, from) + "\n" + String.join("\n", lines) + "\n" + text.substring(to));
    }

    /** The names in the first column of the tables between the markers of that name. */
    public static Set<String> names(String page, String block) throws IOException {
        String text = text(page);
        assertThat(text).as("%s has the markers of %s", page, block).contains(begin(block), end(block));
        String between = text.substring(text.indexOf(begin(block)), text.indexOf(end(block)));
        Set<String> names = new TreeSet<>();
        for (Matcher row = NAME.matcher(between); row.find(); ) {
            CODE.matcher(row.group()).results().map(name -> name.group(1)).forEach(names::add);
        }
        return names;
    }

    /** A line of a table in Markdown. */
    public static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String begin(String block) {
        return "<!-- " + block + " -->";
    }

    private static String end(String block) {
        return "<!-- /" + block + " -->";
    }

    private static String text(String page) throws IOException {
        Path present = ROOT.resolve(page);
        return Files.exists(present) ? Files.readString(present) : "";
    }
}
