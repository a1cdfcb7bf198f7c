// SPDX-License-Identifier: Apache-2.0
package io.consentgate.rulebook;

import io.consentgate.policy.Citation;
import io.consentgate.policy.Language;
import io.consentgate.policy.Policy;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.RuleMode;
import io.consentgate.policy.law.LawInForce;
import io.consentgate.policy.law.LawInForce.Binding;
import io.consentgate.review.VerdictRule;
import io.consentgate.review.rules.VerdictRules;
import io.consentgate.rulebook.RuleEntry.Does;
import io.consentgate.rulebook.RuleEntry.Source;
import io.consentgate.rulebook.RuleEntry.WayOut;
import java.text.Collator;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists the rules of a policy for human readers. Immutable and thread-safe. */
public final class RuleBook {
    private final Policy policy;
    private final Examples examples;

    /** @param policy its rules, with their settings */
    public RuleBook(Policy policy, Examples examples) {
        this.policy = policy;
        this.examples = examples;
    }

    /** The countries whose law the gate knows. */
    public Set<String> jurisdictions() {
        return policy.laws().jurisdictions();
    }

    /** Names of these countries, in alphabetical order. */
    public Map<String, String> countries(Language language) {
        return jurisdictions().stream()
                .sorted(Comparator.comparing(
                        code -> country(code, language), Collator.getInstance(Locale.forLanguageTag(language.code()))))
                .collect(Collectors.toMap(
                        code -> code, code -> country(code, language), (one, other) -> one, LinkedHashMap::new));
    }

    /**
     * All rules of these countries on a day.
     *
     * @throws IllegalArgumentException if the gate does not know the law of one of them
     */
    public RuleList list(List<String> countries, LocalDate day, Language language) {
        return new RuleList(
                day,
                language.code(),
                policy.version(),
                countries.stream().map(country -> in(country, day, language)).toList(),
                onVerdicts(day, language));
    }

    /**
     * The rules on events that bind in a country on a day. Advice appears only once its law binds. A rule that diverts
     * appears even earlier, because it also diverts events from before its law.
     *
     * @throws IllegalArgumentException if the gate does not know the law of that country
     */
    public RulesInForce in(String jurisdiction, LocalDate day, Language language) {
        if (!jurisdictions().contains(jurisdiction)) {
            throw new IllegalArgumentException("There is no rule set for jurisdiction " + jurisdiction
                    + "; there is one for " + String.join(", ", jurisdictions()) + ".");
        }
        LawInForce law = policy.laws().on(jurisdiction, day);
        List<RuleEntry> rules = law.rules().stream()
                .filter(binding -> binding.description().bindsOn(day) || does(binding, day) != Does.ADVISES)
                .map(binding -> entry(
                        binding.description(),
                        does(binding, day),
                        day,
                        language,
                        examples.of(binding.rule().code(), law.pack(), language)))
                .toList();
        return new RulesInForce(jurisdiction, country(jurisdiction, language), law.pack(), rules);
    }

    private static String country(String jurisdiction, Language language) {
        return new Locale.Builder()
                .setRegion(jurisdiction)
                .build()
                .getDisplayCountry(Locale.forLanguageTag(language.code()));
    }

    /** The rules on reviewers' verdicts, which are the same in all countries. */
    public List<RuleEntry> onVerdicts(LocalDate day, Language language) {
        return VerdictRules.all().stream()
                .map(VerdictRule::description)
                .map(rule -> entry(rule, Does.REFUSES, day, language, List.of()))
                .toList();
    }

    private Does does(Binding<?> binding, LocalDate day) {
        RuleCode code = binding.description().code();
        if (policy.options().isUnset(code)) {
            return Does.UNSET;
        }
        if (binding.description().kind() == RuleKind.ADVISES
                || (policy.options().onlyAdvises(code, day) && !binding.alwaysDiverts())) {
            return Does.ADVISES;
        }
        return policy.options().mode(code) == RuleMode.OBSERVE ? Does.OBSERVED : Does.DIVERTS;
    }

    private static RuleEntry entry(
            RuleDescription rule, Does does, LocalDate day, Language language, List<Example> examples) {
        return new RuleEntry(
                rule.code().code(),
                rule.question(language),
                rule.text(language),
                does,
                Wording.in(language).of("does." + does.name().toLowerCase(Locale.ROOT)),
                rule.bindsOn(day),
                sources(rule.citationsOn(day), language),
                rule.releases().stream()
                        .sorted()
                        .map(release -> new WayOut(release, wayOut(release, language)))
                        .toList(),
                rule.review(),
                sources(rule.disputedBy(), language),
                examples);
    }

    private static String wayOut(Release release, Language language) {
        return Wording.in(language).of("release." + release);
    }

    private static List<Source> sources(List<Citation> citations, Language language) {
        return citations.stream()
                .map(citation -> new Source(
                        citation.in(language),
                        citation.url(),
                        citation.inForce().from(),
                        citation.inForce().to()))
                .toList();
    }
}
