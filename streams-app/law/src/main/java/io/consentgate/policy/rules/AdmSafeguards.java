// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.EuropeanUnion.SCHUFA;
import static io.consentgate.policy.law.Poland.BANKING_LAW;
import static io.consentgate.policy.law.Poland.INSURANCE_ACT;

import io.consentgate.policy.AuthorisingStatute;
import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.DecisionFacts.Safeguards;
import io.consentgate.policy.facts.Ground;

/**
 * On every ground for an automated decision, the person has been told of it, can reach a human, state a view and contest
 * the decision. This also holds where a statute is the ground, because no statute may provide for less (CJEU
 * C-634/21). Some statutes also require an explanation.
 */
final class AdmSafeguards implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.ADM_SAFEGUARDS)
            .restsOn(GDPR.article(22).paragraph(3), SCHUFA)
            .restsOn(
                    BANKING_LAW.article("105a").paragraph("1a"),
                    INSURANCE_ACT.article(41).paragraph("1a"))
            .releasedBy(Release.DECIDE);

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
        boolean informed = safeguards != null && safeguards.informed();
        AuthorisingStatute statute = situation.statute();
        boolean asksForExplanation = statute != null && statute.asksForExplanation();
        boolean explanation = safeguards != null && Boolean.TRUE.equals(safeguards.explanation());
        if (humanIntervention && expressView && contest && informed && (explanation || !asksForExplanation)) {
            return Finding.kept();
        }
        Facts facts = Facts.of(Fact.HUMAN_INTERVENTION, humanIntervention)
                .and(Fact.EXPRESS_VIEW, expressView)
                .and(Fact.CONTEST, contest)
                .and(Fact.INFORMED, informed);
        return Finding.broken(asksForExplanation ? facts.and(Fact.EXPLANATION_RIGHT, explanation) : facts);
    }

    private static boolean needsSafeguards(Ground ground) {
        return switch (ground) {
            case CONTRACT_NECESSITY, AUTHORISED_BY_LAW, EXPLICIT_CONSENT -> true;
            case NONE, UNKNOWN -> false;
        };
    }
}
