// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.EuropeanUnion.SCHUFA;

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
 * A score on which the outcome strongly draws is itself the decision. If the publisher does not state how the outcome
 * draws on the score, the score counts as such.
 */
final class AdmScoreDetermines implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.ADM_SCORE_DETERMINES)
            .restsOn(SCHUFA, GDPR.article(22).paragraph(1))
            .releasedBy(Release.DECIDE, Release.RECLASSIFY);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        DecisionFacts decision = situation.decision();
        return situation.isWithinArticle22() && situation.isDeterminingScore() && decision.ground() == Ground.NONE
                ? Finding.broken(Facts.of(Fact.ROLE, decision.role())
                        .and(Fact.RELIANCE, decision.reliance())
                        .and(Fact.EFFECTS, decision.effects())
                        .and(Fact.GROUND, decision.ground()))
                : Finding.kept();
    }
}
