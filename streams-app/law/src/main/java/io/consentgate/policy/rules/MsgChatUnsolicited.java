// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.Poland.PKE;
import static io.consentgate.policy.law.Poland.PRIOR_CONSENT_BEFORE_PKE;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.messages.Conversations;

/**
 * A chat that the person opened needs no consent. A chat that the business opens to advertise needs it, as any other
 * channel does.
 */
final class MsgChatUnsolicited implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_CHAT_UNSOLICITED)
            .restsOn(PKE.article(398).paragraph(1))
            .restsOn(PRIOR_CONSENT_BEFORE_PKE)
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        MessageFacts message = situation.message();
        boolean opensChat = message.channel() == Channel.CHAT && !Conversations.isClaimed(message);
        if (!opensChat || !situation.needsConsent() || situation.hasValidGrant()) {
            return Finding.kept();
        }
        return Finding.broken(Facts.of(Fact.CHANNEL, message.channel())
                .and(Fact.INITIATOR, message.initiator())
                .and(Fact.STATUS, situation.marketingConsent().standing()));
    }
}
