// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import io.consentgate.policy.Reference;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A subject's consent record as last published.
 *
 * @param version the publisher's own count; a higher version is newer
 * @param corrects acts against in earlier versions that were recorded in error
 */
@RecordBuilder
public record ConsentFacts(
        String subjectId,
        long version,
        Instant updatedAt,
        List<Consent> consents,
        List<Objection> objections,
        List<Inquiry> inquiries,
        List<Correction> corrects)
        implements ConsentView {

    @Override
    public ConsentFacts newest() {
        return this;
    }

    /**
     * One consent, in the state that its latest act left.
     *
     * @param channel null where the purpose has no channel (automated decision, special categories)
     */
    @RecordBuilder
    public record Consent(
            String consentId,
            String controllerId,
            @Nullable Channel channel,
            ConsentPurpose purpose,
            ConsentStatus status,
            boolean explicit,
            @Nullable Instant grantedAt,
            @Nullable Instant withdrawnAt,
            @Nullable Instant expiresAt,
            @Nullable String contactRef,
            @Nullable String contactKeyId,
            @Nullable Evidence evidence) {

        public Consent {
            contactRef = Reference.orNull(contactRef);
            contactKeyId = Reference.nameOrNull(contactKeyId);
        }
    }

    /**
     * What proves a consent (GDPR art. 7(1)). A {@link Reference} that names nothing counts as not stated. Reading the
     * record decides this once, so that no assessment has to.
     *
     * @param reference id in the publisher's evidence store; null if it names nothing in particular, or only the
     *     wording
     * @param digest SHA-256 of the artefact; null when not stated
     * @param source where an imported consent came from; null when not stated
     * @param statedPurposes purposes that the wording shown to the person named
     * @param incentive what the person got for consenting; null when nothing
     * @param statedEffects effects of automated decisions that the wording named; empty when none
     * @param noticeRef the information given under GDPR art. 14; null when none is stated
     */
    @RecordBuilder
    public record Evidence(
            EvidenceKind kind,
            @Nullable String reference,
            @Nullable String digest,
            @Nullable String source,
            @Nullable Instant capturedAt,
            @Nullable String wordingId,
            @Nullable String wordingVersion,
            Set<ConsentPurpose> statedPurposes,
            Set<Channel> statedChannels,
            @Nullable String recordingRef,
            @Nullable RecordingBasis recordingBasis,
            @Nullable Instant recordingConsentAt,
            @Nullable String incentive,
            Set<Effect> statedEffects,
            @Nullable String noticeRef) {

        public Evidence {
            wordingId = Reference.nameOrNull(wordingId);
            reference = Reference.specificOrNull(readable(reference));
            if (reference != null && isSame(reference, wordingId)) {
                // Everyone who saw one wording shares its id, so the id shows nothing of this person (EDPB 05/2020).
                reference = null;
            }
            // The word "import" does not say where the consent came from.
            source = isSame(EvidenceKind.IMPORT.name(), source) ? null : Reference.orNull(source);
            digest = Reference.orNull(readable(digest));
            recordingRef = Reference.specificOrNull(readable(recordingRef));
            noticeRef = Reference.orNull(noticeRef);
        }

        /** No evidence store has an id with a null character in it. */
        private static @Nullable String readable(@Nullable String reference) {
            return reference != null && reference.indexOf('\0') >= 0 ? null : reference;
        }

        private static boolean isSame(String one, @Nullable String other) {
            return other != null && one.strip().equalsIgnoreCase(other.strip());
        }
    }

    /**
     * An objection under art. 21 GDPR.
     *
     * @param objectionId the publisher's id of the objection; null when it has none
     */
    public record Objection(
            String controllerId,
            ObjectionScope scope,
            Instant raisedAt,
            @Nullable String objectionId) {}

    /**
     * A request of the person, which the controller may answer once.
     *
     * @param contactKeyId the key of contactRef; null when not stated
     */
    @RecordBuilder
    public record Inquiry(
            String inquiryId,
            InquiryKind kind,
            String controllerId,
            Channel channel,
            @Nullable String contactRef,
            Instant openedAt,
            @Nullable Instant answeredAt,
            @Nullable Instant expiresAt,
            @Nullable String contactKeyId) {

        public Inquiry {
            contactRef = Reference.orNull(contactRef);
            contactKeyId = Reference.nameOrNull(contactKeyId);
        }
    }

    /**
     * States that an act against in an earlier version never happened.
     *
     * @param act id of the withdrawn or refused consent, or of the objection
     * @param reference what shows that the act was recorded in error; empty if nothing in particular does
     */
    public record Correction(String act, String reference) {

        public Correction {
            reference = Reference.specificOrEmpty(reference);
        }
    }
}
