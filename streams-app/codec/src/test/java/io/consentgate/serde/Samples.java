// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

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
import io.consentgate.events.ControllerKind;
import io.consentgate.events.Conversation;
import io.consentgate.events.Correction;
import io.consentgate.events.DecisionRole;
import io.consentgate.events.Effect;
import io.consentgate.events.Evidence;
import io.consentgate.events.EvidenceKind;
import io.consentgate.events.Ground;
import io.consentgate.events.Human;
import io.consentgate.events.Initiator;
import io.consentgate.events.Inquiry;
import io.consentgate.events.InquiryKind;
import io.consentgate.events.LabelReference;
import io.consentgate.events.Minor;
import io.consentgate.events.Objection;
import io.consentgate.events.ObjectionScope;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OptOut;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Outcome;
import io.consentgate.events.Profiling;
import io.consentgate.events.Purpose;
import io.consentgate.events.RecordingBasis;
import io.consentgate.events.Reliance;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.events.Safeguards;
import io.consentgate.events.SubjectKind;
import io.consentgate.events.Surface;
import io.consentgate.events.Tracking;
import io.consentgate.events.Trigger;
import io.consentgate.events.TrueClassification;
import io.consentgate.schemas.GeneratedClasses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/** Records with every field set, and how Avro itself encodes them. */
final class Samples {

    static final Instant NOON = Instant.parse("2026-05-03T12:00:00.123Z");

    static {
        GeneratedClasses.trust();
    }

    private Samples() {}

