// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.consentgate.policy.Assessment.Cleared;
import io.consentgate.policy.Assessment.Diverted;
import io.consentgate.policy.DecisionTable.Row;
import io.consentgate.policy.rules.Catalogue;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionTableTest {

    /** One test per table and not per row: the mutation run would start JUnit for each row of each mutant. */
    @ParameterizedTest
    @ValueSource(strings = {"messages", "decisions", "gate", "article"})
    void shouldDecideAsTheTableSays(String table) {
        assertAll(DecisionTable.rows(table).map(row -> () -> assertDecides(row)));
    }

    private static void assertDecides(Row row) {
        Assessment assessment = row.assessedBy(Policy.standard(row.options()));

        assertThat(codes(violations(assessment)))
                .as("%s: diverted: %s", row, assessment)
                .isEqualTo(row.diverted());
        assertThat(assessment instanceof Cleared).as("%s: cleared", row).isEqualTo(row.isCleared());
        assertThat(codes(assessment.advice())).as("%s: advice", row).isEqualTo(row.advice());
        assertThat(codes(assessment.observed())).as("%s: observed", row).isEqualTo(row.observed());
        Set<String> outcomes = row.outcomes();
        if (outcomes != null) {
            assertThat(outcomes(assessment)).as("%s: outcomes", row).isEqualTo(outcomes);
        }
        row.facts()
                .properties()
                .forEach(rule -> rule.getValue()
                        .properties()
                        .forEach(fact -> assertThat(
                                        reason(assessment, rule.getKey()).factsByName())
                                .as("%s: facts of %s", row, rule.getKey())
                                .containsEntry(fact.getKey(), fact.getValue().asText())));
        row.laws()
                .properties()
                .forEach(rule -> assertThat(reason(assessment, rule.getKey()).law())
                        .as("%s: law of %s", row, rule.getKey())
                        .isEqualTo(rule.getValue().asText()));
    }

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

    /** Whatever is not said by a word of the gate is a symbol, a number, a time or a name, and the same in any language. */
    @Test
    void shouldTellNoEnglishWordOfTheGateInPolish() {
        Set<String> english = Stream.of(Word.values()).map(Word::en).collect(Collectors.toSet());
        Pattern sameInAnyLanguage = Pattern.compile("[A-Z_]+( [A-Z_]+)*|[\\d.:TZ-]+|[a-z]+\\d?|[a-z]+([A-Z][a-z]+)+");

        assertThat(DecisionTable.rows()
                        .map(row -> row.assessedBy(Policy.standard(row.options())))
                        .flatMap(assessment -> Stream.of(
                                        violations(assessment), assessment.advice(), assessment.observed())
                                .flatMap(List::stream))
                        .flatMap(reason -> reason.facts().values().stream()))
                .isNotEmpty()
                .allSatisfy(value -> {
                    assertThat(english).doesNotContain(value.pl());
                    if (value.pl().equals(value.en())) {
                        assertThat(value.pl()).matches(sameInAnyLanguage);
                    }
                });
    }

    private static List<Reason> violations(Assessment assessment) {
        return assessment instanceof Diverted diverted ? diverted.violations() : List.of();
    }

    private static Set<String> outcomes(Assessment assessment) {
        return assessment instanceof Diverted diverted
                ? diverted.allowedOutcomes().stream().map(Enum::name).collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }

    private static Reason reason(Assessment assessment, String code) {
        return Stream.of(violations(assessment), assessment.advice(), assessment.observed())
                .flatMap(List::stream)
                .filter(reason -> reason.code().code().equals(code))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No reason " + code + " in " + assessment));
    }

    private static Set<String> codes(List<Reason> reasons) {
        return reasons.stream().map(reason -> reason.code().code()).collect(Collectors.toCollection(TreeSet::new));
    }
}
