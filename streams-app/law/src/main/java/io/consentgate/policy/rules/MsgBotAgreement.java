// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Reference;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.MessageFacts.Bot;

/** A provider who runs the bot for the controller processes data on its behalf, and needs a contract for it. */
final class MsgBotAgreement implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_BOT_AGREEMENT)
            .restsOn(GDPR.article(28).paragraph(3));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Bot bot = situation.message().bot();
        return bot != null && !Reference.isNone(bot.vendor()) && Text.isAbsent(bot.processingAgreementRef())
                ? Finding.broken(Facts.of(Fact.VENDOR, bot.vendor()).and(Fact.PROCESSING_AGREEMENT, null))
                : Finding.kept();
    }
}
