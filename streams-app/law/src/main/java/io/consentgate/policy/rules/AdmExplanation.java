// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.DUN_AND_BRADSTREET;
import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Text;

/**
 * The person may ask for the procedure and principles actually applied. Neither the bare algorithm nor a blanket claim
 * of trade secrets answers this request.
 */
final class AdmExplanation implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.advises(RuleCode.ADM_EXPLANATION)
            .restsOn(DUN_AND_BRADSTREET, GDPR.article(15).paragraph(1).letter("h"));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        return situation.concernsNaturalPerson()
                        && situation.hasEffect()
                        && Text.isAbsent(situation.decision().explanationRef())
                ? Finding.advised(Facts.of(Fact.EXPLANATION, null))
                : Finding.kept();
    }
}