    static OutboundMessage.Builder message() {
        return OutboundMessage.newBuilder()
                .setMessageId("m-1")
                .setSubjectId("s-1")
                .setControllerId("shop")
                .setJurisdiction("PL")
                .setChannel(Channel.SMS)
                .setPurpose(Purpose.DIRECT_MARKETING)
                .setCommercialContent(CommercialContent.PRIMARY)
                .setTrigger(Trigger.BIRTHDAY)
                .setInitiator(Initiator.BUSINESS)
                .setCreatedAt(NOON)
                .setSentAt(NOON.plusSeconds(1))
                .setExpiresAt(NOON.plusSeconds(2))
                .setContactRef("ref")
                .setContactKeyId("key")
                .setInquiryId("i-1")
                .setBasisRef("basis-1")
                .setCampaignId("spring")
                .setAudienceId("all")
                .setChargedToRecipient(true)
                .setBot(new Bot("vendor", "agreement-1", true, false, true, false))
                .setCall(new Call(true, false, RecordingBasis.CONSENT, true))
                .setConversation(new Conversation("v-1", NOON.minusSeconds(3)))
                .setContactRefPrevious("ref-0")
                .setContactKeyIdPrevious("key-0")
                .setAudienceProfiled(false)
                .setOptOut(OptOut.LINK)
                .setSenderIdentified(true)
                .setTracking(new Tracking(true, "t-1"))
                .setContentKeyId("content-key")
                .setContent(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    /** As most messages are: an SMS without bot, call or inquiry, and 300 bytes of content. */
    static OutboundMessage plainMessage() {
        return message()
                .setSentAt(null)
                .setInquiryId(null)
                .setBasisRef(null)
                .setBot(null)
                .setCall(null)
                .setConversation(null)
                .setTracking(null)
                .setContent(ByteBuffer.allocate(300))
                .build();
    }

    static ReviewVerdict verdict() {
        return ReviewVerdict.newBuilder()
                .setVerdictId("v-1")
                .setCaseId("outbound-messages.0.7")
                .setCaseDigest("digest")
                .setSubjectId("s-1")
                .setReviewer("ewa")
                .setReviewerRole("reviewer")
                .setOpenedAt(NOON)
                .setEvidenceOpened(List.of("event", "consent-history"))
                .setActiveSeconds(42)
                .setDecidedAt(NOON.plusSeconds(60))
                .setOutcome(Outcome.DECIDE_OVERTURN)
                .setRationale("as the contract says")
                .setTrueClassification(new TrueClassification(
                        Purpose.SERVICE_NOTICE,
                        List.of(Effect.PRICE, Effect.CREDIT),
                        "contract-1",
                        CommercialContent.NONE,
                        false,
                        true,
                        "PL",
                        false,
                        List.of(new LabelReference("commercialContent", "template-7"))))
                .setSpecialCategoryExcluded(true)
                .setSecondReviewer("jan")
                .setConfirms("v-0")
                .setExplanationRef("explained-1")
                .setAmendedContent(ByteBuffer.wrap(new byte[] {4, 5}))
                .build();
    }

    static OfferDecision decision() {
        return OfferDecision.newBuilder()
                .setDecisionId("d-1")
                .setSubjectId("s-1")
                .setSubjectKind(SubjectKind.NATURAL)
                .setMinor(Minor.NO)
                .setControllerId("bank")
                .setJurisdiction("PL")
                .setDecidedAt(NOON)
                .setExpiresAt(NOON.plusSeconds(1))
                .setRole(DecisionRole.SCORE)
                .setReliance(Reliance.DETERMINING)
                .setProfiling(new Profiling("model", "7", List.of("income", "age"), true, false, true))
                .setAutomation(new Automation(
                        AutomationMode.HUMAN_DECIDED,
                        new Human("r-1", "analyst", "auth", NOON, NOON, List.of("file"), true, false, 3, "refuse")))
                .setEffects(List.of(Effect.CREDIT, Effect.PRICE))
                .setTermsIndividualised(true)
                .setPriceDelta(-0.5)
                .setGround(Ground.EXPLICIT_CONSENT)
                .setGroundReference("g")
                .setSafeguards(new Safeguards(true, false, true, false, true))
                .setExplanationRef("e")
                .setPriceNoticeShown(false)
                .setControllerKind(ControllerKind.LENDER)
                .setRequestRef("asked-1")
                .setSurface(Surface.APP)
                .setContentKeyId(null)
                .setContent(ByteBuffer.allocate(3))
                .build();
    }

    static ConsentState consentState() {
        return ConsentState.newBuilder()
                .setSubjectId("s-1")
                .setVersion(42)
                .setUpdatedAt(NOON)
                .setConsents(List.of(Consent.newBuilder()
                        .setConsentId("c-1")
                        .setControllerId("shop")
                        .setChannel(Channel.EMAIL)
                        .setPurpose(ConsentPurpose.DIRECT_MARKETING)
                        .setStatus(ConsentStatus.WITHDRAWN)
                        .setExplicit(true)
                        .setGrantedAt(NOON.minusSeconds(9))
                        .setWithdrawnAt(NOON.minusSeconds(1))
                        .setExpiresAt(null)
                        .setContactRef("ref")
                        .setContactKeyId("key")
                        .setEvidence(Evidence.newBuilder()
                                .setKind(EvidenceKind.WEB_FORM)
                                .setReference("ev-1")
                                .setSource("crm")
                                .setDigest("9f86d081")
                                .setCapturedAt(NOON)
                                .setWordingId("w")
                                .setWordingVersion("2")
                                .setStatedPurposes(List.of(ConsentPurpose.DIRECT_MARKETING))
                                .setStatedChannels(List.of(Channel.EMAIL, Channel.SMS))
                                .setRecordingRef("rec-1")
                                .setRecordingBasis(RecordingBasis.LEGITIMATE_INTEREST)
                                .setRecordingConsentAt(NOON)
                                .setIncentive("none")
                                .setStatedEffects(List.of(Effect.PRICE))
                                .setNoticeRef("notice-1")
                                .build())
                        .build()))
                .setObjections(List.of(new Objection("shop", ObjectionScope.PROFILING, NOON, "o-1")))
                .setInquiries(List.of(new Inquiry(
                        "i-1",
                        InquiryKind.CALLBACK,
                        "shop",
                        Channel.VOICE,
                        "ref",
                        "key",
                        NOON,
                        NOON.plusSeconds(1),
                        null)))
                .setCorrects(List.of(new Correction("c-0", "ticket-1")))
                .build();
    }

    static byte[] avro(IndexedRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new SpecificDatumWriter<>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] framed(int id, byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) 0)
                .putInt(id)
                .put(payload)
                .array();
    }

    static byte[] framed(int id, IndexedRecord record) {
        return framed(id, avro(record));
    }

    /** The schema with its text changed, as another version of a publisher would have it. */
    static Schema edited(Schema schema, String from, String to) {
        String text = schema.toString();
        if (!text.contains(from)) {
            throw new IllegalArgumentException("no " + from + " in the schema");
        }
        return new Schema.Parser().parse(text.replace(from, to));
    }
}
