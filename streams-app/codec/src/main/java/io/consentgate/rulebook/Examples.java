// SPDX-License-Identifier: Apache-2.0
package io.consentgate.rulebook;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.consentgate.policy.Language;
import io.consentgate.policy.RuleCode;
import io.consentgate.rulebook.Example.Side;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Cases from the decision tables: for each rule and legal order, one case per side. Immutable. */
public final class Examples {
    private static final String RESOURCE = "examples.json";

    private final List<Case> cases;

    /**
     * One case.
     *
     * @param rule code of the rule that the case shows
     * @param law the legal order that judges the case
     * @param sentences the case in one sentence, by language code; English is always present
     * @param given differences from an ordinary, lawful case, in the tables' notation
     */
    public record Case(String rule, String law, Side side, Map<String, String> sentences, String given) {

        Example in(Language language) {
            return new Example(side, sentence(language), given);
        }

        private String sentence(Language language) {
            String sentence = sentences.get(language.code());
            return sentence != null ? sentence : Objects.requireNonNull(sentences.get(Language.ENGLISH.code()));
        }
    }

    public Examples(List<Case> cases) {
        this.cases = List.copyOf(cases);
    }

    /** The cases shipped with the program. */
    public static Examples shipped() {
        try (InputStream file = Objects.requireNonNull(Examples.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new Examples(List.of(new ObjectMapper().readValue(file, Case[].class)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Reading " + RESOURCE, unreadable);
        }
    }

    public List<Case> cases() {
        return cases;
    }

    List<Example> of(RuleCode rule, String law, Language language) {
        return cases.stream()
                .filter(one -> one.rule().equals(rule.code()) && one.law().equals(law))
                .map(one -> one.in(language))
                .toList();
    }
}
