// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.rules.GatePolicyError;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers what the rules say about one event. Allocates nothing while all rules are kept. */
final class Findings {
    /** Polish law begins and ends at midnight in Poland. */
    private static final ZoneId POLAND = ZoneId.of("Europe/Warsaw");

    private final PolicyOptions options;
    private final Instant eventTime;
    private final boolean isDecision;
    private @Nullable List<Reason> violations;
    private @Nullable List<Reason> advice;
    private @Nullable List<Reason> observed;

    Findings(PolicyOptions options, Instant eventTime, boolean isDecision) {
        this.options = options;
        this.eventTime = eventTime;
        this.isDecision = isDecision;
    }

    /** @throws NullPointerException if there is no finding: a rule that says nothing has not been kept */
    void add(Rule rule, Finding finding) {
        if (Objects.requireNonNull(finding) instanceof Finding.Broken broken) {
            Reason reason = reason(rule.description(), broken.facts());
            switch (options.mode(rule.code())) {
                case ENFORCE -> violations = with(violations, reason);
                case OBSERVE -> observed = with(observed, reason);
            }
        } else if (finding instanceof Finding.Advised advised
                && rule.description().bindsOn(eventDate())) {
            advice = with(advice, reason(rule.description(), advised.facts()));
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
        return new Reason(rule, facts.values(), rule.citationsOn(eventDate()));
    }

    private LocalDate eventDate() {
        return eventTime.atZone(POLAND).toLocalDate();
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
