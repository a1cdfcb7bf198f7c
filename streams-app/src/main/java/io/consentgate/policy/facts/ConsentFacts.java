// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A subject's consent record as last published.
 *
 * @param version the publisher's own count; a higher one is newer
 */
public record ConsentFacts(
        String subjectId,
        long version,
        Instant updatedAt,
        List<Consent> consents,
        List<Objection> objections,
        List<Inquiry> inquiries)
        implements ConsentView {

    /**
     * One consent, in whatever state its latest act left it.
     *
     * @param channel null where the purpose has none (automated decision, special categories)
     */
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
            @Nullable Evidence evidence) {}

    /**
     * What proves a consent (GDPR art. 7(1)). A reference that is blank proves nothing, and counts as not stated: told when
     * the record is read, so that no message that is judged by it has to look.
     *
     * @param reference id in the publisher's evidence store
     * @param source where an imported consent came from; null when not stated
     * @param statedPurposes purposes that the wording shown to the person named
     */
    public record Evidence(
            EvidenceKind kind,
            @Nullable String reference,
            @Nullable String source,
            @Nullable Instant capturedAt,
            @Nullable String wordingId,
            @Nullable String wordingVersion,
            Set<ConsentPurpose> statedPurposes,
            Set<Channel> statedChannels,
            @Nullable String recordingRef,
            @Nullable RecordingBasis recordingBasis,
            @Nullable Instant recordingConsentAt) {

        public Evidence {
            reference = unlessBlank(reference);
            source = unlessBlank(source);
            wordingId = unlessBlank(wordingId);
            recordingRef = unlessBlank(recordingRef);
        }

        private static @Nullable String unlessBlank(@Nullable String text) {
            return text == null || text.isBlank() ? null : text;
        }
    }

    /** An objection under art. 21 GDPR. */
    public record Objection(String controllerId, ObjectionScope scope, Instant raisedAt) {}

    /** Something the person asked for, which may be answered once. */
    public record Inquiry(
            String inquiryId,
            InquiryKind kind,
            String controllerId,
            Channel channel,
            @Nullable String contactRef,
            Instant openedAt,
            @Nullable Instant answeredAt,
            @Nullable Instant expiresAt) {}
}
