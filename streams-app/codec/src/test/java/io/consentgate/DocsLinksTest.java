// SPDX-License-Identifier: Apache-2.0
package io.consentgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Follows every relative link of every page, and reads the README as a phone shows it. */
class DocsLinksTest {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final Path BARRIER = ROOT.resolve("streams-app/barrier/README.md");

    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^( *)```.*?^\\1```");
    private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");
    private static final Pattern LINK = Pattern.compile("(?:]\\(|(?m)^\\[[^]]+]: )([^)\\s]+)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    private static final Pattern LABEL_OF_LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");
    private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^\\p{L}\\p{N} _-]");

    @Test
    void shouldLeadWhereEachLinkSays() throws IOException {
        List<String> broken = new ArrayList<>();
        List<Path> pages = pages();

        for (Path page : pages) {
            String text = CODE.matcher(
                            CODE_BLOCK.matcher(Files.readString(page)).replaceAll(""))
                    .replaceAll("`");
            for (MatchResult link : LINK.matcher(text).results().toList()) {
                if (!leadsSomewhere(page, link.group(1))) {
                    broken.add(ROOT.relativize(page) + " -> " + link.group(1));
                }
            }
        }

        assertThat(pages)
                .hasSizeGreaterThan(30)
                .contains(ROOT.resolve("README.md"), ROOT.resolve("schemas/README.md"), BARRIER);
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Path page, String link) throws IOException {
        if (link.matches("[a-z]+:.*")) {
            return true;
        }
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /** As GitHub names headings: small letters, without punctuation, spaces as hyphens, the second one with -1. */
    private static Set<String> anchors(Path page) throws IOException {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        String text = CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
        for (MatchResult heading : HEADING.matcher(text).results().toList()) {
            String words =
                    LABEL_OF_LINK.matcher(heading.group(1)).replaceAll("$1").toLowerCase(Locale.ROOT);
            String anchor = NOT_IN_ANCHORS.matcher(words).replaceAll("").replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }

    /** Every page is reached from the README by links between pages. */
    @Test
    void shouldReachEveryPageOfTheDocsFromTheReadme() throws IOException {
        Set<Path> reached = new HashSet<>();
        reach(ROOT.resolve("README.md"), reached);

        assertThat(reached)
                .contains(BARRIER)
                .containsAll(pages().stream()
                        .filter(page -> page.startsWith(ROOT.resolve("docs")))
                        .toList());
    }

    private static void reach(Path page, Set<Path> reached) throws IOException {
        if (reached.add(page)) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(page)).results().toList()) {
                String file = link.group(1).split("#", 2)[0];
                Path target = page.resolveSibling(file).normalize();
                if (file.endsWith(".md") && Files.exists(target)) {
                    reach(target, reached);
                }
            }
        }
    }

    @Test
    void shouldKeepTheReadmeShortAndNarrow() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));

        assertThat(readme.lines()).hasSizeLessThanOrEqualTo(120);
        assertThat(readme.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(6 * 1024);
        assertThat(CODE_BLOCK
                        .matcher(readme)
                        .results()
                        .flatMap(block -> block.group().lines()))
                .allMatch(line -> line.codePointCount(0, line.length()) <= 70);
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean hidden = name.startsWith(".") && !name.equals(".github");
                boolean left = !folder.equals(ROOT) && (hidden || name.equals("target"));
                return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    pages.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return pages;
    }
}
