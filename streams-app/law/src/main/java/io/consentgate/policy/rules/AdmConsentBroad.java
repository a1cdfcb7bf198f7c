// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.standing.Grant;

/**
 * A consent is specific: its wording says what a machine decides. A consent that names no effect does not support the
 * gravest effects; ADM-CONSENT-MISSING judges those. For all other effects this rule only advises.
 */
final class AdmConsentBroad implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.advises(RuleCode.ADM_CONSENT_BROAD)
            .restsOn(GDPR.article(4).point(11), GDPR.article(22).paragraph(2).letter("c"));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        Grant grant = situation.supportingDecisionConsent();
        return grant != null && situation.statedEffects(grant).isEmpty()
                ? Finding.advised(Facts.of(Fact.CONSENT, grant.consent().consentId())
                        .and(Fact.STATED_EFFECTS, situation.statedEffects(grant))
                        .and(Fact.EFFECTS, situation.decision().effects()))
                : Finding.kept();
    }
}
