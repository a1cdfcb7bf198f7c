// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consentgate.policy.DecisionTable.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the pages for lawyers to the words that stand in the decision tables: a reader of a row finds each of them there.
 * Fields and symbols of the contract are explained by the contract, and not by the pages.
 */
class LawPagesTest {
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @ParameterizedTest
    @ValueSource(strings = {"law.md", "law.pl.md"})
    void shouldExplainEachWordOfTheTables(String page) throws IOException {
        Set<String> explained = CODE.matcher(
                        Files.readString(Path.of("..", "..", "docs", page)).replaceAll("(?s)```.*?```", ""))
                .results()
                .map(MatchResult::group)
                .map(word -> word.substring(1, word.length() - 1))
                .collect(Collectors.toSet());

        assertThat(words()).hasSizeGreaterThan(50);
        assertThat(explained).containsAll(words());
    }

    private static Set<String> words() {
        Set<String> words = new TreeSet<>(Set.of("like", "null"));
        DecisionTable.rows().forEach(row -> {
            row.node().fieldNames().forEachRemaining(words::add);
            ofConsent(row.node().path("consent"), words);
            names(row.node().path("memory"), words);
            allNames(row.node().path("humanHistory"), words);
            allNames(row.node().path("settings"), words);
            words.addAll(ofFacts(row));
        });
        words.removeIf(word -> COUNTRY.matcher(word).matches());
        return words;
    }

    /** What a record is, or what arrived; the entries of a record have the contract's fields. */
    private static void ofConsent(JsonNode consent, Set<String> words) {
        if (consent.isTextual()) {
            words.add(consent.asText());
        }
        names(consent, words);
        consent.path("versions").forEach(version -> ofConsent(version, words));
    }

    private static void names(JsonNode node, Set<String> words) {
        node.fieldNames().forEachRemaining(words::add);
    }

    private static void allNames(JsonNode node, Set<String> words) {
        names(node, words);
        node.forEach(inner -> allNames(inner, words));
    }

    private static Set<String> ofFacts(Row row) {
        Set<String> ofTheGate =
                Stream.of(Word.values()).map(word -> word.in(Language.ENGLISH)).collect(Collectors.toSet());
        Set<String> told = new TreeSet<>();
        row.facts().forEach(facts -> facts.forEach(value -> told.add(value.asText())));
        told.retainAll(ofTheGate);
        return told;
    }
}
