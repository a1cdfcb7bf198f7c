// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import io.consentgate.policy.Reference;
import io.soabase.recordbuilder.core.RecordBuilder;
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
 * @param basisRef the contract, inquiry or statute that the purpose rests on; null if it names none in particular
 * @param contactRefPrevious the same contact under the key before the current one, while keys are rotated
 * @param contactKeyIdPrevious that key
 * @param conversation the conversation that the message continues; null when it continues none or it is not stated
 * @param audienceProfiled whether the audience was chosen by a profile; null when not stated
 * @param optOut the way out of marketing that it states; null when not stated
 * @param senderIdentified whether it says whose it is; null when not stated
 * @param tracking how opening or clicking is observed; null when it is not, or not stated
 */
@RecordBuilder
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
        @Nullable Call call,
        @Nullable String contactRefPrevious,
        @Nullable String contactKeyIdPrevious,
        @Nullable Conversation conversation,
        @Nullable Boolean audienceProfiled,
        @Nullable OptOut optOut,
        @Nullable Boolean senderIdentified,
        @Nullable Tracking tracking) {

    /** A {@link Reference} that names nothing counts as not stated. */
    public MessageFacts {
        contactRef = Reference.orNull(contactRef);
        contactKeyId = Reference.nameOrNull(contactKeyId);
        inquiryId = Reference.orNull(inquiryId);
        basisRef = purpose == Purpose.LEGAL_OBLIGATION
                ? Reference.dutyOrNull(basisRef)
                : Reference.specificOrNull(basisRef);
        contactRefPrevious = Reference.orNull(contactRefPrevious);
        contactKeyIdPrevious = Reference.nameOrNull(contactKeyIdPrevious);
    }

    /**
     * The chatbot that speaks, if one does. A null vendor is a bot that the controller runs itself.
     *
     * @param aiSystem whether it is an AI system (AI Act art. 3(1)); null when not stated
     */
    public record Bot(
            @Nullable String vendor,
            @Nullable String processingAgreementRef,
            boolean combinesOtherData,
            boolean privacyNoticeShown,
            boolean aiDisclosed,
            @Nullable Boolean aiSystem) {

        public Bot {
            processingAgreementRef = Reference.specificOrNull(processingAgreementRef);
        }
    }

    /**
     * The call that is to be made, if one is.
     *
     * @param identified whether the caller says at the beginning who calls and why; null when not stated
     */
    public record Call(
            boolean recorded,
            boolean recordingAnnounced,
            @Nullable RecordingBasis recordingBasis,
            @Nullable Boolean identified) {}

    /**
     * A conversation that the person opened, and when they last wrote in it.
     *
     * @param id empty if it names none
     */
    public record Conversation(String id, Instant lastFromSubjectAt) {

        public Conversation {
            id = Reference.orEmpty(id);
        }
    }

    /**
     * Access to the person's device by which opening or clicking is observed (PKE art. 399).
     *
     * @param consentRef the person's consent to it; null when there is none
     */
    public record Tracking(boolean pixel, @Nullable String consentRef) {

        public Tracking {
            consentRef = Reference.specificOrNull(consentRef);
        }
    }
}
