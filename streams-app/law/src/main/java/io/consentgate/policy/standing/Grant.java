// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Plausible;
import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.EvidenceKind;
import io.consentgate.policy.facts.RecordingBasis;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A consent that was given, and the questions that decide whether it can be relied on (GDPR art. 4(11), 7(1)). Each question
 * is one rule's; together they make a valid grant.
 *
 * @param capturedAt when what shows it was made ({@link ProofDates}); null if that is not stated
 */
public record Grant(
        Consent consent, Instant grantedAt, @Nullable Instant capturedAt) {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** A grant whose proof was made when the entry itself says, no matter what an act against says of that proof. */
    public static Grant asStated(Consent consent, Instant grantedAt) {
        Evidence evidence = consent.evidence();
        return new Grant(consent, grantedAt, evidence == null ? null : evidence.capturedAt());
    }

    /** Whether it has not expired. A grant expires at the instant it names; one that no calendar has is no end to rely on. */
    public boolean isCurrent(Instant at) {
        Instant expiresAt = consent.expiresAt();
        return expiresAt == null || (expiresAt.isAfter(at) && Plausible.isEnd(expiresAt));
    }

    /**
     * Whether it was given at a time that can be true, and what shows it was made at one.
     *
     * @param latest the latest instant that a publisher whose clock is ahead can have stated truthfully
     */
    public boolean isPlausible(Instant latest) {
        return Plausible.isPast(grantedAt, latest) && isProofPlausible(latest);
    }

    /** Whether what shows it was made at a time that can be true, if it says when. */
    public boolean isProofPlausible(Instant latest) {
        return capturedAt == null || Plausible.isPast(capturedAt, latest);
    }

    /** From when it can be relied on at the earliest: when it was given, or shown to be, whichever was first. */
    public Instant provenFrom() {
        return capturedAt != null && capturedAt.isBefore(grantedAt) ? capturedAt : grantedAt;
    }

    /**
     * Whether it lifts an act against: it was given later, and so was the proof of it. A list that is imported once more states
     * a new time and has an old proof, or no time but that of the import.
     */
    public boolean lifts(ActAgainst act) {
        Instant saidBy = act.saidBy();
        return saidBy != null && capturedAt != null && provenFrom().isAfter(saidBy) && !mayBeDatedByItsImport();
    }

    /**
     * [policy] Whether it comes from a list, and states one time for the consent and its proof: that may be the time of the import,
     * also if an import before it dated the proof earlier.
     * Who knows what the person did, and when, can state that as the kind of evidence.
     */
    private boolean mayBeDatedByItsImport() {
        Evidence evidence = consent.evidence();
        return evidence != null
                && evidence.kind() == EvidenceKind.IMPORT
                && evidence.capturedAt() != null
                && isSameTime(evidence.capturedAt(), grantedAt);
    }

    /** An import that asks for the time twice may get two, and one of them may be a date alone. */
    private static boolean isSameTime(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(SECOND) < 0
                || !(ActAgainst.endOf(one).isBefore(other)
                        || ActAgainst.endOf(other).isBefore(one));
    }

    /** Whether what shows it was made after the person was erased: what was known of them before is not to be used. */
    boolean isProvenSince(@Nullable Instant erasedAt) {
        return erasedAt == null || (capturedAt != null && capturedAt.isAfter(erasedAt) && !mayBeDatedByItsImport());
    }

    /** Whether something shows that this person gave it. */
    public boolean isProven() {
        Evidence evidence = consent.evidence();
        return evidence != null
                && evidence.reference() != null
                && capturedAt != null
                && evidence.wordingId() != null
                && (evidence.kind() != EvidenceKind.IMPORT || evidence.source() != null);
    }

    /** Whether the wording shown to the person named the purpose. */
    public boolean states(ConsentPurpose purpose) {
        Evidence evidence = consent.evidence();
        return evidence != null && evidence.statedPurposes().contains(purpose);
    }

    /** Whether the wording shown to the person named the channel. */
    public boolean states(Channel channel) {
        Evidence evidence = consent.evidence();
        return evidence != null && evidence.statedChannels().contains(channel);
    }

    /** Whether it is for a channel, and the wording shown to the person named that one. */
    boolean statesItsChannel() {
        Channel channel = consent.channel();
        return channel != null && channel != Channel.UNKNOWN && states(channel);
    }

    /**
     * Whether it was written, or spoken into a recording that was itself lawful: made on an accepted basis and, if
     * that is consent, agreed to before the consent was spoken.
     */
    public boolean isLawfullyCaptured(Set<RecordingBasis> accepted) {
        Evidence evidence = consent.evidence();
        if (evidence == null) {
            return false;
        }
        return switch (evidence.kind()) {
            case WEB_FORM, SMS_REPLY, PAPER, IMPORT -> true;
            case ORAL, UNKNOWN -> false;
            case ORAL_RECORDED -> isLawfullyRecorded(evidence, accepted);
        };
    }

    private static boolean isLawfullyRecorded(Evidence evidence, Set<RecordingBasis> accepted) {
        RecordingBasis basis = evidence.recordingBasis();
        if (evidence.recordingRef() == null || basis == null || !accepted.contains(basis)) {
            return false;
        }
        return switch (basis) {
            case LEGITIMATE_INTEREST, LEGAL_OBLIGATION -> true;
            case UNKNOWN -> false;
            case CONSENT -> {
                Instant agreedAt = evidence.recordingConsentAt();
                Instant recordedAt = evidence.capturedAt();
                yield agreedAt != null && recordedAt != null && Plausible.isPast(agreedAt, recordedAt);
            }
        };
    }

    /** The field of it whose value this version does not know, or null if it knows them all. */
    public @Nullable Fact unknownField() {
        Evidence evidence = consent.evidence();
        if (evidence == null) {
            return null;
        }
        if (evidence.kind() == EvidenceKind.UNKNOWN) {
            return Fact.EVIDENCE_KIND;
        }
        if (evidence.kind() == EvidenceKind.ORAL_RECORDED && evidence.recordingBasis() == RecordingBasis.UNKNOWN) {
            return Fact.RECORDING_BASIS;
        }
        return null;
    }
}
