// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.policy.rules.Catalogue;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {

    @Test
    void shouldListTheRulesInTheOrderOfTheCodes() {
        assertThat(Catalogue.rules().stream().map(Rule::code).distinct())
                .containsExactlyElementsOf(Arrays.stream(RuleCode.values())
                        .filter(code -> !code.judgesVerdicts())
                        .toList());
    }

    @Test
    void shouldListEveryRuleThatHasAFile() throws IOException, URISyntaxException {
        Path room =
                Path.of(Catalogue.class.getResource("Catalogue.class").toURI()).getParent();
        Set<String> files;
        try (Stream<Path> classes = Files.list(room)) {
            files = classes.map(file -> file.getFileName().toString().replace(".class", ""))
                    .filter(name -> name.matches("(Msg|Adm|Gate)\\w+"))
                    .collect(Collectors.toSet());
        }

        assertThat(files)
                .isEqualTo(Catalogue.rules().stream()
                        .map(rule -> rule.getClass().getSimpleName())
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldNameTheFileAfterTheCode(Rule rule) {
        String name = Arrays.stream(rule.code().code().split("-"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());

        // A version for one legal order or from one day on has that in its name.
        assertThat(rule.getClass().getSimpleName()).startsWith(name);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldSayInEachLanguageWhatTheRuleIs(Rule rule) {
        List<String> texts =
                Texts.RULES.languages().stream().map(rule.description()::text).toList();

        assertThat(texts)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(1)
                .allSatisfy(text -> assertThat(text).endsWith("."));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldCiteLawThatCanBeLookedUp(Rule rule) {
        assertThat(rule.description().citations()).allSatisfy(citation -> {
            assertThat(citation.url()).hasScheme("https");
        });
    }

    @Test
    void shouldCiteNoLawOnlyForTheGatesOwnRules() {
        assertThat(Catalogue.rules().stream()
                        .filter(rule -> rule.description().citations().isEmpty())
                        .map(Rule::code))
                .containsExactlyInAnyOrder(
                        RuleCode.MSG_CONTACT_HOURS,
                        RuleCode.MSG_EXPIRED,
                        RuleCode.ADM_EXPIRED,
                        RuleCode.MSG_ALREADY_SENT,
                        RuleCode.GATE_UNKNOWN,
                        RuleCode.GATE_INVALID,
                        RuleCode.GATE_JURISDICTION,
                        RuleCode.GATE_JURISDICTION,
                        RuleCode.GATE_POLICY_ERROR);
    }

    @Test
    void shouldOfferNoWayOutOfAdvice() {
        assertThat(Catalogue.rules().stream().map(Rule::description).filter(rule -> rule.kind() == RuleKind.ADVISES))
                .extracting(RuleDescription::code, RuleDescription::releases)
                .extracting(tuple -> tuple.toList().get(1))
                .containsOnly(Set.of());
    }

    static List<Rule> rules() {
        return Catalogue.rules();
    }
}
