// SPDX-License-Identifier: Apache-2.0
package io.consentgate.rulebook;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules on a day in one language. Field names are a public contract: {@code gate rules --format json} and the API write
 * them.
 *
 * @param language its ISO 639 code
 * @param policyVersion names the text of the rules
 * @param jurisdictions the rules on events, country by country
 * @param onVerdicts the rules on reviewers' verdicts, which are the same in all countries
 */
public record RuleList(
        LocalDate on,
        String language,
        String policyVersion,
        List<RulesInForce> jurisdictions,
        List<RuleEntry> onVerdicts) {

    public RuleList {
        jurisdictions = List.copyOf(jurisdictions);
        onVerdicts = List.copyOf(onVerdicts);
    }

    /** The rules with these codes, and the countries in which at least one of them binds. */
    public RuleList only(List<String> codes) {
        return new RuleList(
                on,
                language,
                policyVersion,
                jurisdictions.stream()
                        .map(law -> new RulesInForce(
                                law.jurisdiction(), law.country(), law.law(), only(law.rules(), codes)))
                        .filter(law -> !law.rules().isEmpty())
                        .toList(),
                only(onVerdicts, codes));
    }

    private static List<RuleEntry> only(List<RuleEntry> rules, List<String> codes) {
        return rules.stream().filter(rule -> codes.contains(rule.code())).toList();
    }

    /** All rules; rules on events come first. */
    public Stream<RuleEntry> all() {
        return Stream.concat(jurisdictions.stream().flatMap(law -> law.rules().stream()), onVerdicts.stream());
    }
}
