// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.messages;

import io.consentgate.policy.ControllerName;
import io.consentgate.policy.Plausible;
import io.consentgate.policy.Spelling;
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Inquiry;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.ContactReferences;
import io.consentgate.policy.facts.KeptActs.Answered;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.standing.AnsweredInquiries;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a person asked for, and what answers it: one reply, while the inquiry is open, by the channel and to the contact that
 * it names (GDPR art. 6(1)(b)). A call back is a call. An inquiry that leaves no contact is answered where the person is: in
 * the chat.
 */
public final class Inquiries {
    /** [policy] An end further away than this is a stand-in for none. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private Inquiries() {}

    /** How the contact of a message stands to the one that an inquiry leaves. */
    public enum ContactFit {
        SAME,
        DIFFERS,
        /** The message names none, or the inquiry leaves none that could be compared. */
        ABSENT
    }

    /**
     * The inquiry that a message names, of this subject to this controller; null if there is none. One that was opened before
     * the person was erased is none (GDPR art. 17).
     *
     * @param at when the reply goes out; the other arguments as in {@link #isOpen}
     */
    public static @Nullable Inquiry named(
            MessageFacts message, ConsentView view, Instant at, Instant latest, Duration maxAge) {
        String inquiryId = message.inquiryId();
        ConsentFacts record = view.newest();
        if (record == null || Text.isAbsent(inquiryId)) {
            return null;
        }
        Instant erasedAt = view.kept().erasedAt();
        Inquiry found = null;
        for (Inquiry inquiry : record.inquiries()) {
            boolean named = inquiry.inquiryId().equals(inquiryId)
                    && inquiry.controllerId().equals(message.controllerId())
                    && (erasedAt == null || inquiry.openedAt().isAfter(erasedAt));
            // Listed twice, the closed entry counts.
            if (named && (found == null || !isOpen(inquiry, message, view, at, latest, maxAge))) {
                found = inquiry;
            }
        }
        return found;
    }

    /**
     * By what the gate knows the inquiry that a message replies to, each by itself: its id, in whatever letters, and what the person
     * asked for, how and when, to the second. Another id for the same inquiry, as a migration gives it, makes no second inquiry of
     * it. Two of one kind and channel that state one date without a time count as one.
     */
    public static List<String> keysOf(MessageFacts message, ConsentView view) {
        String id =
                AnsweredInquiries.nameOf(Objects.requireNonNull(message.inquiryId(), "a reply to an inquiry names it"));
        ConsentFacts record = view.newest();
        Stream<String> asked = record == null
                ? Stream.empty()
                : record.inquiries().stream()
                        .filter(inquiry ->
                                AnsweredInquiries.nameOf(inquiry.inquiryId()).equals(id)
                                        && ControllerName.mayMean(inquiry.controllerId(), message.controllerId()))
                        .map(Inquiries::keyOf);
        return Stream.concat(Stream.of(keyOf(id)), asked).distinct().toList();
    }

    /** The key of an inquiry by when and how the person asked. */
    public static String keyOf(Inquiry inquiry) {
        return "asked " + inquiry.kind() + " " + inquiry.channel() + " "
                + inquiry.openedAt().truncatedTo(ChronoUnit.SECONDS);
    }

    /** The key of an inquiry of which nothing but its id is known. */
    public static String keyOf(String inquiryId) {
        return "id " + AnsweredInquiries.nameOf(inquiryId);
    }

    /**
     * Whether the id that a message gives is that of an inquiry on record, to any controller, from any time and in any spelling.
     * One that was answered stays on record when a newer version leaves it out.
     */
    public static boolean isIdOnRecord(MessageFacts message, ConsentView view) {
        String inquiryId = message.inquiryId();
        ConsentFacts record = view.newest();
        Stream<String> stated =
                record == null ? Stream.empty() : record.inquiries().stream().map(Inquiry::inquiryId);
        Stream<String> leftOut =
                view.kept().answered().stream().map(Answered::inquiryId).filter(Objects::nonNull);
        return inquiryId != null && Stream.concat(stated, leftOut).anyMatch(each -> Spelling.isSame(each, inquiryId));
    }

    /**
     * Whether an inquiry waits for its reply. One that was opened, or that ends, at a time that cannot be true does not.
     *
     * @param view the record that holds it
     * @param at when the reply goes out
     * @param latest the latest instant that a publisher whose clock is ahead can have stated truthfully
     * @param maxAge how long one waits that states no end, or one of more than a year after it was opened
     */
    public static boolean isOpen(
            Inquiry inquiry, MessageFacts message, ConsentView view, Instant at, Instant latest, Duration maxAge) {
        if (wasAnsweredBefore(inquiry, message, view, at, latest) || !Plausible.isPast(inquiry.openedAt(), latest)) {
            return false;
        }
        if (message.sentAt() != null && inquiry.openedAt().isAfter(at)) {
            return false;
        }
        Instant expiresAt = inquiry.expiresAt();
        if (expiresAt == null || isWithoutEnd(inquiry, expiresAt)) {
            return inquiry.openedAt().plus(maxAge).isAfter(at);
        }
        return Plausible.isEnd(expiresAt) && expiresAt.isAfter(at);
    }

    /** Nobody waits so long for an answer; publishers fill in such an end where there is none. */
    private static boolean isWithoutEnd(Inquiry inquiry, Instant expiresAt) {
        return Plausible.isEnd(expiresAt)
                && expiresAt.isAfter(inquiry.openedAt().plus(LONGEST));
    }

    /** What is reported after the fact may be the very reply by which the inquiry was answered. */
    private static boolean wasAnsweredBefore(
            Inquiry inquiry, MessageFacts message, ConsentView view, Instant at, Instant latest) {
        return AnsweredInquiries.of(inquiry, view, latest).stream()
                .anyMatch(answered -> message.sentAt() == null
                        || answered.answeredAt() == null
                        || answered.answeredAt().isBefore(at));
    }

    /** Whether a message takes the way that was asked for. */
    public static boolean isByTheWayAskedFor(Inquiry inquiry, MessageFacts message) {
        if (message.channel() != inquiry.channel()) {
            return false;
        }
        return switch (inquiry.kind()) {
            case CALLBACK -> message.channel() == Channel.VOICE;
            case QUESTION, DISCOUNT_CODE, UNKNOWN -> true;
        };
    }

    /**
     * Whether a message goes where the person asked to be answered.
     *
     * @param needsContact whether the channel reaches a number, address or account
     */
    public static ContactFit contactFit(Inquiry inquiry, MessageFacts message, boolean needsContact) {
        String asked = inquiry.contactRef();
        if (asked == null || asked.isBlank()) {
            return message.channel() == Channel.CHAT ? ContactFit.SAME : ContactFit.ABSENT;
        }
        if (ContactReferences.isInClear(asked)) {
            return ContactFit.ABSENT;
        }
        if (Text.isAbsent(message.contactRef())) {
            return needsContact ? ContactFit.ABSENT : ContactFit.SAME;
        }
        boolean same = isSame(inquiry, asked, message.contactRef(), message.contactKeyId())
                || isSame(inquiry, asked, message.contactRefPrevious(), message.contactKeyIdPrevious());
        return same ? ContactFit.SAME : ContactFit.DIFFERS;
    }

    /** Older inquiries state no key; of those the keyed hash alone decides, which is another under any other key. */
    private static boolean isSame(Inquiry inquiry, String asked, @Nullable String ref, @Nullable String keyId) {
        return ContactReferences.isSame(asked, ref)
                && (Text.isAbsent(inquiry.contactKeyId()) || Objects.equals(inquiry.contactKeyId(), keyId));
    }
}
