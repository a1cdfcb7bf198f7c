// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.MessageFacts;

/**
 * A message that performs a contract, gives notice of a service, answers an inquiry or obeys a statute is lawful
 * without consent, if the publisher can name its basis. The basis is a contract, an order, an account, a documented
 * legitimate interest, an inquiry or a statute. An inquiry id counts as the reference of a reply: the rule asks for
 * something that can be checked, and the gate itself checks the inquiry against the consent record
 * (MSG-CALLBACK-MISUSE). A basisRef would only repeat it. In a conversation that the person opened, the message replies
 * to the conversation itself.
 */
final class MsgBasisUnsupported implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_BASIS_UNSUPPORTED)
            .restsOn(
                    GDPR.article(6).paragraph(1).letters("b", "c"),
                    GDPR.article(5).paragraph(2))
            .releasedBy(Release.RECLASSIFY);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        MessageFacts message = situation.message();
        if (Text.isPresent(message.basisRef())) {
            return Finding.kept();
        }
        boolean needed = switch (message.purpose()) {
            case CONTRACT_PERFORMANCE, SERVICE_NOTICE, LEGAL_OBLIGATION -> true;
            case INQUIRY_RESPONSE -> situation.reliesOnInquiry() && Text.isAbsent(message.inquiryId());
            case DIRECT_MARKETING, CONSENT_REQUEST, UNKNOWN -> false;
        };
        return needed
                ? Finding.broken(Facts.of(Fact.PURPOSE, message.purpose()).and(Fact.BASIS_REF, null))
                : Finding.kept();
    }
}
