// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.standing.StandingConsent;

/**
 * Data on health, belief, sex life and similar matters, including inferred data, needs explicit consent or a statute
 * under art. 9(2)(g). This holds even where nothing else is decided, or a human decides. A human decision cures the
 * breach only if it leaves those inputs out.
 */
final class AdmSpecialCategory implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.ADM_SPECIAL_CATEGORY)
            .restsOn(GDPR.article(22).paragraph(4), GDPR.article(9).paragraph(2))
            .releasedBy(Release.RECHECK, Release.DECIDE_WITHOUT_SPECIAL_CATEGORY);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        if (!situation.needsSpecialCategoryConsent()) {
            return Finding.kept();
        }
        StandingConsent standing = situation.consentTo(ConsentPurpose.SPECIAL_CATEGORY_PROCESSING);
        return situation.hasExplicitConsent(ConsentPurpose.SPECIAL_CATEGORY_PROCESSING)
                ? Finding.kept()
                : Finding.broken(GrantFacts.notExplicit(situation.consent(), standing, standing.grant())
                        .and(Fact.SPECIAL_CATEGORY_DATA, true));
    }
}
