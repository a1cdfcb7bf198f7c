// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Inquiry;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.ObjectionScope;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.RecordingBasis;
import io.consentgate.policy.law.LawInForce;
import io.consentgate.policy.messages.Confirmations;
import io.consentgate.policy.messages.Conversations;
import io.consentgate.policy.messages.Inquiries;
import io.consentgate.policy.messages.Inquiries.ContactFit;
import io.consentgate.policy.standing.AnsweredInquiries;
import io.consentgate.policy.standing.Grant;
import io.consentgate.policy.standing.Objections;
import io.consentgate.policy.standing.ProofDates;
import io.consentgate.policy.standing.Question;
import io.consentgate.policy.standing.StandingConsent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message, all that the rules may know about it, and the questions that several rules ask. Answers are computed
 * when first asked for. Serves one thread, for one assessment.
 */
public final class MessageSituation {
    private final MessageFacts message;
    private final ConsentView consent;
    private final GateMemory memory;
    private final Instant at;
    private final LawInForce law;
    private final PolicyOptions options;
    private final Instant latestPlausible;
    private final @Nullable Instant sentAt;
    private @Nullable StandingConsent marketingConsent;
    private @Nullable Boolean inConversation;
    private @Nullable Boolean marketing;
    private @Nullable Boolean consentNeeded;

