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
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.MessageFacts;
import java.util.List;
import java.util.Set;

/**
 * To perform a contract, to answer an inquiry or to obey a statute is lawful without consent, if it can be said which.
 * An inquiry id counts as the reference of a reply: the rule asks for something that can be checked, and the gate
 * itself checks that inquiry against the consent record (MSG-CALLBACK-MISUSE), so that a basisRef would only repeat it.
 * A chat that the person opened is itself what is replied to.
 */
final class MsgBasisUnsupported implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_BASIS_UNSUPPORTED,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY),
            List.of(Law.gdpr("art. 6(1)(b)–(c)"), Law.gdpr("art. 5(2)")),
            "The stated purpose needs a contract, inquiry or statute reference; none is given.",
            "Wskazany cel wymaga odniesienia do umowy, zapytania lub przepisu; brak go.");

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
            case CONTRACT_PERFORMANCE, LEGAL_OBLIGATION -> true;
            case INQUIRY_RESPONSE -> situation.reliesOnInquiry() && Text.isAbsent(message.inquiryId());
            case DIRECT_MARKETING, CONSENT_REQUEST, SERVICE_NOTICE, UNKNOWN -> false;
        };
        return needed
                ? Finding.broken(Facts.of(Fact.PURPOSE, message.purpose()).and(Fact.BASIS_REF, null))
                : Finding.kept();
    }
}
