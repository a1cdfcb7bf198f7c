// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.Ground;

/**
 * Art. 22 says "including profiling": a decision by the system alone falls under it even without a profile. This rule
 * also judges a declared profile that evaluates no aspect or infers nothing.
 */
final class AdmAutomated implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.ADM_AUTOMATED)
            .restsOn(GDPR.article(22).paragraph(1))
            .releasedBy(Release.DECIDE, Release.RECLASSIFY);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        DecisionFacts decision = situation.decision();
        return situation.isWithinArticle22()
                        && situation.isSolelyAutomated()
                        && !situation.isProfiled()
                        && decision.ground() == Ground.NONE
                ? Finding.broken(Facts.of(Fact.PROFILING, false)
                        .and(Fact.AUTOMATION, decision.automation().mode())
                        .and(Fact.EFFECTS, decision.effects())
                        .and(Fact.TERMS_INDIVIDUALISED, decision.termsIndividualised())
                        .and(Fact.PRICE_DELTA, decision.priceDelta())
                        .and(Fact.GROUND, decision.ground()))
                : Finding.kept();
    }
}
