// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.Ground;
import io.consentgate.policy.standing.Grant;
import io.consentgate.policy.standing.StandingConsent;

/**
 * Explicit consent as a ground must be on record, valid and proven, and its wording must say what is decided. Where the
 * person has no record at all, the facts say so.
 */
final class AdmConsentMissing implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.ADM_CONSENT_MISSING)
            .restsOn(GDPR.article(22).paragraph(2).letter("c"), GDPR.article(7).paragraph(1))
            .releasedBy(Release.DECIDE, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        if (!situation.needsDecisionConsent() || situation.supportingDecisionConsent() != null) {
            return Finding.kept();
        }
        StandingConsent standing = situation.consentTo(ConsentPurpose.AUTOMATED_DECISION);
        Grant grant = standing.grant();
        Facts facts =
                GrantFacts.notExplicit(situation.consent(), standing, grant).and(Fact.GROUND, Ground.EXPLICIT_CONSENT);
        return Finding.broken(
                grant == null
                        ? facts
                        : facts.and(Fact.STATED_EFFECTS, situation.statedEffects(grant))
                                .and(Fact.EFFECTS, situation.decision().effects()));
    }
}
