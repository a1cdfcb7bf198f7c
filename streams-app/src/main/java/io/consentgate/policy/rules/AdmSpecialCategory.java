// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Grant;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.StandingConsent;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentPurpose;
import java.util.List;
import java.util.Set;

/**
 * Data on health, belief, sex life and the like, inferred data included, need explicit consent or a statute under
 * art. 9(2)(g), whatever the effect and whoever decides. A human decision cures it only if it leaves those inputs out.
 */
final class AdmSpecialCategory implements DecisionRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.ADM_SPECIAL_CATEGORY,
            RuleKind.DIVERTS,
            Set.of(Release.RECHECK, Release.DECIDE_WITHOUT_SPECIAL_CATEGORY),
            List.of(Law.gdpr("art. 22(4)"), Law.gdpr("art. 9(2)")),
            "Special-category data without explicit consent.",
            "Dane szczególnej kategorii bez wyraźnej zgody.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        if (!situation.needsSpecialCategoryConsent() || !(situation.consent() instanceof ConsentFacts)) {
            return Finding.kept();
        }
        StandingConsent standing = situation.consentTo(ConsentPurpose.SPECIAL_CATEGORY_PROCESSING);
        Grant grant = standing.grant();
        return grant != null && situation.isExplicit(grant, ConsentPurpose.SPECIAL_CATEGORY_PROCESSING)
                ? Finding.kept()
                : Finding.broken(GrantFacts.notExplicit(standing, grant).and(Fact.SPECIAL_CATEGORY_DATA, true));
    }
}
