// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextsTest {
    private static final String ROOM = "io/consentgate/policy/texts/";

    @TempDir
    Path folder;

    @Test
    void shouldFindALanguageByItsFileAlone() throws IOException {
        write("de", english().stream().map(line -> line.replaceFirst("= ", "= [de] ")));

        Texts texts = load();

        assertThat(texts.languages()).extracting(Language::code).containsExactly("de", "en", "pl");
        assertThat(texts.text(new Language("de"), "fact.channel")).isEqualTo("[de] channel");
    }

    @Test
    void shouldCiteInALanguageOfWhichItHasNoMoreThanTheFile() throws Exception {
        Map<String, String> german = Map.of(
                "citation.statute", "{place} {act}",
                "unit.article", "Art. {from}",
                "unit.paragraph", "\\ Abs. {from}",
                "act.gdpr", "DSGVO");
        write(
                "de",
                english().stream()
                        .map(line -> line.split(" = ", 2))
                        .map(line ->
                                line.length == 1 ? line[0] : line[0] + " = " + german.getOrDefault(line[0], line[1])));
        URL[] classPath = {
            folder.toUri().toURL(),
            Texts.class.getProtectionDomain().getCodeSource().getLocation(),
            NullMarked.class.getProtectionDomain().getCodeSource().getLocation()
        };

        try (URLClassLoader start = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Object gdpr = start.loadClass("io.consentgate.policy.law.EuropeanUnion")
                    .getField("GDPR")
                    .get(null);
            Object article = gdpr.getClass().getMethod("article", int.class).invoke(gdpr, 7);
            Object paragraph =
                    article.getClass().getMethod("paragraph", int.class).invoke(article, 3);
            Class<?> language = start.loadClass("io.consentgate.policy.Language");
            Object de = language.getConstructor(String.class).newInstance("de");

            assertThat(paragraph.getClass().getMethod("in", language).invoke(paragraph, de))
                    .isEqualTo("Art. 7 Abs. 3 DSGVO");
        }
    }

    @Test
    void shouldRefuseALanguageThatLacksAText() throws IOException {
        write("de", english().stream().filter(line -> !line.startsWith("rule.MSG-OBJECTION ")));

        assertThatIllegalStateException()
                .isThrownBy(this::load)
                .withMessageContaining("rules_de.properties lacks [rule.MSG-OBJECTION]");
    }

    @Test
    void shouldRefuseTextsWithoutEnglish() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Texts.of("no-such"))
                .withMessageContaining("no-such_en.properties");
    }

    @Test
    void shouldSayWhichFileLacksAText() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Texts.RULES.require("rule.NONE"))
                .withMessageContaining("rules_en.properties has no text rule.NONE");
    }

    @ParameterizedTest
    @MethodSource("codes")
    void shouldStateEachTextOnce(String language) throws IOException {
        assertThat(lines(language).stream()
                        .filter(line -> line.contains(" = "))
                        .map(line -> line.substring(0, line.indexOf(" = "))))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("codes")
    void shouldHoldATextForNoRuleFactOrWordThatIsGone(String language) throws IOException {
        List<String> known = Stream.of(
                        Stream.of(RuleCode.values()).map(code -> "rule." + code.code()),
                        Stream.of(RuleCode.values()).map(code -> "question." + code.code()),
                        Stream.of(Fact.values()).map(fact -> "fact." + fact.key()),
                        Stream.of(Word.values())
                                .map(word -> "word."
                                        + word.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .flatMap(keys -> keys)
                .toList();

        assertThat(lines(language).stream()
                        .filter(line -> line.matches("(rule|question|fact|word)\\..*"))
                        .map(line -> line.substring(0, line.indexOf(" = "))))
                .containsExactlyElementsOf(known);
    }

    static Stream<String> codes() {
        return Texts.RULES.languages().stream().map(Language::code);
    }

    private Texts load() throws MalformedURLException {
        URL[] more = {folder.toUri().toURL()};
        return Texts.of("rules", new URLClassLoader(more, Texts.class.getClassLoader()));
    }

    private void write(String language, Stream<String> lines) throws IOException {
        Path room = Files.createDirectories(folder.resolve(ROOM));
        Files.write(room.resolve("rules_" + language + ".properties"), lines.toList());
    }

    private static List<String> english() throws IOException {
        return lines("en");
    }

    private static List<String> lines(String language) throws IOException {
        try {
            URL file = Texts.class.getClassLoader().getResource(ROOM + "rules_" + language + ".properties");
            return Files.readAllLines(Path.of(file.toURI()));
        } catch (URISyntaxException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
