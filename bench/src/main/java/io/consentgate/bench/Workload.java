// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.events.Automation;
import io.consentgate.events.AutomationMode;
import io.consentgate.events.Bot;
import io.consentgate.events.Call;
import io.consentgate.events.Channel;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.Consent;
import io.consentgate.events.ConsentPurpose;
import io.consentgate.events.ConsentState;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Conversation;
import io.consentgate.events.DecisionRole;
import io.consentgate.events.Effect;
import io.consentgate.events.Evidence;
import io.consentgate.events.EvidenceKind;
import io.consentgate.events.Ground;
import io.consentgate.events.Initiator;
import io.consentgate.events.Inquiry;
import io.consentgate.events.InquiryKind;
import io.consentgate.events.Minor;
import io.consentgate.events.Objection;
import io.consentgate.events.ObjectionScope;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OptOut;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Profiling;
import io.consentgate.events.Purpose;
import io.consentgate.events.SubjectKind;
import io.consentgate.events.Trigger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The records of a marketing platform; deterministic. The gate must divert about 7 % of the messages and 9 % of the
 * decisions, and each event says whether.
 *
 * <p>Every subject consented to marketing by SMS and e-mail. Every 20th has since withdrawn SMS, and every 50th objects
 * to marketing. A tenth waits for a call back. Events choose their subject uniformly, the worst case for caches.
 *
 * @param subjects people with a consent record, at least 1,000
 * @param now creation time of all events
 */
record Workload(int subjects, Instant now) {

    private static final String CONTROLLER = "shop.example";
    private static final String CONTACT_KEY = "contact-key-2026-1";
    private static final Duration CONSENT_AGE = Duration.ofDays(300);
    private static final Duration WITHDRAWAL_AGE = Duration.ofDays(90);
    private static final Duration INQUIRY_AGE = Duration.ofMinutes(10);
    private static final int INQUIRY_EACH = 10;
    private static final int CALL_BACK_EVERY = 100;
    private static final String TEXT =
            "Dzień dobry! Z okazji urodzin mamy dla Pani kod -15% na całą kolekcję, ważny do niedzieli w sklepie i w"
                    + " aplikacji. Rezygnacja: odpowiedz STOP.";

    /** An event, and whether the gate must divert it. */
    record Event<T>(T value, boolean diverted) {}

    String subject(int index) {
        return "subject-" + hex(index, 1);
    }

    /** The consent record of the subject with this index, from 0. */
    ConsentState consent(int index) {
        Consent sms = consent(index, Channel.SMS, phone(index));
        if (hasWithdrawnSms(index)) {
            sms.setStatus(ConsentStatus.WITHDRAWN);
            sms.setWithdrawnAt(now.minus(WITHDRAWAL_AGE));
        }
        Consent email = consent(index, Channel.EMAIL, mail(index));
        return new ConsentState(
                subject(index),
                1L,
                now.minus(CONSENT_AGE),
                List.of(sms, email),
                objectsToMarketing(index)
                        ? List.of(new Objection(
                                CONTROLLER, ObjectionScope.DIRECT_MARKETING, now.minus(WITHDRAWAL_AGE), null))
                        : List.of(),
                index % INQUIRY_EACH == 0
                        ? List.of(Inquiry.newBuilder()
                                .setInquiryId(inquiry(index))
                                .setKind(InquiryKind.CALLBACK)
                                .setControllerId(CONTROLLER)
                                .setChannel(Channel.VOICE)
                                .setContactRef(phone(index))
                                .setOpenedAt(now.minus(INQUIRY_AGE))
                                .build())
                        : List.of(),
                List.of());
    }

    private Consent consent(int index, Channel channel, String contactRef) {
        return Consent.newBuilder()
                .setConsentId("consent-" + hex(index, 2))
                .setControllerId(CONTROLLER)
                .setChannel(channel)
                .setPurpose(ConsentPurpose.DIRECT_MARKETING)
                .setStatus(ConsentStatus.GRANTED)
                .setExplicit(true)
                .setGrantedAt(now.minus(CONSENT_AGE))
                .setContactRef(contactRef)
                .setContactKeyId(CONTACT_KEY)
                .setEvidence(Evidence.newBuilder()
                        .setKind(EvidenceKind.WEB_FORM)
                        .setReference("form-" + hex(index, 3))
                        .setCapturedAt(now.minus(CONSENT_AGE))
                        .setWordingId("newsletter-pl")
                        .setWordingVersion("7")
                        .setStatedPurposes(List.of(ConsentPurpose.DIRECT_MARKETING))
                        .setStatedChannels(List.of(channel))
                        .build())
                .build();
    }

