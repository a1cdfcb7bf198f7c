// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.law.LawInForce;
import io.consentgate.policy.law.LawInForce.Binding;
import io.consentgate.policy.rules.GatePolicyError;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers what the rules say about one event. Allocates nothing while all rules are kept. */
final class Findings {
    private final PolicyOptions options;
    private final LawInForce law;
    private final Instant governing;
    private final boolean isDecision;
    private @Nullable List<Reason> violations;
    private @Nullable List<Reason> advice;
    private @Nullable List<Reason> observed;

    /** @param governing the instant whose law it is */
    Findings(PolicyOptions options, LawInForce law, Instant governing, boolean isDecision) {
        this.options = options;
        this.law = law;
        this.governing = governing;
        this.isDecision = isDecision;
    }

    /** @throws NullPointerException if there is no finding: a rule that says nothing has not been kept */
    void add(Binding<?> binding, Finding finding) {
        if (Objects.requireNonNull(finding) == Finding.Kept.KEPT) {
            return;
        }
        RuleDescription rule = binding.description();
        if (finding instanceof Finding.Advised advised && !binding.alwaysDiverts()) {
            if (rule.bindsOn(day())) {
                advice = with(advice, reason(rule, advised.facts()));
            }
            return;
        }
        Reason reason = reason(rule, finding.facts());
        switch (options.mode(rule.code())) {
            case ENFORCE -> violations = with(violations, reason);
            case OBSERVE -> observed = with(observed, reason);
        }
    }

    /** A rule that fails has not been kept. Of the failure only its class is told: a message may quote the event. */
    void addFailure(Rule rule, RuntimeException failure) {
        Facts facts = Facts.of(Fact.RULE, rule.code())
                .and(Fact.EXCEPTION, failure.getClass().getName());
        violations = with(violations, reason(GatePolicyError.DESCRIPTION, facts));
    }

    Assessment assessment() {
        if (violations != null) {
            return new Assessment.Diverted(violations, orEmpty(advice), orEmpty(observed), allowed(violations));
        }
        return advice == null && observed == null
                ? Assessment.Cleared.PLAINLY
                : new Assessment.Cleared(orEmpty(advice), orEmpty(observed));
    }

    private Set<Outcome> allowed(List<Reason> violations) {
        Set<Outcome> allowed = EnumSet.allOf(Outcome.class);
        if (!isDecision) {
            allowed.removeAll(Release.DECIDE.outcomes());
        }
        for (Reason violation : violations) {
            Set<Outcome> leftOpen = EnumSet.of(Outcome.REJECT);
            violation.rule().releases().forEach(release -> leftOpen.addAll(release.outcomes()));
            allowed.retainAll(leftOpen);
        }
        return allowed;
    }

    private Reason reason(RuleDescription rule, Facts facts) {
        return new Reason(rule, facts.values(), rule.citationsOn(day()));
    }

    private LocalDate day() {
        return law.dayOf(governing);
    }

    private static List<Reason> with(@Nullable List<Reason> reasons, Reason reason) {
        List<Reason> more = reasons == null ? new ArrayList<>(4) : reasons;
        more.add(reason);
        return more;
    }

    private static List<Reason> orEmpty(@Nullable List<Reason> reasons) {
        return reasons == null ? List.of() : reasons;
    }
}
