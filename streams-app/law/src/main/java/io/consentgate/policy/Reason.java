// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why an event was diverted, or the advice to its publisher. Texts are made on demand.
 *
 * @param rule the rule that spoke
 * @param facts the fields that decided
 * @param citations the provisions that bind at the event's date
 */
public record Reason(RuleDescription rule, Map<Fact, FactValue> facts, List<Citation> citations) {

    /** The separator between citations in one line. */
    public static final String BETWEEN_CITATIONS = "; ";

    /** The same rule and law, without content of the event or its consent. */
    public Reason withoutFacts() {
        return new Reason(rule, Map.of(), citations);
    }

    public RuleCode code() {
        return rule.code();
    }

    /** The deciding fields under their published names, in a stable order; the gate's own words in English. */
    public Map<String, String> factsByName() {
        Map<String, String> named = new LinkedHashMap<>();
        facts.forEach((fact, value) -> named.put(fact.key(), value.in(Language.ENGLISH)));
        return named;
    }

    /** The provisions in one line, such as {@code GDPR art. 7(1); PKE art. 398(1)}. */
    public String law(Language language) {
        if (citations.isEmpty()) {
            return Texts.RULES.text(language, "own-rule");
        }
        StringBuilder law = new StringBuilder();
        for (Citation citation : citations) {
            law.append(law.isEmpty() ? "" : BETWEEN_CITATIONS).append(citation.in(language));
        }
        return law.toString();
    }

    /** What the rule says, with the deciding fields. */
    public String text(Language language) {
        String sentence = rule.text(language);
        if (facts.isEmpty()) {
            return sentence;
        }
        StringBuilder text = new StringBuilder(sentence);
        String before = " (";
        for (Map.Entry<Fact, FactValue> each : facts.entrySet()) {
            text.append(before)
                    .append(each.getKey().in(language))
                    .append(": ")
                    .append(each.getValue().in(language));
            before = "; ";
        }
        return text.append(')').toString();
    }
}
