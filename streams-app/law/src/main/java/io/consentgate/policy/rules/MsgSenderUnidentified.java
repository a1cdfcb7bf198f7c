// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.MemberStates.ECOMMERCE;
import static io.consentgate.policy.law.MemberStates.EPRIVACY;
import static io.consentgate.policy.law.Poland.USUDE;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;

/**
 * Commercial information says whose it is. If the publisher does not report this, the gate takes it as not said. In
 * Poland the rule advises; where no national law is known, it holds the message back.
 */
final class MsgSenderUnidentified implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.advises(RuleCode.MSG_SENDER_UNIDENTIFIED)
            .restsOn(USUDE.article(9).paragraph(1), USUDE.article(9).paragraph(2))
            .restsOn(EPRIVACY.article(13).paragraph(4), ECOMMERCE.article(6).letter("b"));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Boolean identified = situation.message().senderIdentified();
        return situation.isMarketing() && !Boolean.TRUE.equals(identified)
                ? Finding.advised(Facts.of(Fact.SENDER_IDENTIFIED, identified))
                : Finding.kept();
    }
}
