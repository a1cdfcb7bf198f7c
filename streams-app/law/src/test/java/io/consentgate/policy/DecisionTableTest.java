// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.consentgate.policy.Assessment.Cleared;
import io.consentgate.policy.Assessment.Diverted;
import io.consentgate.policy.DecisionTable.Row;
import io.consentgate.policy.law.LawBook;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionTableTest {

    /** One test per table and not per row: the mutation run would start JUnit for each row of each mutant. */
    @ParameterizedTest
    @MethodSource("io.consentgate.policy.DecisionTable#names")
    void shouldDecideAsTheTableSays(String table) {
        LawBook laws = LawBook.standard();
        assertAll(DecisionTable.rows(table).map(row -> () -> assertDecides(row, laws)));
    }

    private static void assertDecides(Row row, LawBook laws) {
        Assessment assessment = row.assessedBy(Policy.of(laws, row.options()));

        assertThat(codes(violations(assessment)))
                .as(() -> row + ": diverted: " + assessment)
                .isEqualTo(row.diverted());
        assertThat(assessment instanceof Cleared).as(() -> row + ": cleared").isEqualTo(row.isCleared());
        assertThat(codes(assessment.advice())).as(() -> row + ": advice").isEqualTo(row.advice());
        assertThat(codes(assessment.observed())).as(() -> row + ": observed").isEqualTo(row.observed());
        Set<String> outcomes = row.outcomes();
        if (outcomes != null) {
            assertThat(outcomes(assessment)).as(() -> row + ": outcomes").isEqualTo(outcomes);
        }
        row.facts()
                .properties()
                .forEach(rule -> rule.getValue()
                        .properties()
                        .forEach(fact -> assertThat(
                                        reason(assessment, rule.getKey()).factsByName())
                                .as(() -> row + ": facts of " + rule.getKey())
                                .containsEntry(fact.getKey(), fact.getValue().asText())));
        row.laws()
                .properties()
                .forEach(rule -> assertThat(reason(assessment, rule.getKey()).law(Language.ENGLISH))
                        .as(() -> row + ": law of " + rule.getKey())
                        .isEqualTo(rule.getValue().asText()));
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
