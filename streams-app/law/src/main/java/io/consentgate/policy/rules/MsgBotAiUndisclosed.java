// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.AI_ACT;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.MessageFacts.Bot;

/**
 * A person who talks to an AI system is told so at the first turn. A menu with fixed answers is no AI system. Where the
 * publisher does not say which of the two it is, the rule only advises. In force since 2 August 2026 without a period
 * of grace.
 */
final class MsgBotAiUndisclosed implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_BOT_AI_UNDISCLOSED)
            .restsOn(AI_ACT.article(50).paragraph(1))
            .bindsFrom(AI_ACT.inForce().from());

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Bot bot = situation.message().bot();
        if (bot == null || bot.aiDisclosed() || Boolean.FALSE.equals(bot.aiSystem())) {
            return Finding.kept();
        }
        Facts facts = Facts.of(Fact.AI_DISCLOSED, false).and(Fact.AI_SYSTEM, bot.aiSystem());
        return bot.aiSystem() == null ? Finding.advised(facts) : Finding.broken(facts);
    }
}
