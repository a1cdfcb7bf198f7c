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
 * One message and all that the rules may know about it, with the questions that several rules ask. Answers are found
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

    /** When the message goes out: now, or when it went out already. Whether it was lawful then is a question of then. */
    public Instant goesOutAt() {
        return sentAt == null ? at : sentAt;
    }

    /** When it went out, as far as that is known; null if it has not yet. What the person did later does not make it unlawful. */
    private @Nullable Instant sentAt() {
        return sentAt;
    }

    public PolicyOptions options() {
        return options;
    }

    /** The latest time that a publisher whose clock is ahead can have stated truthfully. */
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
     * Whether the message is marketing, whatever its declared purpose: it is judged by its content (UŚUDE art. 2(2)),
     * and unknown content may be commercial. What the person asked for is none; what is only said to have been asked for is.
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

    /** Whether it advertises, by its purpose or by its content. */
    private boolean advertises() {
        return message.purpose() == Purpose.DIRECT_MARKETING
                || switch (message.commercialContent()) {
                    case NONE, REQUESTED -> false;
                    case ANCILLARY, PRIMARY, UNKNOWN -> true;
                };
    }

    /** Whether it continues a conversation that the person opened; see {@link Conversations}. */
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
     * Whether no conversation is stated, and the inquiry that is named in its place is on record as one that waits for no such
     * reply: it was answered, or was sent by another way, from another contact or to another controller.
     */
    private boolean repliesToWhatAsksForNoSuchReply() {
        return message.conversation() == null && Inquiries.isIdOnRecord(message, consent) && !answersOpenInquiry();
    }

    /**
     * Whether no consent is needed because the person opened the conversation. It lets advertise in a chat on the web only,
     * if the operator does not rule that out, since PKE art. 398(1) makes no exception for conversations.
     *
     * <p>[U] unverified: that a chat which the person opened may advertise without consent; by the words of the article that
     * these rules follow it may.
     */
    private boolean isFreeInConversation() {
        return isInConversation() && (!advertises() || mayAdvertiseInChat());
    }

    private boolean mayAdvertiseInChat() {
        return message.channel() == Channel.CHAT && !options.messages().chatAdvertisingNeedsConsent();
    }

    /**
     * Whether only a prior consent makes the message lawful (PKE art. 398(1)). Where none is needed, a withdrawal, refusal or
     * objection still forbids marketing: to open a chat is not to take that back.
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

    /** Whether it does nothing but ask for consent, the law is disputed on that, and the operator has settled it for their own part. */
    private boolean onlyAsksWhereThatIsLetGo() {
        return message.purpose() == Purpose.CONSENT_REQUEST
                && !advertises()
                && options.mode(RuleCode.MSG_CONSENT_REQUEST) == RuleMode.OBSERVE
                && law.isDisputed(RuleCode.MSG_CONSENT_REQUEST);
    }

    /** Whether it asks the person to confirm a consent, and none did so before; see {@link Confirmations}. */
    public boolean asksToConfirm() {
        return Confirmations.isClaimed(message) && confirmable().stream().anyMatch(this::isFirstRequest);
    }

    /**
     * Whether it asks the person to confirm what they signed up for after they said no: the no is of before, and the person has
     * just taken the first step to lift it.
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

    /** The id of another message that asked the person to confirm the same; null if none did. */
    public @Nullable String askedBefore(Consent entry) {
        for (String key : Confirmations.keysOf(entry)) {
            String asked = memory.askedBy().get(key);
            if (asked != null) {
                return asked;
            }
        }
        return null;
    }

    /** The consents that it may ask to confirm, whether or not another message asked before. */
    public List<Consent> confirmable() {
        return Confirmations.askedFor(
                message, consent, goesOutAt(), latestPlausible(), options.acceptedRecordingBases());
    }

    /**
     * Whether it approaches the person for marketing. What they opened the conversation for, or just signed up to, comes when
     * they expect it.
     */
    public boolean approachesForMarketing() {
        return isMarketing() && !isInConversation() && !asksToConfirm();
    }

    /** Whether hours are set for its channel, in a country whose events are judged. */
    public boolean hasContactHours() {
        return options.jurisdictions().contains(message.jurisdiction())
                && !options.contact().hoursOf(message.channel()).isEmpty();
    }

    /** The hours of its channel on the day on which it goes out; empty if there are none on such a day. */
    public List<ContactHours> contactHours() {
        LocalDate day = localTime().toLocalDate();
        boolean holiday = isPublicHoliday();
        return options.contact().hoursOf(message.channel()).stream()
                .filter(hours -> hours.areOn(day, holiday))
                .toList();
    }

    /** Whether it goes out in hours of its channel. */
    public boolean isWithinContactHours() {
        LocalTime time = localTime().toLocalTime();
        return contactHours().stream().anyMatch(hours -> hours.include(time));
    }

    /** What the clocks of the recipient's country show when it goes out. */
    public LocalDateTime localTime() {
        ZoneId zone = options.contact().zones().getOrDefault(message.jurisdiction(), law.zone());
        return LocalDateTime.ofInstant(goesOutAt(), zone);
    }

    /** Whether it goes out on a public holiday of the recipient's country. */
    public boolean isPublicHoliday() {
        return options.contact()
                .holidays()
                .isHoliday(message.jurisdiction(), localTime().toLocalDate());
    }

    /** The limit that as many others have reached as may go out on the channel; null if there is none. */
    public @Nullable ContactLimit contactLimitReached() {
        for (ContactLimit limit : options.contact().limitsOf(message.channel())) {
            if (limit.isReachedBy(contactsBefore(), goesOutAt())) {
                return limit;
            }
        }
        return null;
    }

    /** What came after a message that went out already does not count against it. */
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
     * On what ground a call is recorded. Where none is stated it is consent: the person is asked at the start, or has agreed
     * before.
     */
    private static RecordingBasis recordingBasis(MessageFacts.Call call) {
        RecordingBasis stated = call.recordingBasis();
        return stated == null ? RecordingBasis.CONSENT : stated;
    }

    /** Whether a call is to be recorded on a ground that the operator does not accept. GATE-UNKNOWN speaks of an unknown one. */
    public boolean isRecordedOnNoAcceptedGround() {
        MessageFacts.Call call = message.call();
        return call != null
                && call.recorded()
                && recordingBasis(call) != RecordingBasis.UNKNOWN
                && !options.acceptedRecordingBases().contains(recordingBasis(call));
    }

    /**
     * Whether only a consent on record would make the recording of the call lawful. Declared consent as a basis is no
     * step that asks for it; legitimate interest or a legal obligation, where accepted, needs none.
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
     * Where the person stands on marketing by this controller, on this channel and to this contact. Where no consent is needed
     * what forbids it holds, too, until a genuine consent lifts it.
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

    /** The consent that a message in need of one would rest on; null if it needs none or there is none. */
    public @Nullable Grant grantReliedOn() {
        return needsConsent() ? marketingConsent().grant() : null;
    }

    /**
     * Whether the channel reaches a number, address or account, so that a consent is for that one. A device or a visit to
     * the controller's page, behind push or chat, may go without one.
     */
    public boolean needsContact() {
        return switch (message.channel()) {
            case SMS, MMS, EMAIL, VOICE, MESSENGER, UNKNOWN -> true;
            case PUSH, CHAT -> false;
        };
    }

    /** Whether the message goes where the consent was given for, and says so where the channel needs it. */
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
     * The objection that still stands, of a known scope or of one that this version does not know. Only a later consent for this
     * channel that holds in every respect lifts it, and none lifts one to profiling: to accept advertising is not to accept
     * being profiled.
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

    /** Whether its publisher ever said that an inquiry was answered. */
    public boolean wasAnswered(Inquiry inquiry) {
        return !AnsweredInquiries.of(inquiry, consent, latestPlausible()).isEmpty();
    }

    /** The id of another message that used up the one reply to the inquiry which this one names; null if none did. */
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

    /** How the contact of the message stands to the one that an inquiry leaves. */
    public ContactFit contactFit(Inquiry inquiry) {
        return Inquiries.contactFit(inquiry, message, needsContact());
    }

    /** Whether the message keeps to an inquiry that waits for its reply: its channel and its contact. */
    public boolean answersOpenInquiry() {
        Inquiry inquiry = inquiry();
        return inquiry != null
                && isOpen(inquiry)
                && Inquiries.isByTheWayAskedFor(inquiry, message)
                && contactFit(inquiry) == ContactFit.SAME;
    }
}
