// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.MessageFacts;
import java.util.Set;

/**
 * A chat that the person opened needs no consent; one that the business opens to advertise does, as any other channel.
 */
final class MsgChatUnsolicited implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_CHAT_UNSOLICITED,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY, Release.RECHECK),
            Law.priorConsent("art. 398(1)"),
            "The business opened this chat to advertise, without consent.",
            "Firma sama rozpoczęła czat w celu marketingowym, bez zgody.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        MessageFacts message = situation.message();
        if (message.channel() != Channel.CHAT || !situation.needsConsent() || situation.hasValidGrant()) {
            return Finding.kept();
        }
        return Finding.broken(Facts.of(Fact.CHANNEL, message.channel())
                .and(Fact.INITIATOR, message.initiator())
                .and(Fact.STATUS, situation.marketingConsent().standing()));
    }
}
