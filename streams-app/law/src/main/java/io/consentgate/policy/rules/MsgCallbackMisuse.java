// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.MemberStates.EPRIVACY;
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
import io.consentgate.policy.facts.ConsentFacts.Inquiry;
import io.consentgate.policy.facts.ContactReferences;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.messages.Inquiries;

/**
 * A contact left for a callback, a question or a discount code may be used for one reply: to that inquiry, while it is
 * open, by the channel and to the contact it names; see {@link Inquiries}. This rule neither counts nor judges a turn
 * of a conversation that the person opened.
 */
final class MsgCallbackMisuse implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_CALLBACK_MISUSE)
            .restsOn(
                    GDPR.article(5).paragraph(1).letter("b"),
                    GDPR.article(6).paragraph(1).letter("b"),
                    PKE.article(398).paragraph(1))
            .restsOn(PRIOR_CONSENT_BEFORE_PKE)
            .restsOn(EPRIVACY.article(13).paragraph(1))
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        if (!situation.reliesOnInquiry() || situation.consent().newest() == null) {
            return Finding.kept();
        }
        MessageFacts message = situation.message();
        Inquiry inquiry = situation.inquiry();
        if (inquiry == null) {
            return Finding.broken(ConversationFacts.claimed(message)
                    .and(Fact.INQUIRY, message.inquiryId())
                    .and(Fact.INQUIRY_STATE, Word.NONE));
        }
        Facts misuse = misuse(situation, message, inquiry);
        return misuse.isEmpty() ? Finding.kept() : Finding.broken(misuse.and(Fact.INQUIRY, inquiry.inquiryId()));
    }

    private static Facts misuse(MessageSituation situation, MessageFacts message, Inquiry inquiry) {
        Facts misuse = Facts.NONE;
        if (!situation.isOpen(inquiry)) {
            misuse = misuse.and(Fact.INQUIRY_STATE, situation.wasAnswered(inquiry) ? Word.ANSWERED : Word.NOT_OPEN);
        }
        if (!Inquiries.isByTheWayAskedFor(inquiry, message)) {
            misuse = misuse.and(Fact.CHANNEL, message.channel())
                    .and(Fact.INQUIRY_KIND, inquiry.kind())
                    .and(Fact.INQUIRY_CHANNEL, inquiry.channel());
        }
        misuse = switch (situation.contactFit(inquiry)) {
            case SAME -> misuse;
            case DIFFERS -> misuse.and(Fact.CONTACT, Word.DIFFERS);
            case ABSENT ->
                misuse.and(Fact.CONTACT, ContactReferences.isInClear(inquiry.contactRef()) ? Word.IN_CLEAR : null);
        };
        String repliedBy = situation.repliedBefore();
        if (repliedBy != null) {
            misuse = misuse.and(Fact.REPLIED_BY, repliedBy);
        }
        return misuse;
    }
}
