// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Inquiry;
import io.consentgate.policy.facts.ConsentFacts.Objection;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.Initiator;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.ObjectionScope;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.RecordingBasis;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message and all that the rules may know about it, with the questions that several rules ask. Answers are found
 * when first asked for. Serves one thread, for one assessment.
 */
public final class MessageSituation {
    private final MessageFacts message;
    private final ConsentView consent;
    private final GateMemory memory;
    private final Instant at;
    private final PolicyOptions options;
    private @Nullable StandingConsent marketingConsent;
    private @Nullable StandingConsent lastAct;
    /** Of {@link #lastAct}; null where it has none. */
    private @Nullable Grant lastGrant;

    MessageSituation(MessageFacts message, ConsentView consent, GateMemory memory, Instant at, PolicyOptions options) {
        this.message = message;
        this.consent = consent;
        this.memory = memory;
        this.at = at;
        this.options = options;
    }

    public MessageFacts message() {
        return message;
    }

    public ConsentView consent() {
        return consent;
    }

    public GateMemory memory() {
        return memory;
    }

    /** When the gate judges. */
    public Instant at() {
        return at;
    }

    public PolicyOptions options() {
        return options;
    }

    /** The latest time that a publisher whose clock is ahead can have stated truthfully. */
    public Instant latestPlausible() {
        return at.plus(options.clockSkew());
    }

    /** Whether the publisher declares a marketing purpose. */
    public boolean isMarketingDeclared() {
        return switch (message.purpose()) {
            case DIRECT_MARKETING, CONSENT_REQUEST -> true;
            case INQUIRY_RESPONSE, CONTRACT_PERFORMANCE, SERVICE_NOTICE, LEGAL_OBLIGATION, UNKNOWN -> false;
        };
    }

    /**
     * Whether the message is marketing, whatever its declared purpose: it is judged by its content (UŚUDE art. 2(2)),
     * and unknown content may be commercial.
     */
    public boolean isMarketing() {
        return isMarketingDeclared() || message.commercialContent() != CommercialContent.NONE;
    }

    /**
     * Whether the person opened the conversation that this message continues. No consent is needed in it, marketing
     * included; a withdrawal, refusal or objection still forbids marketing, for whoever opens a chat does not take
     * that back.
     */
    public boolean isInChatOpenedBySubject() {
        return isInChatOpenedBySubject(message);
    }

    static boolean isInChatOpenedBySubject(MessageFacts message) {
        return message.channel() == Channel.CHAT && message.initiator() == Initiator.SUBJECT;
    }

    /** Whether only a prior consent makes the message lawful (PKE art. 398(1)). */
    public boolean needsConsent() {
        return isMarketing() && !isInChatOpenedBySubject();
    }

    /** Whether the message is lawful only as the one reply to an inquiry. */
    public boolean reliesOnInquiry() {
        return message.purpose() == Purpose.INQUIRY_RESPONSE && !isInChatOpenedBySubject();
    }

    /**
     * Whether only a consent on record would make the recording of the call lawful. Declared consent as a basis is no
     * step that asks for it; legitimate interest, where accepted, needs none.
     */
    public boolean needsRecordingConsent() {
        MessageFacts.Call call = message.call();
        return call != null
                && call.recorded()
                && !call.recordingAnnounced()
                && !(call.recordingBasis() == RecordingBasis.LEGITIMATE_INTEREST
                        && options.acceptedRecordingBases().contains(RecordingBasis.LEGITIMATE_INTEREST));
    }

    /**
     * Where the person stands on marketing by this controller on this channel. In a chat that they opened only what forbids
     * it is asked for.
     */
    public StandingConsent marketingConsent() {
        StandingConsent found = marketingConsent;
        if (found == null) {
            found = isInChatOpenedBySubject()
                    ? StandingConsent.findRestriction(
                            consent,
                            message.controllerId(),
                            ConsentPurpose.DIRECT_MARKETING,
                            message.channel(),
                            grant -> isGenuine(grant) && goesWhereConsented(grant))
                    : lastAct();
            marketingConsent = found;
        }
        return found;
    }

