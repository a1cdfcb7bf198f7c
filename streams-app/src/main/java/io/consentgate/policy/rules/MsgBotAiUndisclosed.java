// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.facts.MessageFacts.Bot;
import java.util.List;
import java.util.Set;

/**
 * Whoever talks to an AI system is told so. Advice only.
 *
 * <p>[U] unverified: whether the amendment of the AI Act agreed on 7 May 2026 changed or put off art. 50.
 */
final class MsgBotAiUndisclosed implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_BOT_AI_UNDISCLOSED,
            RuleKind.ADVISES,
            Set.of(),
            List.of(Law.aiAct("art. 50(1)")),
            "Tell the person that they are talking to an AI system.",
            "Poinformuj rozmówcę, że rozmawia z systemem AI.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Bot bot = situation.message().bot();
        return bot != null && !bot.aiDisclosed() ? Finding.advised(Facts.of(Fact.AI_DISCLOSED, false)) : Finding.kept();
    }
}
