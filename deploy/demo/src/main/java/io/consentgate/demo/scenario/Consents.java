// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import io.consentgate.events.Channel;
import io.consentgate.events.Consent;
import io.consentgate.events.ConsentPurpose;
import io.consentgate.events.ConsentState;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Effect;
import io.consentgate.events.Evidence;
import io.consentgate.events.EvidenceKind;
import io.consentgate.events.Inquiry;
import io.consentgate.events.InquiryKind;
import io.consentgate.events.Objection;
import io.consentgate.events.ObjectionScope;
import io.consentgate.events.RecordingBasis;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Consent records of the consent register: valid by default; an act makes them invalid. */
final class Consents {

    static final String SHOP = "shop.example";
    static final String PARTNER = "partner.example";

    /** Before PKE came into force on 2024-11-10. */
    static final Instant BEFORE_PKE = Instant.parse("2023-04-11T09:30:00Z");

    private Consents() {}

    static ConsentState state(Subject subject, long version, Consent... consents) {
        return state(subject, version, List.of(consents), List.of(), List.of());
    }

    static ConsentState state(
            Subject subject,
            long version,
            List<Consent> consents,
            List<Objection> objections,
            List<Inquiry> inquiries) {
        return ConsentState.newBuilder()
                .setSubjectId(subject.id())
                .setVersion(version)
                .setUpdatedAt(subject.now())
                .setConsents(consents)
                .setObjections(objections)
                .setInquiries(inquiries)
                .build();
    }

    /** A marketing consent by web form, valid in every respect. */
    static Consent.Builder granted(Subject subject, Channel channel) {
        return grantedFor(subject, ConsentPurpose.DIRECT_MARKETING, channel);
    }

    /** A consent by web form, valid in every respect; no channel if the purpose has none. */
    static Consent.Builder grantedFor(Subject subject, ConsentPurpose purpose, @Nullable Channel channel) {
        Instant at = subject.daysAgo(10 + subject.oneOf(200));
        Consent.Builder consent = Consent.newBuilder()
                .setConsentId(subject.newId("c"))
                .setControllerId(SHOP)
                .setChannel(channel)
                .setPurpose(purpose)
                .setStatus(ConsentStatus.GRANTED)
                .setExplicit(true)
                .setGrantedAt(at)
                .setEvidence(webForm(subject, at, purpose, channel).build());
        String contactRef = channel == null ? null : subject.contactRef(channel);
        return contactRef == null ? consent : consent.setContactRef(contactRef).setContactKeyId(Subject.CONTACT_KEY);
    }

    static Evidence.Builder webForm(Subject subject, Instant at, ConsentPurpose purpose, @Nullable Channel channel) {
        return Evidence.newBuilder()
                .setKind(EvidenceKind.WEB_FORM)
                .setReference(subject.newId("form"))
                .setCapturedAt(at)
                .setWordingId("newsletter-pl")
                .setWordingVersion("7")
                .setStatedPurposes(List.of(purpose))
                .setStatedChannels(channel == null ? List.of() : List.of(channel))
                .setStatedEffects(
                        purpose == ConsentPurpose.AUTOMATED_DECISION
                                ? List.of(Effect.CREDIT, Effect.CONTRACT_REFUSAL)
                                : List.of());
    }

    /** Evidence of a spoken consent on a recorded call, after agreement to the recording. */
    static Evidence.Builder recordedCall(Subject subject, Instant at) {
        return webForm(subject, at, ConsentPurpose.DIRECT_MARKETING, Channel.VOICE)
                .setKind(EvidenceKind.ORAL_RECORDED)
                .setWordingId("call-script-pl")
                .setRecordingRef(subject.newId("rec"))
                .setRecordingBasis(RecordingBasis.CONSENT)
                .setRecordingConsentAt(at.minusSeconds(40));
    }

    static Consent withdrawn(Consent granted, Instant at) {
        return Consent.newBuilder(granted)
                .setStatus(ConsentStatus.WITHDRAWN)
                .setWithdrawnAt(at)
                .build();
    }

    static Consent withEvidence(Consent.Builder consent, Evidence.Builder evidence) {
        return consent.setEvidence(evidence.build()).build();
    }

    static Objection objection(ObjectionScope scope, Instant at) {
        return new Objection(SHOP, scope, at, null);
    }

    static Inquiry.Builder inquiry(Subject subject, InquiryKind kind, Channel channel) {
        Inquiry.Builder inquiry = Inquiry.newBuilder()
                .setInquiryId(subject.newId("q"))
                .setKind(kind)
                .setControllerId(SHOP)
                .setChannel(channel)
                .setOpenedAt(subject.minutesAgo(5));
        String contactRef = subject.contactRef(channel);
        return contactRef == null ? inquiry : inquiry.setContactRef(contactRef);
    }

    static ConsentState asked(Subject subject, Inquiry inquiry) {
        return state(subject, 1, List.of(), List.of(), List.of(inquiry));
    }
}
