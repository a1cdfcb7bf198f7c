// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.MemberStates.EPRIVACY;

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
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.law.MemberStates;

/**
 * Where no national law is known, a controller asks for consent only by e-mail, to confirm a consent that the person
 * has just given.
 */
final class MsgConsentRequestMemberStates implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_CONSENT_REQUEST)
            .onlyIn(MemberStates.NAME)
            .restsOn(EPRIVACY.article(13).paragraph(1))
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        MessageFacts message = situation.message();
        boolean confirms = message.channel() == Channel.EMAIL && situation.asksToConfirm();
        return message.purpose() != Purpose.CONSENT_REQUEST || confirms
                ? Finding.kept()
                : Finding.broken(Facts.of(Fact.CHANNEL, message.channel()).and(Fact.INITIATOR, message.initiator()));
    }
}
