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

/**
 * Showing an offer does not decide on a person's legal position; setting its price or terms for that person does. Where
 * a human really decides, art. 22 requires no label.
 */
final class AdmEffectUnderstated implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.ADM_EFFECT_UNDERSTATED)
            .restsOn(GDPR.article(22).paragraph(1))
            .releasedBy(Release.DECIDE, Release.RECLASSIFY);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        DecisionFacts decision = situation.decision();
        return situation.concernsNaturalPerson()
                        && (situation.isSolelyAutomated() || situation.isDeterminingScore())
                        && situation.isDeclaredAsDisplay()
                        && situation.isIndividualised()
                ? Finding.broken(Facts.of(Fact.EFFECTS, decision.effects())
                        .and(Fact.TERMS_INDIVIDUALISED, decision.termsIndividualised())
                        .and(Fact.PRICE_DELTA, decision.priceDelta()))
                : Finding.kept();
    }
}
