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
 * What a person asked for, and what answers it: one reply, while the inquiry is open, by the channel and to the contact
 * that the inquiry names (GDPR art. 6(1)(b)). A callback is a voice call. An inquiry without a contact is answered
 * where the person is: in the chat.
 */
public final class Inquiries {
    /** [policy] An end later than this after the opening stands for no end. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private Inquiries() {}

    /** How the contact of a message relates to the contact that an inquiry leaves. */
    public enum ContactFit {
        SAME,
        DIFFERS,
        /** The message names no contact, or the inquiry leaves no contact that can be compared. */
        ABSENT
    }

    /**
     * The inquiry that a message names, of this subject to this controller; null if there is none. An inquiry opened
     * before the person was erased does not count (GDPR art. 17).
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
            // If an inquiry is listed twice, the closed entry counts.
            if (named && (found == null || !isOpen(inquiry, message, view, at, latest, maxAge))) {
                found = inquiry;
            }
        }
        return found;
    }

    /**
     * The keys under which the gate remembers the inquiry that a message replies to; each key alone identifies it. One
     * is the id, in any spelling. The other is the kind, the channel and the second at which the person asked. A
     * migration that gives the inquiry another id does not make a second inquiry. Two inquiries of one kind and channel
     * that state the same date without a time count as one.
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

    /** The key of an inquiry of which only the id is known. */
    public static String keyOf(String inquiryId) {
        return "id " + AnsweredInquiries.nameOf(inquiryId);
    }

    /**
     * Whether the id in a message belongs to an inquiry on record, to any controller, from any time and in any
     * spelling. An answered inquiry stays on record when a newer version leaves it out.
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
     * Whether an inquiry waits for its reply. An inquiry with an impossible opening time or end does not wait.
     *
     * @param view the record that holds the inquiry
     * @param at when the reply goes out
     * @param latest the latest instant that a publisher with a fast clock can state truthfully
     * @param maxAge how long an inquiry waits if it states no end, or an end more than a year after it was opened
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

    /** No person waits this long for an answer; publishers fill in such an end where there is none. */
    private static boolean isWithoutEnd(Inquiry inquiry, Instant expiresAt) {
        return Plausible.isEnd(expiresAt)
                && expiresAt.isAfter(inquiry.openedAt().plus(LONGEST));
    }

    /** A message reported after it was sent may be the very reply that answered the inquiry. */
    private static boolean wasAnsweredBefore(
            Inquiry inquiry, MessageFacts message, ConsentView view, Instant at, Instant latest) {
        return AnsweredInquiries.of(inquiry, view, latest).stream()
                .anyMatch(answered -> message.sentAt() == null
                        || answered.answeredAt() == null
                        || answered.answeredAt().isBefore(at));
    }

    /** Whether a message uses the channel that the person asked for. */
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
     * Whether a message goes where the person asked for the answer.
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

    /** Older inquiries state no key, so their keyed hash alone decides; under another key the hash would differ. */
    private static boolean isSame(Inquiry inquiry, String asked, @Nullable String ref, @Nullable String keyId) {
        return ContactReferences.isSame(asked, ref)
                && (Text.isAbsent(inquiry.contactKeyId()) || Objects.equals(inquiry.contactKeyId(), keyId));
    }
}
