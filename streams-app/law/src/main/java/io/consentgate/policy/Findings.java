// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.law.LawInForce.Binding;
import io.consentgate.policy.rules.GatePolicyError;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what the rules say about one event. Allocates nothing while all rules are kept. */
final class Findings {
    private final PolicyOptions options;
    private final boolean isDecision;
    private @Nullable List<Reason> violations;
    private @Nullable List<Reason> advice;
    private @Nullable List<Reason> observed;
    private @Nullable Set<Outcome> allowed;

    Findings(PolicyOptions options, boolean isDecision) {
        this.options = options;
        this.isDecision = isDecision;
    }

    /** @throws NullPointerException if there is no finding: a rule without a finding does not count as kept */
    void add(Binding<?> binding, Finding finding) {
        if (Objects.requireNonNull(finding) == Finding.Kept.KEPT) {
            return;
        }
        RuleDescription rule = binding.description();
        if (finding instanceof Finding.Advised advised && !binding.alwaysDiverts()) {
            if (binding.restsOnLawInForce()) {
                advice = with(advice, reason(binding, advised.facts()));
            }
            return;
        }
        Reason reason = reason(binding, finding.facts());
        switch (options.mode(rule.code())) {
            case ENFORCE -> violated(reason, binding.leavesOpen());
            case OBSERVE -> observed = with(observed, reason);
        }
    }

    /**
     * A rule that fails does not count as kept. The facts name only the class of the failure: its message may quote the
     * event.
     */
    void addFailure(Rule rule, RuntimeException failure) {
        Facts facts = Facts.of(Fact.RULE, rule.code())
                .and(Fact.EXCEPTION, failure.getClass().getName());
        RuleDescription failed = GatePolicyError.DESCRIPTION;
        violated(new Reason(failed, facts.values(), failed.citations()), failed.leavesOpen(isDecision));
    }

    private void violated(Reason reason, Set<Outcome> leavesOpen) {
        violations = with(violations, reason);
        allowed = allowed == null ? leavesOpen : common(allowed, leavesOpen);
    }

    Assessment assessment() {
        if (violations != null && allowed != null) {
            return new Assessment.Diverted(violations, orEmpty(advice), orEmpty(observed), allowed);
        }
        return advice == null && observed == null
                ? Assessment.Cleared.PLAINLY
                : new Assessment.Cleared(orEmpty(advice), orEmpty(observed));
    }

    /** Usually one set contains the other, so no new set is needed. */
    private static Set<Outcome> common(Set<Outcome> one, Set<Outcome> other) {
        if (one.containsAll(other)) {
            return other;
        }
        if (other.containsAll(one)) {
            return one;
        }
        Set<Outcome> common = EnumSet.copyOf(one);
        common.retainAll(other);
        return common;
    }

    private static Reason reason(Binding<?> binding, Facts facts) {
        return new Reason(binding.description(), facts.values(), binding.citations());
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
