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
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Inquiry;
import io.consentgate.policy.facts.InquiryKind;
import io.consentgate.policy.facts.MessageFacts;
import java.util.Set;

/**
 * A contact left for a call back, a question or a discount code may be used for one reply: to that inquiry, while it is
 * open, by the channel and to the contact it names. A call back is a call. A chat that the person opened is a
 * conversation, not a reply, and is not judged here.
 */
final class MsgCallbackMisuse implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_CALLBACK_MISUSE,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY, Release.RECHECK),
            Law.priorConsent("art. 398", Law.gdpr("art. 5(1)(b)"), Law.gdpr("art. 6(1)(b)")),
            "The number was left for one reply; this contact goes beyond it.",
            "Numer zostawiono do jednej odpowiedzi; ten kontakt wykracza poza zapytanie.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        if (!situation.reliesOnInquiry() || !(situation.consent() instanceof ConsentFacts)) {
            return Finding.kept();
        }
        MessageFacts message = situation.message();
        Inquiry inquiry = situation.inquiry();
        if (inquiry == null) {
            return Finding.broken(Facts.of(Fact.INQUIRY, message.inquiryId()).and(Fact.INQUIRY_STATE, Word.NONE));
        }
        Facts misuse = misuse(situation, message, inquiry);
        return misuse.isEmpty() ? Finding.kept() : Finding.broken(misuse.and(Fact.INQUIRY, inquiry.inquiryId()));
    }

    private static Facts misuse(MessageSituation situation, MessageFacts message, Inquiry inquiry) {
        Facts misuse = Facts.NONE;
        if (!situation.isOpen(inquiry)) {
            misuse = misuse.and(Fact.INQUIRY_STATE, inquiry.answeredAt() == null ? Word.NOT_OPEN : Word.ANSWERED);
        }
        if (message.channel() != inquiry.channel() || !allows(inquiry.kind(), message.channel())) {
            misuse = misuse.and(Fact.CHANNEL, message.channel())
                    .and(Fact.INQUIRY_KIND, inquiry.kind())
                    .and(Fact.INQUIRY_CHANNEL, inquiry.channel());
        }
        misuse = contact(misuse, situation, inquiry);
        String repliedBy = situation.memory().repliedBy();
        if (repliedBy != null) {
            misuse = misuse.and(Fact.REPLIED_BY, repliedBy);
        }
        return misuse;
    }

    /** Where an inquiry names no contact, the person is reached where the publisher knows them. */
    private static Facts contact(Facts misuse, MessageSituation situation, Inquiry inquiry) {
        String asked = inquiry.contactRef();
        String addressed = situation.message().contactRef();
        if (asked == null || asked.equals(addressed)) {
            return misuse;
        }
        if (Text.isPresent(addressed)) {
            return misuse.and(Fact.CONTACT, Word.DIFFERS);
        }
        return situation.needsContact() ? misuse.and(Fact.CONTACT, null) : misuse;
    }

    private static boolean allows(InquiryKind kind, Channel channel) {
        return switch (kind) {
            case CALLBACK -> channel == Channel.VOICE;
            case QUESTION, DISCOUNT_CODE, UNKNOWN -> true;
        };
    }
}
