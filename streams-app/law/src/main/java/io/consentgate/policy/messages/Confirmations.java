// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.messages;

import io.consentgate.policy.Plausible;
import io.consentgate.policy.Spelling;
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.ContactReferences;
import io.consentgate.policy.facts.EvidenceKind;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.RecordingBasis;
import io.consentgate.policy.standing.Grant;
import io.consentgate.policy.standing.ProofDates;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Requests to confirm a consent that the person has just given (double opt-in). Such a request protects people who
 * never gave the consent. It is no marketing as long as it only asks: one message for each consent that waits, soon
 * after the person's own act, to the contact that they named, and without advertising.
 *
 * <p>[U] unverified: lawful by analogy with German judgments (OLG Düsseldorf I-15 U 64/15, OLG Celle 13 U 15/14; contra
 * OLG München 29 U 1682/12); no Polish judgment was found.
 */
public final class Confirmations {
    private static final Duration SOON = Duration.ofDays(7);

    private Confirmations() {}

    /** Whether a message can be such a request, judged by the message alone. */
    public static boolean isClaimed(MessageFacts message) {
        return message.purpose() == Purpose.CONSENT_REQUEST
                && message.commercialContent() == CommercialContent.NONE
                && isByWriting(message.channel())
                && !Campaigns.isSentToMany(message);
    }

    private static boolean isByWriting(Channel channel) {
        return switch (channel) {
            case EMAIL, SMS, PUSH, MESSENGER -> true;
            case MMS, VOICE, CHAT, UNKNOWN -> false;
        };
    }

    /**
     * The consents that a message may ask the person to confirm, even if another message asked before.
     *
     * @param at when the message goes out
     * @param latest the latest instant that a publisher with a fast clock can state truthfully
     * @param accepted grounds on which a spoken consent may be recorded
     */
    public static List<Consent> askedFor(
            MessageFacts message, ConsentView view, Instant at, Instant latest, Set<RecordingBasis> accepted) {
        ConsentFacts record = view.newest();
        if (!isClaimed(message) || record == null || view.isInDoubt()) {
            return List.of();
        }
        ProofDates proofs = ProofDates.of(view, latest);
        List<Consent> found = new ArrayList<>();
        for (Consent entry : record.consents()) {
            boolean waits = entry.status() == ConsentStatus.PENDING
                    && entry.purpose() == ConsentPurpose.DIRECT_MARKETING
                    && entry.controllerId().equals(message.controllerId())
                    && entry.withdrawnAt() == null;
            if (waits
                    && isOwnAct(entry, proofs.of(entry), view, message.sentAt() != null, at, latest, accepted)
                    && isToItsContact(message, entry)) {
                found.add(entry);
            }
        }
        return List.copyOf(found);
    }

    /**
     * The keys under which the gate remembers that a confirmation was asked for; each key alone identifies the act. One
     * is the channel and the second of the person's own act. Another is the channel, the contact and the reference to
     * the proof. A reminder stays a reminder under another id, another hash of the contact, another reference or
     * another date.
     */
    public static List<String> keysOf(Consent entry) {
        Evidence evidence = Objects.requireNonNull(entry.evidence(), "what waits to be confirmed has a proof");
        String reference = Objects.requireNonNull(evidence.reference(), "what waits to be confirmed has a reference");
        String contact = entry.contactRef() == null ? "" : entry.contactRef().toLowerCase(Locale.ROOT);
        Instant capturedAt = capturedAt(entry);
        return Stream.of(
                        // The form that earlier gates wrote.
                        entry.channel() + " " + capturedAt,
                        entry.channel() + " " + capturedAt.truncatedTo(ChronoUnit.SECONDS),
                        entry.channel() + " " + contact + " " + Spelling.plain(reference))
                .distinct()
                .toList();
    }

    /** When the person did the act that they are asked to confirm. */
    public static Instant capturedAt(Consent entry) {
        Evidence evidence = Objects.requireNonNull(entry.evidence(), "what waits to be confirmed has a proof");
        return Objects.requireNonNull(evidence.capturedAt(), "what waits to be confirmed has a time");
    }

    /**
     * Whether the record shows the person's own act, recently, and the act named marketing on the channel of the
     * consent.
     */
    private static boolean isOwnAct(
            Consent entry,
            @Nullable Instant capturedAt,
            ConsentView view,
            boolean isReport,
            Instant at,
            Instant latest,
            Set<RecordingBasis> accepted) {
        Evidence evidence = entry.evidence();
        Channel channel = entry.channel();
        if (evidence == null || capturedAt == null || channel == null || !Plausible.isPast(capturedAt, latest)) {
            return false;
        }
        if (capturedAt.isAfter(at) && isReport) {
            return false;
        }
        Instant expiresAt = entry.expiresAt();
        if (expiresAt != null && !(Plausible.isEnd(expiresAt) && expiresAt.isAfter(at))) {
            return false;
        }
        Instant erasedAt = view.kept().erasedAt();
        Grant act = new Grant(entry, capturedAt, capturedAt);
        return !capturedAt.plus(SOON).isBefore(at)
                && (erasedAt == null || capturedAt.isAfter(erasedAt))
                && evidence.kind() != EvidenceKind.IMPORT
                && act.isProven()
                && act.unknownField() == null
                && act.isLawfullyCaptured(accepted)
                && act.states(ConsentPurpose.DIRECT_MARKETING)
                && channel != Channel.UNKNOWN
                && act.states(channel);
    }

    /** Only an app on the person's device can be reached without a contact, and it asks only for its own channel. */
    private static boolean isToItsContact(MessageFacts message, Consent entry) {
        if (Text.isAbsent(entry.contactRef())) {
            return Text.isAbsent(message.contactRef())
                    && message.channel() == Channel.PUSH
                    && entry.channel() == Channel.PUSH;
        }
        return isSame(entry, message.contactRef(), message.contactKeyId())
                || isSame(entry, message.contactRefPrevious(), message.contactKeyIdPrevious());
    }

    private static boolean isSame(Consent entry, @Nullable String ref, @Nullable String keyId) {
        return ContactReferences.isSame(entry.contactRef(), ref)
                && !ContactReferences.isUnusable(entry.contactRef(), entry.contactKeyId())
                && Objects.equals(entry.contactKeyId(), keyId);
    }
}
