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
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.Ground;
import java.util.List;
import java.util.Set;

/**
 * A contract that makes the decision necessary, or a statute that authorises it, can be named.
 */
final class AdmGroundUnsupported implements DecisionRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.ADM_GROUND_UNSUPPORTED,
            RuleKind.DIVERTS,
            Set.of(Release.DECIDE, Release.RECLASSIFY),
            List.of(Law.gdpr("art. 22(2)(a)–(b)")),
            "Contract necessity or a statute is claimed with nothing to check.",
            "Powołano niezbędność do umowy lub przepis bez wskazania, które można sprawdzić.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        DecisionFacts decision = situation.decision();
        return situation.isWithinArticle22()
                        && needsReference(decision.ground())
                        && Text.isAbsent(decision.groundReference())
                ? Finding.broken(Facts.of(Fact.GROUND, decision.ground()).and(Fact.GROUND_REFERENCE, null))
                : Finding.kept();
    }

    private static boolean needsReference(Ground ground) {
        return switch (ground) {
            case CONTRACT_NECESSITY, AUTHORISED_BY_LAW -> true;
            case NONE, EXPLICIT_CONSENT, UNKNOWN -> false;
        };
    }
}
