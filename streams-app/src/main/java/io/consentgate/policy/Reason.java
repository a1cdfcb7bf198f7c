// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;

/**
 * Why an event was diverted, or what its publisher is advised. Texts are made when asked for.
 *
 * @param rule the rule that spoke
 * @param facts the fields that decided
 * @param citations the provisions that bind at the event's date
 */
public record Reason(RuleDescription rule, Map<Fact, FactValue> facts, List<Citation> citations) {

    private static final String OWN_RULE = "the gate's own rule";

    public RuleCode code() {
        return rule.code();
    }

    /** The deciding fields under their published names, in a stable order; words of the gate in English. */
    public Map<String, String> factsByName() {
        Map<String, String> named = new LinkedHashMap<>();
        facts.forEach((fact, value) -> named.put(fact.key(), value.en()));
        return named;
    }

    /** The provisions in one line, such as {@code GDPR art. 7(1); PKE art. 398(1)}. */
    public String law() {
        if (citations.isEmpty()) {
            return OWN_RULE;
        }
        StringJoiner law = new StringJoiner("; ");
        for (Citation citation : citations) {
            law.add(citation.toString());
        }
        return law.toString();
    }

    /** The reason in English, with the deciding fields. */
    public String en() {
        return text(rule.en(), Fact::en, FactValue::en);
    }

    /** The reason in Polish, with the deciding fields. */
    public String pl() {
        return text(rule.pl(), Fact::pl, FactValue::pl);
    }

    private String text(String sentence, Function<Fact, String> label, Function<FactValue, String> told) {
        if (facts.isEmpty()) {
            return sentence;
        }
        StringJoiner fields = new StringJoiner("; ", " (", ")");
        facts.forEach((fact, value) -> fields.add(label.apply(fact) + ": " + told.apply(value)));
        return sentence + fields;
    }
}
