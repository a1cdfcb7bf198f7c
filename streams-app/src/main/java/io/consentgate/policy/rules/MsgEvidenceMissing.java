// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Finding;
import io.consentgate.policy.Grant;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import java.util.List;
import java.util.Set;

/**
 * The sender must hold and be able to show the consent at the date of contact. A reference to this person's own capture
 * is meant, not to a form that is configured right.
 */
final class MsgEvidenceMissing implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_EVIDENCE_MISSING,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY, Release.RECHECK),
            List.of(Law.gdpr("art. 7(1)"), Law.UNPROVEN_CONSENT),
            "Consent is recorded, but nothing proves it; unproven consent counts as none.",
            "Zgodę odnotowano, ale brak dowodu; zgoda niewykazana to brak zgody.");

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
