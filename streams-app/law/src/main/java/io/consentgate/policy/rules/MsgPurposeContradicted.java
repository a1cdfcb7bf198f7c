// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.MemberStates.EPRIVACY;
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
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.messages.Campaigns;
import io.consentgate.policy.messages.Conversations;

/**
 * A holiday, a birthday or a lapsed purchase triggers direct marketing, and a campaign or audience serves it. Such
 * automation is allowed under its own name: not as a service, and not as a reply in a conversation that the person is
 * said to have opened. Going to many people never holds back a message that the law demands. A service message to an
 * audience is no campaign.
 */
final class MsgPurposeContradicted implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_PURPOSE_CONTRADICTED)
            .restsOn(PKE.article(398).paragraph(1))
            .restsOn(PRIOR_CONSENT_BEFORE_PKE)
            .restsOn(
                    EPRIVACY.article(13).paragraph(1),
                    GDPR.article(5).paragraph(1).letter("a"))
            .releasedBy(Release.RECLASSIFY);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        MessageFacts message = situation.message();
        boolean inConversation = Conversations.isClaimed(message);
        if ((situation.isMarketingDeclared() && !inConversation) || Campaigns.isDemandedByLaw(message)) {
            return Finding.kept();
        }
        Facts contradiction = Facts.NONE;
        if (Campaigns.hasCampaign(message)) {
            contradiction = contradiction.and(Fact.CAMPAIGN, message.campaignId());
        }
        if (Campaigns.hasAudience(message) && (inConversation || !Campaigns.mayHaveAudience(message))) {
            contradiction = Campaigns.namesAudience(message)
                    ? contradiction.and(Fact.AUDIENCE, message.audienceId())
                    : contradiction.and(Fact.AUDIENCE_PROFILED, message.audienceProfiled());
        }
        if (Campaigns.isSetOffByPromotion(message)) {
            contradiction = contradiction.and(Fact.TRIGGER, message.trigger());
        }
        if (contradiction.isEmpty()) {
            return Finding.kept();
        }
        contradiction = contradiction.and(Fact.PURPOSE, message.purpose());
        return Finding.broken(inConversation ? contradiction.and(Fact.INITIATOR, message.initiator()) : contradiction);
    }
}
