// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.MemberStates.ECOMMERCE;
import static io.consentgate.policy.law.Poland.USUDE;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.messages.Campaigns;
import io.consentgate.policy.messages.Conversations;

/**
 * A service message may go to an audience: a change of terms, an outage. Only its text shows whether it concerns each
 * of them and promotes nothing, and the gate does not read texts.
 */
final class MsgBatchService implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.advises(RuleCode.MSG_BATCH_SERVICE)
            .restsOn(USUDE.article(2).point(2), ECOMMERCE.article(2).letter("f"));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        MessageFacts message = situation.message();
        // With a campaign, or as a reply in a conversation, the message contradicts itself; another rule judges this.
        boolean toAudienceAlone = Campaigns.namesAudience(message)
                && !Campaigns.hasCampaign(message)
                && !Campaigns.isSetOffByPromotion(message)
                && !Conversations.isClaimed(message);
        return toAudienceAlone && Campaigns.mayHaveAudience(message)
                ? Finding.advised(Facts.of(Fact.AUDIENCE, message.audienceId()).and(Fact.PURPOSE, message.purpose()))
                : Finding.kept();
    }
}
