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
import io.consentgate.policy.facts.MessageFacts;
import java.util.Set;

/**
 * No consent makes it lawful to advertise at the recipient's cost.
 */
final class MsgRecipientCost implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_RECIPIENT_COST,
            RuleKind.DIVERTS,
            Set.of(),
            Law.priorConsent("art. 398(3)"),
            "Commercial information may not be sent at the recipient's cost.",
            "Informacji handlowej nie wolno przesyłać na koszt odbiorcy.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        MessageFacts message = situation.message();
        return situation.isMarketing() && message.chargedToRecipient()
                ? Finding.broken(Facts.of(Fact.PURPOSE, message.purpose())
                        .and(Fact.COMMERCIAL_CONTENT, message.commercialContent())
                        .and(Fact.CHARGED_TO_RECIPIENT, true))
                : Finding.kept();
    }
}
