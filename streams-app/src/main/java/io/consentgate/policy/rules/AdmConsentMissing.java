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
import io.consentgate.policy.facts.Ground;
import java.util.List;
import java.util.Set;

/**
 * Explicit consent as a ground has to be on record, valid and shown. Without a record at all, GATE-NO-RECORD says so
 * instead.
 */
final class AdmConsentMissing implements DecisionRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.ADM_CONSENT_MISSING,
            RuleKind.DIVERTS,
            Set.of(Release.DECIDE, Release.RECHECK),
            List.of(Law.gdpr("art. 22(2)(c)"), Law.gdpr("art. 7(1)")),
            "Explicit consent is claimed, but none valid is on record.",
            "Powołano wyraźną zgodę, ale ważnej w rejestrze nie ma.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        if (!situation.needsDecisionConsent() || !(situation.consent() instanceof ConsentFacts)) {
            return Finding.kept();
        }
        StandingConsent standing = situation.consentTo(ConsentPurpose.AUTOMATED_DECISION);
        Grant grant = standing.grant();
        return grant != null && situation.isExplicit(grant, ConsentPurpose.AUTOMATED_DECISION)
                ? Finding.kept()
                : Finding.broken(GrantFacts.notExplicit(standing, grant).and(Fact.GROUND, Ground.EXPLICIT_CONSENT));
    }
}
