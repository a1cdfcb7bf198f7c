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
 * To perform a contract, to give notice of a service, to answer an inquiry or to obey a statute is lawful without consent, if
 * it can be said which: a contract, an order, an account or a documented legitimate interest, an inquiry, a statute. An
 * inquiry id counts as the reference of a reply: the rule asks for something that can be checked, and the gate itself checks
 * that inquiry against the consent record (MSG-CALLBACK-MISUSE), so that a basisRef would only repeat it. A conversation that
 * the person opened is itself what is replied to.
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
