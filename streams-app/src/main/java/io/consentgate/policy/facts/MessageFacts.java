// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the policy reads of an outbound message; its content is not among it.
 *
 * @param subjectId pseudonym of the person; empty when the publisher left it empty
 * @param controllerId whose marketing it is, not who sends it (Supreme Court III SZP 7/15)
 * @param jurisdiction ISO 3166 alpha-2 country whose rules apply
 * @param createdAt when the publisher made the message
 * @param sentAt when it was sent already, null when it was not
 * @param contactRef keyed hash of the number or address, never the number itself
 * @param inquiryId the inquiry that the message answers
 * @param basisRef the contract, inquiry or statute that the purpose rests on
 */
public record MessageFacts(
        String messageId,
        String subjectId,
        String controllerId,
        String jurisdiction,
        Channel channel,
        Purpose purpose,
        CommercialContent commercialContent,
        @Nullable Trigger trigger,
        Initiator initiator,
        Instant createdAt,
        @Nullable Instant sentAt,
        @Nullable Instant expiresAt,
        @Nullable String contactRef,
        @Nullable String contactKeyId,
        @Nullable String inquiryId,
        @Nullable String basisRef,
        @Nullable String campaignId,
        @Nullable String audienceId,
        boolean chargedToRecipient,
        @Nullable Bot bot,
        @Nullable Call call) {

    /** The chatbot that speaks, if one does. A null vendor is a bot that the controller runs itself. */
    public record Bot(
            @Nullable String vendor,
            @Nullable String processingAgreementRef,
            boolean combinesOtherData,
            boolean privacyNoticeShown,
            boolean aiDisclosed) {}

    /** The call that is to be made, if one is. */
    public record Call(
            boolean recorded,
            boolean recordingAnnounced,
            @Nullable RecordingBasis recordingBasis) {}
}
