// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.Poland.UNPROVEN_CONSENT;

import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.standing.Grant;

/**
 * The sender must hold and be able to show the consent at the date of contact. The proof must refer to this person's
 * own consent, not to a form that is configured correctly.
 */
final class MsgEvidenceMissing implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_EVIDENCE_MISSING)
            .restsOn(GDPR.article(7).paragraph(1), GDPR.article(5).paragraph(2), UNPROVEN_CONSENT)
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Grant grant = situation.grantReliedOn();
        return grant == null || grant.isProven() ? Finding.kept() : Finding.broken(GrantFacts.missingEvidence(grant));
    }
}
