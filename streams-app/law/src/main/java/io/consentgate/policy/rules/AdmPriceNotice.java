// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.Poland.UPK;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.SubjectKind;

/**
 * Before being bound, a consumer is told that an automated decision adjusted the price individually. The duty arises
 * when the contract is concluded, not when the offer is made, so the rule only advises here.
 */
final class AdmPriceNotice implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.advises(RuleCode.ADM_PRICE_NOTICE)
            .restsOn(UPK.article(12).paragraph(1).point("5a"));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        DecisionFacts decision = situation.decision();
        return decision.subjectKind() == SubjectKind.NATURAL
                        && situation.isPriceIndividual()
                        && situation.isSolelyAutomated()
                        && !Boolean.TRUE.equals(decision.priceNoticeShown())
                ? Finding.advised(Facts.of(Fact.EFFECTS, decision.effects()).and(Fact.PRICE_NOTICE_SHOWN, false))
                : Finding.kept();
    }
}
