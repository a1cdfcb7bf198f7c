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
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A consent that a person gave, and the questions that decide whether a controller can rely on it (GDPR art. 4(11),
 * 7(1)). Each question belongs to one rule; together they make a valid grant.
 *
 * @param capturedAt when the proof of the consent was made ({@link ProofDates}); null if not stated
 */
public record Grant(
        Consent consent, Instant grantedAt, @Nullable Instant capturedAt) {

    /**
     * A grant with the proof date that the entry itself states, even if an act against dates the same proof earlier.
     */
    public static Grant asStated(Consent consent, Instant grantedAt) {
        Evidence evidence = consent.evidence();
        return new Grant(consent, grantedAt, evidence == null ? null : evidence.capturedAt());
    }

    /**
     * Whether the consent has not expired. It expires at the instant it names. An end that no calendar has does not
     * count as an end, and the consent counts as expired.
     */
    public boolean isCurrent(Instant at) {
        Instant expiresAt = consent.expiresAt();
        return expiresAt == null || (expiresAt.isAfter(at) && Plausible.isEnd(expiresAt));
    }

    /**
     * Whether the times of the consent and of its proof are possible.
     *
     * @param latest the latest instant that a publisher with a fast clock can state truthfully
     */
    public boolean isPlausible(Instant latest) {
        return Plausible.isPast(grantedAt, latest) && isProofPlausible(latest);
    }

    /** Whether the time of the proof is possible, if it is stated. */
    public boolean isProofPlausible(Instant latest) {
        return capturedAt == null || Plausible.isPast(capturedAt, latest);
    }

    /**
     * The earliest time from which a controller can rely on the consent: the earlier of its own time and the time of
     * its proof.
     */
    public Instant provenFrom() {
        return capturedAt != null && capturedAt.isBefore(grantedAt) ? capturedAt : grantedAt;
    }

    /**
     * Whether the consent lifts an act against: the person gave it later, and its proof was made later. A list that is
     * imported again states a new time with an old proof, or only the time of the import.
     */
    public boolean lifts(ActAgainst act) {
        Instant saidBy = act.saidBy();
        return saidBy != null && capturedAt != null && provenFrom().isAfter(saidBy) && !mayBeDatedByItsImport();
    }

    /**
     * [policy] Whether the consent comes from a list and states one time for itself and its proof. That time may be the
     * time of the import, even if an earlier import dated the proof earlier. A publisher who knows what the person did,
     * and when, can state it with another kind of evidence.
     */
    private boolean mayBeDatedByItsImport() {
        Evidence evidence = consent.evidence();
        return evidence != null
                && evidence.kind() == EvidenceKind.IMPORT
                && evidence.capturedAt() != null
                && isSameTime(evidence.capturedAt(), grantedAt);
    }

    /** An import that reads the clock twice may get two times, and one of them may be a date alone. */
    private static boolean isSameTime(Instant one, Instant other) {
        return Plausible.isSameButForRounding(one, other)
                || !(ActAgainst.endOf(one).isBefore(other)
                        || ActAgainst.endOf(other).isBefore(one));
    }

    /** Whether the proof was made after the person was erased: the controller may not use what it knew before. */
    boolean isProvenSince(@Nullable Instant erasedAt) {
        return erasedAt == null || (capturedAt != null && capturedAt.isAfter(erasedAt) && !mayBeDatedByItsImport());
    }

    /** Whether something shows that this person gave the consent. */
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

    /** Whether the consent is for a channel, and the wording shown to the person named that channel. */
    boolean statesItsChannel() {
        Channel channel = consent.channel();
        return channel != null && channel != Channel.UNKNOWN && states(channel);
    }

    /**
     * Whether the consent was written, or spoken into a lawful recording. A recording is lawful on an accepted basis;
     * if that basis is consent, the person must have agreed before speaking the consent.
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

    /** The field of the consent whose value this version of the gate does not know; null if it knows all of them. */
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
