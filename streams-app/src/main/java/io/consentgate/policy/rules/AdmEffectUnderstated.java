// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.facts.DecisionFacts;
import java.util.List;
import java.util.Set;

/**
 * To show an offer is no decision on a person's legal position; to make its price or terms for that person is.
 */
final class AdmEffectUnderstated implements DecisionRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.ADM_EFFECT_UNDERSTATED,
            RuleKind.DIVERTS,
            Set.of(Release.DECIDE, Release.RECLASSIFY),
            List.of(Law.gdpr("art. 22(1)")),
            "Declared as a mere display, yet price or terms were individualised.",
            "Zadeklarowano samo wyświetlenie, a cenę lub warunki dostosowano indywidualnie.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        DecisionFacts decision = situation.decision();
        return situation.concernsNaturalPerson() && situation.isDeclaredAsDisplay() && situation.isIndividualised()
                ? Finding.broken(Facts.of(Fact.EFFECTS, decision.effects())
                        .and(Fact.TERMS_INDIVIDUALISED, decision.termsIndividualised())
                        .and(Fact.PRICE_DELTA, decision.priceDelta()))
                : Finding.kept();
    }
}
