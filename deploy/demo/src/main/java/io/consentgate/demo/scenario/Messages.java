// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.events.Bot;
import io.consentgate.events.Channel;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.Conversation;
import io.consentgate.events.Initiator;
import io.consentgate.events.Inquiry;
import io.consentgate.events.OptOut;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Purpose;
import java.nio.ByteBuffer;

/** Outbound messages of their systems: correctly labelled by default; an act makes them wrong. */
final class Messages {

    private Messages() {}

    static OutboundMessage.Builder message(Subject subject, Channel channel, Purpose purpose, String text) {
        OutboundMessage.Builder message = OutboundMessage.newBuilder()
                .setMessageId(subject.newId("m"))
                .setSubjectId(subject.id())
                .setControllerId(Consents.SHOP)
                .setChannel(channel)
                .setPurpose(purpose)
                .setCommercialContent(CommercialContent.NONE)
                .setInitiator(Initiator.BUSINESS)
                .setCreatedAt(subject.now())
                .setChargedToRecipient(false)
                .setOptOut(channel == Channel.VOICE ? OptOut.PHONE : OptOut.LINK)
                .setSenderIdentified(true)
                .setContent(ByteBuffer.wrap(text.getBytes(UTF_8)));
        String contactRef = subject.contactRef(channel);
        return contactRef == null ? message : message.setContactRef(contactRef).setContactKeyId(Subject.CONTACT_KEY);
    }

    static OutboundMessage.Builder marketing(Subject subject, Channel channel, String text) {
        return message(subject, channel, Purpose.DIRECT_MARKETING, text)
                .setCommercialContent(CommercialContent.PRIMARY);
    }

    static OutboundMessage.Builder reply(Subject subject, Inquiry inquiry, Channel channel, String text) {
        return message(subject, channel, Purpose.INQUIRY_RESPONSE, text)
                .setInquiryId(inquiry.getInquiryId())
                .setBasisRef(inquiry.getInquiryId());
    }

    /** The chatbot's answer to a person who has just written, with everything that law and good practice require. */
    static OutboundMessage.Builder chatTurn(Subject subject, Purpose purpose, String text) {
        return message(subject, Channel.CHAT, purpose, text)
                .setInitiator(Initiator.SUBJECT)
                .setConversation(new Conversation(subject.newId("talk"), subject.minutesAgo(1)))
                .setBasisRef(subject.newId("chat"))
                .setBot(bot().build());
    }

    static Bot.Builder bot() {
        return Bot.newBuilder()
                .setVendor("bots.example")
                .setProcessingAgreementRef("dpa-2026-014")
                .setCombinesOtherData(false)
                .setPrivacyNoticeShown(true)
                .setAiDisclosed(true);
    }

    static Event event(OutboundMessage.Builder message, Expectation expectation) {
        return new Event(Input.OUTBOUND_MESSAGES, message.build(), null, expectation);
    }
}
