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
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.ConsentFacts.Inquiry;
import io.consentgate.policy.facts.Initiator;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Purpose;
import java.util.Set;

/**
 * To ask for consent within a reply that the person asked for is fine; to contact a person only to ask is marketing. A
 * consent that the person has given already does not help: who has it need not ask, and what else is sent is to be
 * declared as what it is.
 *
 * <p>[U] unverified: that a contact made only to ask for consent falls under PKE art. 398(1) is practice; no provision
 * or judgment that says so has been read.
 */
final class MsgConsentRequest implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_CONSENT_REQUEST,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY, Release.RECHECK),
            Law.priorConsent("art. 398(1)"),
            "Contact made only to ask for marketing consent is treated as marketing.",
            "Kontakt wyłącznie w celu pozyskania zgody traktujemy jak marketing.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        MessageFacts message = situation.message();
        if (message.purpose() != Purpose.CONSENT_REQUEST || message.initiator() == Initiator.SUBJECT) {
            return Finding.kept();
        }
        Inquiry inquiry = situation.inquiry();
        if (inquiry != null && situation.isOpen(inquiry)) {
            return Finding.kept();
        }
        return Finding.broken(Facts.of(Fact.INITIATOR, message.initiator())
                .and(Fact.INQUIRY, message.inquiryId())
                .and(Fact.INQUIRY_STATE, inquiry == null ? Word.NONE : Word.NOT_OPEN));
    }
}