    /** The message with this number, from 0. */
    Event<OutboundMessage> message(int number) {
        if (number % CALL_BACK_EVERY == 0 && number / CALL_BACK_EVERY * INQUIRY_EACH < subjects) {
            return callBack(number, number / CALL_BACK_EVERY * INQUIRY_EACH);
        }
        SplittableRandom random = new SplittableRandom(number);
        int subject = random.nextInt(subjects);
        int kind = random.nextInt(100);
        if (kind < 55) {
            return marketing(number, subject, Channel.SMS, phone(subject));
        }
        if (kind < 75) {
            return marketing(number, subject, Channel.EMAIL, mail(subject));
        }
        if (kind < 77) {
            // A person without any consent record.
            Event<OutboundMessage> known = marketing(number, subject, Channel.SMS, phone(subject));
            known.value().setSubjectId("stranger-" + hex(subject, 4));
            return new Event<>(known.value(), true);
        }
        if (kind < 92) {
            return new Event<>(
                    aMessage(number, subject, Channel.SMS, Purpose.CONTRACT_PERFORMANCE, phone(subject))
                            .setTrigger(Trigger.TRANSACTION)
                            .setBasisRef("order-" + hex(number, 5))
                            .build(),
                    false);
        }
        return new Event<>(
                aMessage(number, subject, Channel.CHAT, Purpose.INQUIRY_RESPONSE, null)
                        .setInitiator(Initiator.SUBJECT)
                        .setTrigger(Trigger.REQUEST)
                        .setBasisRef("chat-" + hex(number, 6))
                        .setConversation(new Conversation("chat-" + hex(number, 6), now))
                        .setBot(new Bot("bots.example", "dpa-2026-014", false, true, true, true))
                        .build(),
                false);
    }

    private Event<OutboundMessage> marketing(int number, int subject, Channel channel, String contactRef) {
        OutboundMessage message = aMessage(number, subject, channel, Purpose.DIRECT_MARKETING, contactRef)
                .setCommercialContent(CommercialContent.PRIMARY)
                .setTrigger(Trigger.BIRTHDAY)
                .setCampaignId("birthdays-2026")
                .build();
        boolean diverted = objectsToMarketing(subject) || (channel == Channel.SMS && hasWithdrawnSms(subject));
        return new Event<>(message, diverted);
    }

    /** One per inquiry: a second would be diverted. */
    private Event<OutboundMessage> callBack(int number, int subject) {
        return new Event<>(
                aMessage(number, subject, Channel.VOICE, Purpose.INQUIRY_RESPONSE, phone(subject))
                        .setTrigger(Trigger.REQUEST)
                        .setInquiryId(inquiry(subject))
                        .setCall(Call.newBuilder()
                                .setRecorded(false)
                                .setRecordingAnnounced(false)
                                .setIdentified(true)
                                .build())
                        .build(),
                false);
    }

    private OutboundMessage.Builder aMessage(
            int number, int subject, Channel channel, Purpose purpose, @Nullable String contactRef) {
        return OutboundMessage.newBuilder()
                .setMessageId("message-" + hex(number, 7))
                .setSubjectId(subject(subject))
                .setControllerId(CONTROLLER)
                .setJurisdiction("PL")
                .setChannel(channel)
                .setPurpose(purpose)
                .setCommercialContent(CommercialContent.NONE)
                .setInitiator(Initiator.BUSINESS)
                .setCreatedAt(now)
                .setContactRef(contactRef)
                .setContactKeyId(contactRef == null ? null : CONTACT_KEY)
                .setChargedToRecipient(false)
                .setOptOut(OptOut.STOP_REPLY)
                .setSenderIdentified(true)
                .setContent(ByteBuffer.wrap((TEXT + hex(number, 8)).getBytes(UTF_8)));
    }

    /** The offer decision with this number, from 0. */
    Event<OfferDecision> decision(int number) {
        SplittableRandom random = new SplittableRandom(~number);
        int subject = unlessObjecting(random.nextInt(subjects));
        boolean loanRefused = random.nextInt(100) < 9;
        return new Event<>(
                OfferDecision.newBuilder()
                        .setDecisionId("decision-" + hex(number, 9))
                        .setSubjectId(subject(subject))
                        .setSubjectKind(SubjectKind.NATURAL)
                        .setMinor(Minor.NO)
                        .setControllerId(CONTROLLER)
                        .setJurisdiction("PL")
                        .setDecidedAt(now)
                        .setRole(DecisionRole.DECISION)
                        .setProfiling(new Profiling(
                                "offers", "7", List.of("economic situation", "preferences"), true, false, false))
                        .setAutomation(Automation.newBuilder()
                                .setMode(AutomationMode.FULLY_AUTOMATED)
                                .build())
                        .setEffects(List.of(loanRefused ? Effect.CREDIT : Effect.OFFER_SHOWN))
                        .setTermsIndividualised(false)
                        .setGround(Ground.NONE)
                        .setExplanationRef("explanations/offers-7")
                        .setContent(ByteBuffer.wrap((TEXT + hex(number, 10)).getBytes(UTF_8)))
                        .build(),
                loanRefused);
    }

    private static boolean hasWithdrawnSms(int subject) {
        return subject % 20 == 1;
    }

    private static boolean objectsToMarketing(int subject) {
        return subject % 50 == 2;
    }

    /** An offer from a profile is marketing: the gate would divert it for a subject who objects to marketing. */
    private int unlessObjecting(int subject) {
        return objectsToMarketing(subject) ? (subject + 1) % subjects : subject;
    }

    private static String inquiry(int subject) {
        return "inquiry-" + hex(subject, 11);
    }

    private static String phone(int subject) {
        return hex(subject, 12) + hex(subject, 13);
    }

    private static String mail(int subject) {
        return hex(subject, 14) + hex(subject, 15);
    }

    /** Resembles a part of a keyed hash, so that it compresses as badly as a real one. */
    private static String hex(int number, int salt) {
        return HexFormat.of().toHexDigits(new SplittableRandom(((long) salt << 32) | number).nextLong());
    }
}
