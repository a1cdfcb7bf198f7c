// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.EvidenceKind;
import io.consentgate.policy.standing.Grant;

/**
 * A person may speak a consent, if it is recorded and the recording was itself lawful: the person was informed and
 * asked first. The operator configures which grounds other than consent are accepted.
 */
final class MsgOralUnrecorded implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_ORAL_UNRECORDED)
            .restsOn(GDPR.article(7).paragraph(1), GDPR.article(6).paragraph(1))
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Grant grant = situation.grantReliedOn();
        if (grant == null) {
            return Finding.kept();
        }
        Evidence evidence = grant.consent().evidence();
        if (evidence == null || !isOral(evidence.kind())) {
            return Finding.kept();
        }
        return grant.isLawfullyCaptured(situation.options().acceptedRecordingBases())
                ? Finding.kept()
                : Finding.broken(GrantFacts.recording(grant, evidence));
    }

    private static boolean isOral(EvidenceKind kind) {
        return switch (kind) {
            case ORAL, ORAL_RECORDED -> true;
            case WEB_FORM, SMS_REPLY, PAPER, IMPORT, UNKNOWN -> false;
        };
    }
}
