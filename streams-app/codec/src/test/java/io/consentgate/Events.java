// SPDX-License-Identifier: Apache-2.0
package io.consentgate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.events.Automation;
import io.consentgate.events.AutomationMode;
import io.consentgate.events.Call;
import io.consentgate.events.Channel;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.Consent;
import io.consentgate.events.ConsentPurpose;
import io.consentgate.events.ConsentState;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.DecisionRole;
import io.consentgate.events.Effect;
import io.consentgate.events.Evidence;
import io.consentgate.events.EvidenceKind;
import io.consentgate.events.Ground;
import io.consentgate.events.Initiator;
import io.consentgate.events.Inquiry;
import io.consentgate.events.InquiryKind;
import io.consentgate.events.Minor;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OptOut;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Profiling;
import io.consentgate.events.Purpose;
import io.consentgate.events.SubjectKind;
import io.consentgate.events.Trigger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** Events and consents as a publisher would make them; a test changes what it is about. */
public final class Events {

    /** A moment at which all rules of the catalogue are in force. */
    public static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    public static final String CONTROLLER = "acme";

    private static final Instant LAST_YEAR = Instant.parse("2025-06-01T08:00:00Z");
    private static final String CONTACT = "hmac-of-a-number";
    private static final String CONTACT_KEY = "contact-key-1";

    private Events() {}

    public static OutboundMessage.Builder aBirthdaySms(String messageId, String subject) {
        return OutboundMessage.newBuilder()
                .setMessageId(messageId)
                .setSubjectId(subject)
                .setControllerId(CONTROLLER)
                .setJurisdiction("PL")
                .setChannel(Channel.SMS)
                .setPurpose(Purpose.DIRECT_MARKETING)
                .setCommercialContent(CommercialContent.PRIMARY)
                .setTrigger(Trigger.BIRTHDAY)
                .setInitiator(Initiator.BUSINESS)
                .setCreatedAt(NOW)
                .setContactRef(CONTACT)
                .setContactKeyId(CONTACT_KEY)
                .setCampaignId("birthdays")
                .setChargedToRecipient(false)
                .setOptOut(OptOut.STOP_REPLY)
                .setSenderIdentified(true)
                .setContent(ByteBuffer.wrap("Happy birthday! 20 % off today".getBytes(UTF_8)));
    }

    public static OutboundMessage.Builder aCallBack(String messageId, String subject, String inquiry) {
        return aBirthdaySms(messageId, subject)
                .setChannel(Channel.VOICE)
                .setPurpose(Purpose.INQUIRY_RESPONSE)
                .setCommercialContent(CommercialContent.NONE)
                .setTrigger(Trigger.REQUEST)
                .setCampaignId(null)
                .setInquiryId(inquiry)
                .setCall(Call.newBuilder()
                        .setRecorded(false)
                        .setRecordingAnnounced(false)
                        .setIdentified(true)
                        .build())
                .setContent(ByteBuffer.wrap("call the customer back".getBytes(UTF_8)));
    }

    public static OfferDecision.Builder anAutomatedLoanRefusal(String decisionId, String subject) {
        return OfferDecision.newBuilder()
                .setDecisionId(decisionId)
                .setSubjectId(subject)
                .setSubjectKind(SubjectKind.NATURAL)
                .setMinor(Minor.NO)
                .setControllerId(CONTROLLER)
                .setJurisdiction("PL")
                .setDecidedAt(NOW)
                .setRole(DecisionRole.DECISION)
                .setProfiling(Profiling.newBuilder()
                        .setModelId("credit")
                        .setModelVersion("7")
                        .setAspects(List.of("economic situation"))
                        .setInference(true)
                        .setSpecialCategoryData(false)
                        .setForDirectMarketing(false)
                        .build())
                .setAutomation(Automation.newBuilder()
                        .setMode(AutomationMode.FULLY_AUTOMATED)
                        .build())
                .setEffects(List.of(Effect.CREDIT))
                .setTermsIndividualised(false)
                .setGround(Ground.NONE)
                .setExplanationRef("explanations/credit-7")
                .setContent(ByteBuffer.wrap("refused".getBytes(UTF_8)));
    }

    public static OfferDecision.Builder anAdvertShown(String decisionId, String subject) {
        return anAutomatedLoanRefusal(decisionId, subject).setEffects(List.of(Effect.ADVERT_SHOWN));
    }

    public static ConsentState.Builder aRecord(String subject, long version, Consent... consents) {
        return ConsentState.newBuilder()
                .setSubjectId(subject)
                .setVersion(version)
                .setUpdatedAt(LAST_YEAR)
                .setConsents(List.of(consents))
                .setObjections(List.of())
                .setInquiries(List.of());
    }

    public static Consent anSmsConsent(ConsentStatus status) {
        return Consent.newBuilder()
                .setConsentId("consent-1")
                .setControllerId(CONTROLLER)
                .setChannel(Channel.SMS)
                .setPurpose(ConsentPurpose.DIRECT_MARKETING)
                .setStatus(status)
                .setExplicit(true)
                .setGrantedAt(LAST_YEAR)
                .setWithdrawnAt(status == ConsentStatus.WITHDRAWN ? LAST_YEAR.plusSeconds(86_400) : null)
                .setContactRef(CONTACT)
                .setContactKeyId(CONTACT_KEY)
                .setEvidence(Evidence.newBuilder()
                        .setKind(EvidenceKind.WEB_FORM)
                        .setReference("evidence/1")
                        .setCapturedAt(LAST_YEAR)
                        .setWordingId("wording-3")
                        .setStatedPurposes(List.of(ConsentPurpose.DIRECT_MARKETING))
                        .setStatedChannels(List.of(Channel.SMS))
                        .build())
                .build();
    }

    /** Given then, and shown by what was captured then. */
    public static Consent anSmsConsentOf(Instant given) {
        Consent consent = anSmsConsent(ConsentStatus.GRANTED);
        consent.setGrantedAt(given);
        consent.getEvidence().setCapturedAt(given);
        consent.getEvidence().setReference("evidence/" + given);
        return consent;
    }

    public static ConsentState aCallBackRequest(String subject, long version, String inquiry) {
        return aRecord(subject, version)
                .setInquiries(List.of(Inquiry.newBuilder()
                        .setInquiryId(inquiry)
                        .setKind(InquiryKind.CALLBACK)
                        .setControllerId(CONTROLLER)
                        .setChannel(Channel.VOICE)
                        .setContactRef(CONTACT)
                        .setOpenedAt(NOW.minusSeconds(600))
                        .build()))
                .build();
    }
}
