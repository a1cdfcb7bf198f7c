// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.SubjectKind;
import java.util.List;
import java.util.Set;

/**
 * A consumer is told, before being bound, that the price was individually adjusted by automated decision. The duty falls at
 * conclusion of the contract, not when the offer is made, so it is advice here.
 */
final class AdmPriceNotice implements DecisionRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.ADM_PRICE_NOTICE,
            RuleKind.ADVISES,
            Set.of(),
            List.of(Law.upk("art. 12(1)(5a)")),
            "Tell the consumer, before they are bound, that the price was individually adjusted.",
            "Przed zawarciem umowy poinformuj o indywidualnym dostosowaniu ceny.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        DecisionFacts decision = situation.decision();
        return decision.subjectKind() == SubjectKind.NATURAL
                        && decision.effects().contains(Effect.PRICE)
                        && situation.isSolelyAutomated()
                        && !Boolean.TRUE.equals(decision.priceNoticeShown())
                ? Finding.advised(Facts.of(Fact.EFFECTS, decision.effects()).and(Fact.PRICE_NOTICE_SHOWN, false))
                : Finding.kept();
    }
}
