// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.HUMAN_OVERSIGHT;
import static io.consentgate.policy.law.EuropeanUnion.WP251;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.DecisionFacts.Human;
import io.consentgate.policy.facts.HumanHistory.Past;
import java.time.Duration;
import java.util.List;

/**
 * A human who nearly always signs what the system proposed does not really decide, however each case looks by itself.
 * Nor does a human who is nearly always faster than anyone can think. Advice by default: a pattern proves nothing about
 * a single decision.
 */
final class AdmHumanPattern implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.ADM_HUMAN_PATTERN)
            .restsOn(WP251, HUMAN_OVERSIGHT)
            .releasedBy(Release.DECIDE);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        Human human = situation.decision().automation().human();
        if (!situation.concernsNaturalPerson()
                || !situation.hasEffect()
                || situation.isSolelyAutomated()
                || human == null) {
            return Finding.kept();
        }
        Facts pattern = pattern(situation.history().decisions(), situation.options());
        if (pattern.isEmpty()) {
            return Finding.kept();
        }
        Facts facts = pattern.and(Fact.REVIEWER, human.reviewerRef());
        return situation.options().humanPattern().diverts() ? Finding.broken(facts) : Finding.advised(facts);
    }

    private static Facts pattern(List<Past> decisions, PolicyOptions options) {
        int window = options.humanPattern().window();
        if (decisions.size() < window) {
            return Facts.NONE;
        }
        List<Past> latest = decisions.subList(decisions.size() - window, decisions.size());
        Facts pattern = Facts.NONE;
        long changed = latest.stream().filter(Past::changed).count();
        if (changed < options.humanPattern().leastChanged() * window) {
            pattern = pattern.and(Fact.CHANGED_OF_LATEST, changed);
        }
        Duration median = latest.stream().map(Past::elapsed).sorted().toList().get((window - 1) / 2);
        if (median.compareTo(options.humanFloor()) < 0) {
            pattern = pattern.and(Fact.MEDIAN_SECONDS, median.toSeconds())
                    .and(Fact.FLOOR_SECONDS, options.humanFloor().toSeconds());
        }
        return pattern.isEmpty() ? pattern : pattern.and(Fact.LATEST_DECISIONS, window);
    }
}
