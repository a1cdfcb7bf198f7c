// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.MemberStates.EPRIVACY;
import static io.consentgate.policy.law.Poland.ASKING_IS_NO_MARKETING;
import static io.consentgate.policy.law.Poland.AUTHORITIES_ON_ASKING;
import static io.consentgate.policy.law.Poland.PKE;
import static io.consentgate.policy.law.Poland.PRIOR_CONSENT_BEFORE_PKE;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Inquiry;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Purpose;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asking for consent is lawful within a conversation that the person opened, or within the reply that they asked for.
 * Contacting a person only to ask is marketing. An existing consent does not help: a controller who has consent need
 * not ask, and must declare any other message as what it is. Asking once for the confirmation of a consent that the
 * person has just given is no such contact.
 *
 * <p>[U] unverified: that a contact made only to ask for consent falls under PKE art. 398(1) is practice; no provision
 * or judgment that says so has been read.
 */
final class MsgConsentRequest implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_CONSENT_REQUEST)
            .restsOn(PKE.article(398).paragraph(1))
            .restsOn(PRIOR_CONSENT_BEFORE_PKE)
            .restsOn(AUTHORITIES_ON_ASKING)
            .restsOn(EPRIVACY.article(13).paragraph(1))
            .disputedBy(ASKING_IS_NO_MARKETING)
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        MessageFacts message = situation.message();
        if (message.purpose() != Purpose.CONSENT_REQUEST
                || situation.isInConversation()
                || situation.answersOpenInquiry()
                || situation.asksToConfirm()) {
            return Finding.kept();
        }
        Inquiry inquiry = situation.inquiry();
        Facts facts = Facts.of(Fact.INITIATOR, message.initiator())
                .and(Fact.INQUIRY, message.inquiryId())
                .and(Fact.INQUIRY_STATE, state(situation, inquiry));
        List<Consent> confirmable = situation.confirmable();
        return Finding.broken(
                confirmable.isEmpty()
                        ? facts
                        : facts.and(Fact.CONSENT, confirmable.get(0).consentId())
                                .and(Fact.ASKED_BY, situation.askedBefore(confirmable.get(0))));
    }

    private static Word state(MessageSituation situation, @Nullable Inquiry inquiry) {
        if (inquiry == null) {
            return Word.NONE;
        }
        return situation.isOpen(inquiry) ? Word.DIFFERS : Word.NOT_OPEN;
    }
}