    private StandingConsent lastAct() {
        StandingConsent found = lastAct;
        if (found == null) {
            found = StandingConsent.find(
                    consent,
                    message.controllerId(),
                    ConsentPurpose.DIRECT_MARKETING,
                    message.channel(),
                    this::isReliable);
            lastAct = found;
            lastGrant = found.grant();
        }
        return found;
    }

    /** The grant that a message in need of consent would rest on; null if it needs none or there is none. */
    public @Nullable Grant grantReliedOn() {
        return needsConsent() ? marketingGrant() : null;
    }

    private @Nullable Grant marketingGrant() {
        lastAct();
        return lastGrant;
    }

    /**
     * Whether the channel reaches a number or address, so that a consent is for that one. An account or device behind
     * push, messenger or chat may go without one.
     */
    public boolean needsContact() {
        return switch (message.channel()) {
            case SMS, MMS, EMAIL, VOICE, UNKNOWN -> true;
            case MESSENGER, PUSH, CHAT -> false;
        };
    }

    /** Whether the message goes where the grant was given for, and says so where the channel needs it. */
    public boolean goesWhereConsented(Grant grant) {
        return grant.covers(message.contactRef(), message.contactKeyId())
                && !(needsContact() && Text.isAbsent(message.contactRef()));
    }

    /** Whether a grant on record holds in every respect for this message. */
    public boolean hasValidGrant() {
        Grant grant = marketingGrant();
        return grant != null && isReliable(grant);
    }

    private boolean isReliable(Grant grant) {
        return grant.isCurrent(at) && isGenuine(grant) && goesWhereConsented(grant);
    }

    /** Whether the person gave it for marketing on this channel, whatever has become of it. */
    private boolean isGenuine(Grant grant) {
        return !grant.isFromTheFuture(latestPlausible())
                && grant.unknownField() == null
                && grant.isProven()
                && grant.states(ConsentPurpose.DIRECT_MARKETING)
                && grant.states(message.channel())
                && grant.isLawfullyCaptured(options.acceptedRecordingBases());
    }

    /** Where the person stands on the recording of calls by this controller. */
    public StandingConsent recordingConsent() {
        return StandingConsent.find(
                consent, message.controllerId(), ConsentPurpose.CALL_RECORDING, null, this::allowsRecording);
    }

    /** Whether a grant lets a call be recorded. */
    public boolean allowsRecording(Grant grant) {
        return grant.isCurrent(at)
                && !grant.isFromTheFuture(latestPlausible())
                && grant.unknownField() == null
                && grant.isProven()
                && grant.states(ConsentPurpose.CALL_RECORDING)
                && grant.isLawfullyCaptured(options.acceptedRecordingBases());
    }

    /**
     * The objection to marketing that still stands, of a known scope or of one that this version does not know. Only a
     * later grant for this channel that holds in every respect lifts it.
     */
    public @Nullable Objection objection(ObjectionScope scope) {
        return Objections.standing(
                consent, message.controllerId(), scope, () -> hasValidGrant() ? marketingGrant() : null);
    }

    /** The inquiry that the message names, of this subject to this controller; null if there is none. */
    public @Nullable Inquiry inquiry() {
        String inquiryId = message.inquiryId();
        if (Text.isAbsent(inquiryId) || !(consent instanceof ConsentFacts record)) {
            return null;
        }
        Inquiry found = null;
        for (Inquiry inquiry : record.inquiries()) {
            boolean named = inquiry.inquiryId().equals(inquiryId)
                    && inquiry.controllerId().equals(message.controllerId());
            // Listed twice, the closed entry counts.
            if (named && (found == null || !isOpen(inquiry))) {
                found = inquiry;
            }
        }
        return found;
    }

    /** Whether an inquiry waits for its reply. */
    public boolean isOpen(Inquiry inquiry) {
        Instant expiresAt = inquiry.expiresAt();
        return inquiry.answeredAt() == null
                && !inquiry.openedAt().isAfter(latestPlausible())
                && (expiresAt == null || expiresAt.isAfter(at));
    }
}