    MessageSituation(
            MessageFacts message,
            ConsentView consent,
            GateMemory memory,
            Instant at,
            LawInForce law,
            PolicyOptions options) {
        this.message = message;
        this.consent = consent;
        this.memory = memory;
        this.at = at;
        this.law = law;
        this.options = options;
        this.latestPlausible = at.plus(options.clockSkew());
        this.sentAt = Plausible.known(message.sentAt(), latestPlausible);
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

    /**
     * When the message goes out: now, or the time when it already went out. The law asks whether it was lawful at that
     * time.
     */
    public Instant goesOutAt() {
        return sentAt == null ? at : sentAt;
    }

    /**
     * When the message went out, if known; null if it has not gone out yet. What the person does later does not make it
     * unlawful.
     */
    private @Nullable Instant sentAt() {
        return sentAt;
    }

    public PolicyOptions options() {
        return options;
    }

    /** The latest instant that a publisher with a fast clock can state truthfully. */
    public Instant latestPlausible() {
        return latestPlausible;
    }

    /** Whether the publisher declares a marketing purpose. */
    public boolean isMarketingDeclared() {
        return switch (message.purpose()) {
            case DIRECT_MARKETING, CONSENT_REQUEST -> true;
            case INQUIRY_RESPONSE, CONTRACT_PERFORMANCE, SERVICE_NOTICE, LEGAL_OBLIGATION, UNKNOWN -> false;
        };
    }

    /**
     * Whether the message is marketing. The law judges it by its content, not by its declared purpose (UŚUDE art.
     * 2(2)), and unknown content may be commercial. Content that the person asked for is no marketing. The publisher's
     * claim alone that the person asked does not suffice.
     */
    public boolean isMarketing() {
        Boolean found = marketing;
        if (found == null) {
            found = isMarketingByPurposeOrContent();
            marketing = found;
        }
        return found;
    }

    private boolean isMarketingByPurposeOrContent() {
        return isMarketingDeclared()
                || switch (message.commercialContent()) {
                    case NONE -> false;
                    case REQUESTED -> !isAskedFor();
                    case ANCILLARY, PRIMARY, UNKNOWN -> true;
                };
    }

    private boolean isAskedFor() {
        return isInConversation() || (message.purpose() == Purpose.INQUIRY_RESPONSE && answersOpenInquiry());
    }

    /** Whether the message advertises, by its purpose or by its content. */
    private boolean advertises() {
        return message.purpose() == Purpose.DIRECT_MARKETING
                || switch (message.commercialContent()) {
                    case NONE, REQUESTED -> false;
                    case ANCILLARY, PRIMARY, UNKNOWN -> true;
                };
    }

    /** Whether the message continues a conversation that the person opened; see {@link Conversations}. */
    public boolean isInConversation() {
        Boolean found = inConversation;
        if (found == null) {
            found = continuesConversation();
            inConversation = found;
        }
        return found;
    }

    private boolean continuesConversation() {
        return Conversations.isContinuedBy(
                        message,
                        goesOutAt(),
                        latestPlausible(),
                        options.messages().conversationWindow())
                && !repliesToWhatAsksForNoSuchReply();
    }

    /**
     * Whether the message states no conversation, and the inquiry it names instead is on record but does not wait for
     * this reply. The inquiry was answered, or came by another channel, from another contact or to another controller.
     */
    private boolean repliesToWhatAsksForNoSuchReply() {
        return message.conversation() == null && Inquiries.isIdOnRecord(message, consent) && !answersOpenInquiry();
    }

    /**
     * Whether the message needs no consent because the person opened the conversation. Such a message may advertise
     * only in a web chat, and only if the operator does not rule this out, since PKE art. 398(1) makes no exception for
     * conversations.
     *
     * <p>[U] unverified: that a chat which the person opened may advertise without consent. The wording of the article
     * that these rules follow allows it.
     */
    private boolean isFreeInConversation() {
        return isInConversation() && (!advertises() || mayAdvertiseInChat());
    }

    private boolean mayAdvertiseInChat() {
        return message.channel() == Channel.CHAT && !options.messages().chatAdvertisingNeedsConsent();
    }

    /**
     * Whether only a prior consent makes the message lawful (PKE art. 398(1)). Even where no consent is needed, a
     * withdrawal, refusal or objection forbids marketing: opening a chat does not take it back.
     */
    public boolean needsConsent() {
        Boolean found = consentNeeded;
        if (found == null) {
            found = isForbiddenWithoutConsent();
            consentNeeded = found;
        }
        return found;
    }

    private boolean isForbiddenWithoutConsent() {
        return isMarketing() && !isFreeInConversation() && !asksToConfirm() && !onlyAsksWhereThatIsLetGo();
    }

    /**
     * Whether the message only asks for consent, the law on such requests is disputed, and the operator has decided to
     * let them pass.
     */
    private boolean onlyAsksWhereThatIsLetGo() {
        return message.purpose() == Purpose.CONSENT_REQUEST
                && !advertises()
                && options.mode(RuleCode.MSG_CONSENT_REQUEST) == RuleMode.OBSERVE
                && law.isDisputed(RuleCode.MSG_CONSENT_REQUEST);
    }

    /**
     * Whether the message asks the person to confirm a consent, and no message asked before; see {@link Confirmations}.
     */
    public boolean asksToConfirm() {
        return Confirmations.isClaimed(message) && confirmable().stream().anyMatch(this::isFirstRequest);
    }

    /**
     * Whether the message asks the person to confirm a consent that they signed up for after an act against. The person
     * has just taken the first step to lift that act.
     */
    public boolean asksToConfirmWhatCameAfter(ActAgainst act) {
        Instant forbiddenAt = act.saidBy();
        if (forbiddenAt == null || !Confirmations.isClaimed(message)) {
            return false;
        }
        ProofDates proofs = ProofDates.of(consent, latestPlausible());
        return confirmable().stream().anyMatch(entry -> {
            Instant signedUpAt = proofs.of(entry);
            return isFirstRequest(entry) && signedUpAt != null && signedUpAt.isAfter(forbiddenAt);
        });
    }

    private boolean isFirstRequest(Consent entry) {
        return askedBefore(entry) == null;
    }

    /** The id of another message that asked the person to confirm the same consent; null if there is none. */
    public @Nullable String askedBefore(Consent entry) {
        for (String key : Confirmations.keysOf(entry)) {
            String asked = memory.askedBy().get(key);
            if (asked != null) {
                return asked;
            }
        }
        return null;
    }

    /** The consents that the message may ask to confirm, even if another message asked before. */
    public List<Consent> confirmable() {
        return Confirmations.askedFor(
                message, consent, goesOutAt(), latestPlausible(), options.acceptedRecordingBases());
    }

    /**
     * Whether the message approaches the person for marketing. It does not if the person expects it, because they
     * opened the conversation or just signed up.
     */
    public boolean approachesForMarketing() {
        return isMarketing() && !isInConversation() && !asksToConfirm();
    }

    /** Whether the operator set contact hours for the channel, in a country whose events the gate judges. */
    public boolean hasContactHours() {
        return options.jurisdictions().contains(message.jurisdiction())
                && !options.contact().hoursOf(message.channel()).isEmpty();
    }

    /** The contact hours of the channel on the day on which the message goes out; empty if that day has none. */
    public List<ContactHours> contactHours() {
        LocalDate day = localTime().toLocalDate();
        boolean holiday = isPublicHoliday();
        return options.contact().hoursOf(message.channel()).stream()
                .filter(hours -> hours.areOn(day, holiday))
                .toList();
    }

    /** Whether the message goes out within the contact hours of its channel. */
    public boolean isWithinContactHours() {
        LocalTime time = localTime().toLocalTime();
        return contactHours().stream().anyMatch(hours -> hours.include(time));
    }

    /** The local time in the recipient's country when the message goes out. */
    public LocalDateTime localTime() {
        ZoneId zone = options.contact().zones().getOrDefault(message.jurisdiction(), law.zone());
        return LocalDateTime.ofInstant(goesOutAt(), zone);
    }

    /** Whether the message goes out on a public holiday of the recipient's country. */
    public boolean isPublicHoliday() {
        return options.contact()
                .holidays()
                .isHoliday(message.jurisdiction(), localTime().toLocalDate());
    }

    /** The contact limit of the channel that earlier messages have already reached; null if there is none. */
    public @Nullable ContactLimit contactLimitReached() {
        for (ContactLimit limit : options.contact().limitsOf(message.channel())) {
            if (limit.isReachedBy(contactsBefore(), goesOutAt())) {
                return limit;
            }
        }
        return null;
    }

    /** Later contacts do not count against a message that already went out. */
    private List<Instant> contactsBefore() {
        return message.sentAt() == null
                ? memory.contacts()
                : memory.contacts().stream()
                        .filter(contact -> contact.isBefore(goesOutAt()))
                        .toList();
    }

    /** Whether the message is lawful only as the one reply to an inquiry. */
    public boolean reliesOnInquiry() {
        return message.purpose() == Purpose.INQUIRY_RESPONSE && !isInConversation();
    }

    /**
     * The ground on which a call is recorded. If none is stated, the ground is consent: the person is asked at the
     * start, or has agreed before.
     */
    private static RecordingBasis recordingBasis(MessageFacts.Call call) {
        RecordingBasis stated = call.recordingBasis();
        return stated == null ? RecordingBasis.CONSENT : stated;
    }

    /**
     * Whether a call will be recorded on a ground that the operator does not accept. GATE-UNKNOWN covers an unknown
     * ground.
     */
    public boolean isRecordedOnNoAcceptedGround() {
        MessageFacts.Call call = message.call();
        return call != null
                && call.recorded()
                && recordingBasis(call) != RecordingBasis.UNKNOWN
                && !options.acceptedRecordingBases().contains(recordingBasis(call));
    }

    /**
     * Whether only a consent on record would make the recording of the call lawful. Declaring consent as the ground
     * does not ask the person for it. Legitimate interest or a legal obligation, where accepted, needs no consent.
     */
    public boolean needsRecordingConsent() {
        MessageFacts.Call call = message.call();
        return call != null
                && call.recorded()
                && !call.recordingAnnounced()
                && recordingBasis(call) == RecordingBasis.CONSENT
                && !isRecordedOnNoAcceptedGround();
    }

    /**
     * Where the person stands on marketing by this controller, on this channel and to this contact. Even where no
     * consent is needed, an act against holds until a genuine consent lifts it.
     */
    public StandingConsent marketingConsent() {
        StandingConsent found = marketingConsent;
        if (found == null) {
            found = StandingConsent.of(consent, mayAdvertise());
            marketingConsent = found;
        }
        return found;
    }

    private Question mayAdvertise() {
        return Question.mayAdvertise(
                message, needsContact(), law.asksForExplicitMarketingConsent(), options, latestPlausible(), sentAt());
    }

    /** The consent that the message relies on; null if it needs none or there is none. */
    public @Nullable Grant grantReliedOn() {
        return needsConsent() ? marketingConsent().grant() : null;
    }

    /**
     * Whether the channel reaches a number, address or account, so that a consent must name it. A device (push) or a
     * visit to the controller's page (chat) may go without a contact.
     */
    public boolean needsContact() {
        return switch (message.channel()) {
            case SMS, MMS, EMAIL, VOICE, MESSENGER, UNKNOWN -> true;
            case PUSH, CHAT -> false;
        };
    }

    /**
     * Whether the message goes to the contact that the consent was given for, and names the contact where the channel
     * needs it.
     */
    public boolean goesWhereConsented(Grant grant) {
        return mayAdvertise().isForContactOf(grant);
    }

    /** Whether a consent on record holds in every respect for this message. */
    public boolean hasValidGrant() {
        return marketingConsent().allows(goesOutAt());
    }

    /** Where the person stands on the recording of calls by this controller. */
    public StandingConsent recordingConsent() {
        return StandingConsent.of(
                consent,
                Question.may(message.controllerId(), ConsentPurpose.CALL_RECORDING, false, options, latestPlausible()));
    }

    /**
     * The objection that still stands, of a known or unknown scope. Only a later consent for this channel that holds in
     * every respect lifts it. No consent lifts an objection to profiling: accepting advertising does not mean accepting
     * profiling.
     */
    public @Nullable ActAgainst objection(ObjectionScope scope) {
        return Objections.standing(
                consent,
                message.controllerId(),
                scope,
                latestPlausible(),
                sentAt(),
                objection -> scope == ObjectionScope.PROFILING ? null : grantThatLifts(objection));
    }

    private @Nullable Grant grantThatLifts(ActAgainst objection) {
        StandingConsent lifting = StandingConsent.lifting(objection, consent, mayAdvertise());
        return lifting.allows(goesOutAt()) ? lifting.grant() : null;
    }

    /** The inquiry that the message names, of this subject to this controller; null if there is none. */
    public @Nullable Inquiry inquiry() {
        return Inquiries.named(
                message,
                consent,
                goesOutAt(),
                latestPlausible(),
                options.messages().inquiryMaxAge());
    }

    /** Whether an inquiry waits for its reply. */
    public boolean isOpen(Inquiry inquiry) {
        return Inquiries.isOpen(
                inquiry,
                message,
                consent,
                goesOutAt(),
                latestPlausible(),
                options.messages().inquiryMaxAge());
    }

    /** Whether the publisher ever reported that the inquiry was answered. */
    public boolean wasAnswered(Inquiry inquiry) {
        return !AnsweredInquiries.of(inquiry, consent, latestPlausible()).isEmpty();
    }

    /** The id of another message that used up the one reply to the named inquiry; null if there is none. */
    public @Nullable String repliedBefore() {
        if (!Policy.repliesToInquiry(message)) {
            return null;
        }
        for (String key : Inquiries.keysOf(message, consent)) {
            String replied = memory.repliedBy().get(key);
            if (replied != null) {
                return replied;
            }
        }
        return null;
    }

    /** How the contact of the message relates to the contact that an inquiry leaves. */
    public ContactFit contactFit(Inquiry inquiry) {
        return Inquiries.contactFit(inquiry, message, needsContact());
    }

    /** Whether the message keeps to an inquiry that waits for its reply: by its channel and its contact. */
    public boolean answersOpenInquiry() {
        Inquiry inquiry = inquiry();
        return inquiry != null
                && isOpen(inquiry)
                && Inquiries.isByTheWayAskedFor(inquiry, message)
                && contactFit(inquiry) == ContactFit.SAME;
    }
}
