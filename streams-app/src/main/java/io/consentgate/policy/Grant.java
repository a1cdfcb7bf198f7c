// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.EvidenceKind;
import io.consentgate.policy.facts.RecordingBasis;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A consent whose latest act is a grant, and the questions that decide whether it can be relied on (GDPR art. 4(11),
 * 7(1)). Each question is one rule's; together they make a valid grant.
 */
public record Grant(Consent consent, Instant grantedAt) {

    /** Whether it has not expired. A grant expires at the instant it names. */
    public boolean isCurrent(Instant at) {
        Instant expiresAt = consent.expiresAt();
        return expiresAt == null || expiresAt.isAfter(at);
    }

    /** Whether it was given, or what shows it was made, later than a publisher's clock can be ahead. */
    public boolean isFromTheFuture(Instant latest) {
        return grantedAt.isAfter(latest) || isCapturedAfter(latest);
    }

    /** Whether what shows it was made later than that. */
    public boolean isCapturedAfter(Instant latest) {
        Evidence evidence = consent.evidence();
        return evidence != null
                && evidence.capturedAt() != null
                && evidence.capturedAt().isAfter(latest);
    }

    /** Whether something shows that this person gave it. */
    public boolean isProven() {
        Evidence evidence = consent.evidence();
        return evidence != null
                && evidence.reference() != null
                && evidence.capturedAt() != null
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
    public boolean statesItsChannel() {
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
            case LEGITIMATE_INTEREST -> true;
            case UNKNOWN -> false;
            case CONSENT -> {
                Instant agreedAt = evidence.recordingConsentAt();
                Instant capturedAt = evidence.capturedAt();
                yield agreedAt != null && capturedAt != null && !agreedAt.isAfter(capturedAt);
            }
        };
    }

    /** Whether it was given for this number or address, under this key. */
    public boolean covers(@Nullable String contactRef, @Nullable String contactKeyId) {
        return Objects.equals(consent.contactRef(), contactRef) && Objects.equals(consent.contactKeyId(), contactKeyId);
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
