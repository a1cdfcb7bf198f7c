// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.Assessment.Diverted;
import io.consentgate.policy.DecisionTable.Row;
import io.consentgate.policy.law.LawBook;
import io.consentgate.policy.rules.Catalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which rows the tables hold, and how they read. What the policy says of each row is {@link DecisionTableTest}'s. */
class DecisionTableContentsTest {

    @Test
    void shouldHaveARowThatBreaksEachRuleAndOneThatClears() {
        assertThat(Catalogue.rules())
                .extracting(rule -> rule.code().code())
                .filteredOn(code -> !code.equals("GATE-POLICY-ERROR"))
                .allSatisfy(code -> {
                    List<Row> about = DecisionTable.rows()
                            .filter(row -> code.equals(row.about()))
                            .toList();
                    assertThat(about)
                            .as("clears")
                            .anyMatch(row -> row.isCleared()
                                    && !row.advice().contains(code)
                                    && !row.observed().contains(code));
                    assertThat(about)
                            .as("diverts or advises")
                            .anyMatch(row -> row.diverted().contains(code)
                                    || row.advice().contains(code));
                });
    }

    @Test
    void shouldHaveARowForEachSentenceOfTheArticle() {
        Set<String> present = DecisionTable.rows()
                .flatMap(row -> row.article().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(present)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 34).mapToObj(n -> "S" + n).toList());
    }

    @Test
    void shouldTellEachRowFromTheOthers() {
        assertThat(DecisionTable.rows().map(Row::name)).doesNotHaveDuplicates();
    }

    /** A lawyer reads them without scrolling sideways. */
    @Test
    void shouldFitOnAScreen() {
        assertThat(DecisionTable.files().values().stream().flatMap(DecisionTableContentsTest::tooLongLines))
                .isEmpty();
    }

    /** A Polish lawyer reads the tables, too. */
    @Test
    void shouldSayEachRowInPolish() {
        assertThat(DecisionTable.rows().filter(row -> row.namePl().isBlank())).isEmpty();
        assertThat(DecisionTable.rows().map(Row::namePl)).doesNotHaveDuplicates();
    }

    /** Whatever is not said by a word of the gate is a symbol, a number, a time or a name, and the same in any language. */
    @Test
    void shouldTellNoEnglishWordOfTheGateInPolish() {
        Set<String> english =
                Stream.of(Word.values()).map(word -> word.in(Language.ENGLISH)).collect(Collectors.toSet());
        Pattern sameInAnyLanguage =
                Pattern.compile("[A-Z_]+( [A-Z_]+)*|[\\d.,:TZ+-]+|NaN|n/a|[a-z]+\\d?|[a-z]+(-[a-z\\d]+)+|FIELD( FIELD)*"
                        .replace("FIELD", "([a-z]+\\.)?[a-z]+([A-Z][a-z]+)+"));

        LawBook laws = LawBook.standard();

        assertThat(DecisionTable.rows()
                        .map(row -> row.assessedBy(Policy.of(laws, row.options())))
                        .flatMap(DecisionTableContentsTest::reasons)
                        .flatMap(reason -> reason.facts().values().stream())
                        .collect(Collectors.toSet()))
                .isNotEmpty()
                .allSatisfy(value -> {
                    assertThat(english).doesNotContain(value.in(Language.POLISH));
                    if (value.in(Language.POLISH).equals(value.in(Language.ENGLISH))) {
                        assertThat(value.in(Language.POLISH)).matches(sameInAnyLanguage);
                    }
                });
    }

    private static Stream<String> tooLongLines(Path table) {
        try {
            return Files.readAllLines(table).stream()
                    .filter(line -> line.length() > 120)
                    .map(line -> table.getFileName() + ": " + line);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Reading " + table, unreadable);
        }
    }

    private static Stream<Reason> reasons(Assessment assessment) {
        return Stream.of(
                        assessment instanceof Diverted diverted ? diverted.violations() : List.<Reason>of(),
                        assessment.advice(),
                        assessment.observed())
                .flatMap(List::stream);
    }
}
