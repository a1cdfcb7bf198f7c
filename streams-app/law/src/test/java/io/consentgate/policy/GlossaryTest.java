// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what readers are told to the words of {@code docs/reference/glossary.md}. */
class GlossaryTest {
    private static final List<String> MODULES = List.of("law", "barrier", "codec", "gate", "console", "cli");

    private static final Path ROOT = Path.of("..", "..");
    private static final Path GLOSSARY = ROOT.resolve("docs/reference/glossary.md");

    private record Concept(String concept, String english, String polish, List<String> avoided) {}

    @Test
    void shouldNameEachConceptInBothLanguages() throws IOException {
        assertThat(concepts()).hasSizeGreaterThan(20).allSatisfy(concept -> {
            assertThat(concept.concept()).isNotBlank();
            assertThat(concept.english()).isNotBlank();
            assertThat(concept.polish()).isNotBlank();
        });
        assertThat(concepts()).extracting(Concept::concept).doesNotHaveDuplicates();
    }

    @Test
    void shouldFindNoWordToAvoidInWhatReadersAreTold() throws IOException {
        List<Pattern> avoided = avoided();
        List<String> found = new ArrayList<>();

        for (Path file : told()) {
            String text = Files.readString(file).toLowerCase(Locale.ROOT);
            for (Pattern word : avoided) {
                word.matcher(text)
                        .results()
                        .map(hit -> ROOT.relativize(file) + ":"
                                + (1 + newLines(text, hit.start())) + " says "
                                + hit.group())
                        .forEach(found::add);
            }
        }

        assertThat(found).as("words to avoid, see " + GLOSSARY).isEmpty();
    }

    private static long newLines(String text, int before) {
        return text.chars().limit(before).filter(each -> each == '\n').count();
    }

    /** A word is found in any form that the glossary names, in capitals, in a tag, and where a line breaks within it. */
    @Test
    void shouldFindEachWordToAvoidWhereverItStands() throws IOException {
        assertThat(avoidedWords()).hasSizeGreaterThan(40).allSatisfy(word -> {
            String written = word.replace("*", "");
            for (String text : List.of(
                    "<p>" + written + "</p>",
                    "key=" + written.toUpperCase(Locale.ROOT),
                    "tu \"" + written.replace(" ", "\n * ") + "\".",
                    "a  " + written.replace(" ", "\n    "))) {
                assertThat(avoided())
                        .as(text)
                        .anyMatch(pattern ->
                                pattern.matcher(text.toLowerCase(Locale.ROOT)).find());
            }
        });
    }

    @Test
    void shouldReadAllThatReadersAreTold() {
        assertThat(told())
                .extracting(file -> ROOT.relativize(file).toString())
                .contains(
                        "README.md",
                        "docs/law.pl.md",
                        "docs/reference/rules.pl.md",
                        "deploy/samples/README.md",
                        "schemas/README.md",
                        "streams-app/console/src/main/jte/case.jte",
                        "streams-app/console/src/main/jte/part/findings.jte",
                        "streams-app/console/src/main/jte/part/trail.jte",
                        "streams-app/console/src/main/java/io/consentgate/console/desk/TrailExport.java",
                        "streams-app/cli/src/main/java/io/consentgate/cli/CheckCommand.java",
                        "streams-app/gate/src/main/java/io/consentgate/config/GateConfig.java",
                        "streams-app/cli/src/main/resources/io/consentgate/cli/check-example.pl.jsonl",
                        "streams-app/console/src/main/resources/io/consentgate/console/assets/console.js",
                        "streams-app/console/src/main/resources/io/consentgate/console/cases/fields_pl.properties",
                        "streams-app/console/src/main/resources/io/consentgate/console/desk/trail_pl.properties",
                        "streams-app/console/src/main/resources/io/consentgate/console/openapi.yaml",
                        "streams-app/console/src/main/resources/io/consentgate/console/texts/pl.properties",
                        "streams-app/law/src/main/resources/io/consentgate/policy/texts/rules_pl.properties",
                        "streams-app/codec/src/main/resources/io/consentgate/rulebook/examples.json",
                        "streams-app/law/src/test/resources/decisions/messages/consent.yaml")
                .anyMatch(file -> file.startsWith("deploy/demo/src/main/"))
                .anyMatch(file -> file.startsWith("schemas/src/main/avro/"))
                .doesNotContain("docs/reference/glossary.md");
    }

    /** Texts of rules, console and trail; what the command lines, the console and the settings say; the contract; the pages. */
    private static List<Path> told() {
        return Stream.of(
                        MODULES.stream()
                                .flatMap(module -> files(
                                        "streams-app/" + module + "/src/main",
                                        ".java",
                                        ".jte",
                                        ".properties",
                                        ".json",
                                        ".jsonl",
                                        ".yaml",
                                        ".js",
                                        ".css",
                                        ".svg")),
                        files("streams-app/law/src/test/resources", ".yaml"),
                        files("schemas/src/main", ".avsc", ".avdl"),
                        files("deploy/demo/src/main", ".java", ".properties", ".md", ".txt"),
                        files("deploy/local/src/main", ".java"),
                        files("deploy/samples", ".md", ".jsonl"),
                        files("deploy/prometheus", ".yml"),
                        files("docs", ".md"),
                        Stream.of("README.md", "CONTRIBUTING.md", "schemas/README.md", "bench/README.md")
                                .map(ROOT::resolve))
                .flatMap(files -> files)
                .filter(file -> !file.equals(GLOSSARY))
                .toList();
    }

    private static Stream<Path> files(String folder, String... endings) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files
                    .filter(file -> Arrays.stream(endings)
                            .anyMatch(ending -> file.getFileName().toString().endsWith(ending)))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A line may break within it, and a comment go on with a star. */
    private static Pattern wordOrStem(String word) {
        String words = Arrays.stream(word.replace("*", "").split(" ", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("\\s+(?:\\*\\s+)?"));
        return Pattern.compile("(?<!\\p{L})" + words + (word.endsWith("*") ? "" : "(?!\\p{L})"));
    }

    private static List<Pattern> avoided() throws IOException {
        return avoidedWords().stream().map(GlossaryTest::wordOrStem).toList();
    }

    private static List<String> avoidedWords() throws IOException {
        return concepts().stream()
                .flatMap(concept -> concept.avoided().stream())
                .toList();
    }

    private static List<Concept> concepts() throws IOException {
        return Files.readAllLines(GLOSSARY).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| concept "))
                .map(line -> line.split("\\|", -1))
                .map(cells -> new Concept(
                        cells[1].strip(),
                        cells[2].strip(),
                        cells[3].strip(),
                        Stream.of(cells[4], cells[5])
                                .flatMap(words -> Arrays.stream(words.split(",")))
                                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                                .filter(word -> !word.isEmpty())
                                .toList()))
                .toList();
    }
}
