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
import io.consentgate.policy.facts.MessageFacts.Bot;

/** A bot that combines the conversation with other data about the person says so at the start; a link is enough. */
final class MsgBotNotice implements MessageRule {
    private static final RuleDescription DESCRIPTION =
            RuleDescription.advises(RuleCode.MSG_BOT_NOTICE).restsOn(GDPR.article(13));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Bot bot = situation.message().bot();
        return bot != null && bot.combinesOtherData() && !bot.privacyNoticeShown()
                ? Finding.advised(Facts.of(Fact.PRIVACY_NOTICE_SHOWN, false))
                : Finding.kept();
    }
}
