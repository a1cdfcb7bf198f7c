// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.EvidenceKind;
import io.consentgate.policy.standing.Grant;

/**
 * A controller who has a person's data from another source tells the person so, at the latest with the first
 * communication.
 */
final class MsgArt14Notice implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.advises(RuleCode.MSG_ART14_NOTICE)
            .restsOn(GDPR.article(14).paragraph(3).letter("b"));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Grant grant = situation.grantReliedOn();
        Evidence evidence = grant == null ? null : grant.consent().evidence();
        return grant != null
                        && evidence != null
                        && evidence.kind() == EvidenceKind.IMPORT
                        && Text.isAbsent(evidence.noticeRef())
                ? Finding.advised(Facts.of(Fact.CONSENT, grant.consent().consentId())
                        .and(Fact.EVIDENCE_KIND, evidence.kind())
                        .and(Fact.NOTICE, null))
                : Finding.kept();
    }
}
