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
import io.consentgate.policy.facts.DecisionFacts.Safeguards;
import io.consentgate.policy.facts.Ground;
import java.util.List;
import java.util.Set;

/**
 * Where a contract or consent is the ground, the person can reach a human, state a view and contest. Where a statute is,
 * the statute provides for it.
 */
final class AdmSafeguards implements DecisionRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.ADM_SAFEGUARDS,
            RuleKind.DIVERTS,
            Set.of(Release.DECIDE),
            List.of(Law.gdpr("art. 22(3)")),
            "The person cannot reach a human, state a view or contest.",
            "Nie zapewniono interwencji człowieka, wyrażenia stanowiska lub zakwestionowania decyzji.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        if (!situation.isWithinArticle22()
                || !needsSafeguards(situation.decision().ground())) {
            return Finding.kept();
        }
        Safeguards safeguards = situation.decision().safeguards();
        boolean humanIntervention = safeguards != null && safeguards.humanIntervention();
        boolean expressView = safeguards != null && safeguards.expressView();
        boolean contest = safeguards != null && safeguards.contest();
        return humanIntervention && expressView && contest
                ? Finding.kept()
                : Finding.broken(Facts.of(Fact.HUMAN_INTERVENTION, humanIntervention)
                        .and(Fact.EXPRESS_VIEW, expressView)
                        .and(Fact.CONTEST, contest));
    }

    private static boolean needsSafeguards(Ground ground) {
        return switch (ground) {
            case CONTRACT_NECESSITY, EXPLICIT_CONSENT -> true;
            case NONE, AUTHORISED_BY_LAW, UNKNOWN -> false;
        };
    }
}
