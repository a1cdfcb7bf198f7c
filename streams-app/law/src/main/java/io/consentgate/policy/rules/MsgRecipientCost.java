// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.MemberStates.EPRIVACY;
import static io.consentgate.policy.law.Poland.PKE;
import static io.consentgate.policy.law.Poland.PRIOR_CONSENT_BEFORE_PKE;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.MessageFacts;

/** No consent makes advertising at the recipient's cost lawful. */
final class MsgRecipientCost implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_RECIPIENT_COST)
            .restsOn(PKE.article(398).paragraph(3))
            .restsOn(PRIOR_CONSENT_BEFORE_PKE)
            .restsOn(EPRIVACY.article(13).paragraph(1), EPRIVACY.recital(40));

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
