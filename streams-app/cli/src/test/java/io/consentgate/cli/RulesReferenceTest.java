// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consentgate.ReferencePage;
import io.consentgate.policy.Language;
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.rulebook.Example.Side;
import io.consentgate.rulebook.Examples;
import io.consentgate.rulebook.RuleBook;
import io.consentgate.rulebook.RuleEntry;
import io.consentgate.rulebook.RuleEntry.Does;
import io.consentgate.rulebook.RulesInForce;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the pages of rules and the examples that come with the program to the rules and the decision tables; that each row
 * decides as it says is DecisionTableTest's.
 */
class RulesReferenceTest {
    /** The day whose law the pages tell. */
    private static final LocalDate DAY = LocalDate.of(2026, 11, 30);

    private static final String EXAMPLES = "streams-app/codec/src/main/resources/io/consentgate/rulebook/examples.json";

    private static final Policy POLICY = Policy.standard(PolicyOptions.defaults());
    private static final Examples FROM_THE_TABLES = new Examples(RuleExamples.all());
    private static final RuleBook BOOK = new RuleBook(POLICY, FROM_THE_TABLES);

    @ParameterizedTest
    @CsvSource({"en, docs/reference/rules.md", "pl, docs/reference/rules.pl.md"})
    void shouldListTheRulesInThePagesAsTheyAre(String language, String page) throws IOException {
        Language inLanguage = new Language(language);
        List<String> lines = RulesMarkdown.lines(BOOK.list(List.of("PL"), DAY, inLanguage), inLanguage, false);

        ReferencePage.assertSame(page, String.join("\n", lines) + "\n");
    }

    @Test
    void shouldShipTheExamplesThatStandInTheTables() throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        String json = new ObjectMapper().writer(printer).writeValueAsString(FROM_THE_TABLES.cases()) + "\n";

        ReferencePage.assertSame(EXAMPLES, json);
        assertThat(Examples.shipped().cases()).isEqualTo(FROM_THE_TABLES.cases());
    }

    /** What a rule is said to do at most is what some row has it do, with the settings as they come. */
    @Test
    void shouldSayThatARuleDoesWhatItDoesInTheTables() {
        RulesInForce law = BOOK.in("PL", DAY, Language.ENGLISH);

        assertThat(law.rules()).allSatisfy(rule -> {
            Set<Side> sides =
                    rule.examples().stream().map(example -> example.side()).collect(Collectors.toSet());
            boolean needsSettings = rule.examples().stream()
                    .filter(example -> example.side() == Side.DIVERTED)
                    .allMatch(example -> example.given().contains("settings:"));
            if (rule.code().equals("GATE-POLICY-ERROR")) {
                assertThat(sides).isEmpty();
            } else {
                assertThat(sides).as(rule.code()).contains(Side.KEPT);
                if (rule.does() == Does.UNSET) {
                    assertThat(sides).as(rule.code()).contains(Side.DIVERTED);
                } else {
                    assertThat(sides)
                            .as(rule.code())
                            .contains(rule.does() == Does.DIVERTS ? Side.DIVERTED : Side.ADVISED);
                }
                assertThat(rule.does() == Does.DIVERTS && needsSettings)
                        .as(rule.code())
                        .isFalse();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"PL", "DE"})
    void shouldAskAQuestionInEachLanguage(String country) {
        assertThat(questions(country, Language.ENGLISH)).doesNotHaveDuplicates().allMatch(text -> text.endsWith("?"));
        assertThat(questions(country, Language.POLISH))
                .doesNotHaveDuplicates()
                .allMatch(text -> text.startsWith("Czy ") && text.endsWith("?"));
    }

    private static List<String> questions(String country, Language language) {
        return Stream.concat(BOOK.in(country, DAY, language).rules().stream(), BOOK.onVerdicts(DAY, language).stream())
                .map(RuleEntry::question)
                .toList();
    }
}
