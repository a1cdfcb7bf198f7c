// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.MemberStates.EPRIVACY;
import static io.consentgate.policy.law.Poland.PKE;
import static io.consentgate.policy.law.Poland.PRIOR_CONSENT_BEFORE_PKE;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.standing.Grant;
import java.time.Instant;

/**
 * Consent comes first. A message sent before the consent is unlawful. A message only prepared before it is lawful, but
 * its audience was chosen without consent, so the rule advises its publisher.
 */
final class MsgConsentLater implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_CONSENT_LATER)
            .restsOn(PKE.article(398).paragraph(1))
            .restsOn(PRIOR_CONSENT_BEFORE_PKE)
            .restsOn(EPRIVACY.article(13).paragraph(1));

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
        MessageFacts message = situation.message();
        Instant sentAt = message.sentAt();
        if (sentAt != null && sentAt.isBefore(grant.grantedAt())) {
            return Finding.broken(granted(grant).and(Fact.SENT_AT, sentAt));
        }
        return message.createdAt().isBefore(grant.grantedAt())
                ? Finding.advised(granted(grant).and(Fact.CREATED_AT, message.createdAt()))
                : Finding.kept();
    }

    private static Facts granted(Grant grant) {
        return Facts.of(Fact.CONSENT, grant.consent().consentId()).and(Fact.GRANTED_AT, grant.grantedAt());
    }
}
