// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.law;

import io.consentgate.policy.AuthorisingStatute;
import io.consentgate.policy.Citation;
import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.Outcome;
import io.consentgate.policy.Rule;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** The versions of the rules that bind in one legal order during one period. Immutable. */
public final class LawInForce {
    private final RulePack pack;
    private final LocalDate day;
    private final List<AuthorisingStatute> statutes;
    private final List<Binding<Rule>> rules;
    private final List<Binding<MessageRule>> messageRules;
    private final List<Binding<DecisionRule>> decisionRules;
    private final boolean asksForExplicitMarketingConsent;
    private final boolean letsMarketingConsentLapse;

    /**
     * A version of a rule, as it binds in a legal order.
     *
     * @param rule its condition
     * @param description the rule as the legal order adapts it
     * @param alwaysDiverts whether the legal order holds back events on which the rule only advises elsewhere
     * @param citations the provisions that bind in the period, see {@link RuleDescription#citationsOn}
     * @param restsOnLawInForce whether a provision binds in the period, or the rule rests on none
     * @param leavesOpen what a reviewer may do about an event that breaks the rule
     */
    public record Binding<R extends Rule>(
            R rule,
            RuleDescription description,
            boolean alwaysDiverts,
            List<Citation> citations,
            boolean restsOnLawInForce,
            Set<Outcome> leavesOpen) {}

    /** @param day any day of the period */
    LawInForce(RulePack pack, LocalDate day, List<Rule> versions) {
        this.pack = pack;
        this.day = day;
        this.statutes = pack.allStatutes();
        this.rules = bindings(Rule.class, versions);
        this.messageRules = bindings(MessageRule.class, versions);
        this.decisionRules = bindings(DecisionRule.class, versions);
        this.asksForExplicitMarketingConsent = pack.diverts(RuleCode.MSG_CONSENT_IMPLICIT);
        this.letsMarketingConsentLapse =
                rules.stream().anyMatch(binding -> binding.description().code() == RuleCode.MSG_CONSENT_AGED);
    }

    private <R extends Rule> List<Binding<R>> bindings(Class<R> kind, List<Rule> versions) {
        return versions.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .map(rule -> binding(rule, kind != MessageRule.class))
                .toList();
    }

    private <R extends Rule> Binding<R> binding(R rule, boolean mayBeDecision) {
        RuleDescription here = pack.here(rule.description());
        return new Binding<>(
                rule,
                here,
                pack.diverts(rule.code()),
                here.citationsOn(day),
                here.bindsOn(day),
                here.leavesOpen(mayBeDecision));
    }

    /** The name of the legal order. */
    public String pack() {
        return pack.name();
    }

    /** The time zone in which the days of the legal order begin. */
    public ZoneId zone() {
        return pack.zone();
    }

    /** The day of an instant in this legal order. */
    public LocalDate dayOf(Instant instant) {
        return pack.dayOf(instant);
    }

    /** Whether a consent to marketing counts only if it is explicit. */
    public boolean asksForExplicitMarketingConsent() {
        return asksForExplicitMarketingConsent;
    }

    /** Whether a consent to marketing lapses after a time, see {@link MemberStates#hasLapsed}. */
    public boolean letsMarketingConsentLapse() {
        return letsMarketingConsentLapse;
    }

    /** Whether a judgment of this legal order reads the law differently from a rule. */
    public boolean isDisputed(RuleCode code) {
        return rules.stream()
                .map(Binding::description)
                .anyMatch(rule -> rule.code() == code && !rule.disputedBy().isEmpty());
    }

    /** The statutes under which a machine alone may decide; each says since when. */
    public List<AuthorisingStatute> statutes() {
        return statutes;
    }

    /** All rules, in the order in which the gate reports them. */
    public List<Binding<Rule>> rules() {
        return rules;
    }

    public List<Binding<MessageRule>> messageRules() {
        return messageRules;
    }

    public List<Binding<DecisionRule>> decisionRules() {
        return decisionRules;
    }
}
