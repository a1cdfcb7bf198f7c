// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import io.consentgate.policy.Reference;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the policy reads of an outbound message; it does not read the content.
 *
 * @param subjectId pseudonym of the person; empty when the publisher left it empty
 * @param controllerId the controller whose marketing it is, not the sender (Supreme Court III SZP 7/15)
 * @param jurisdiction ISO 3166 alpha-2 country whose rules apply
 * @param createdAt when the publisher made the message
 * @param sentAt when the message was already sent; null when it was not
 * @param contactRef keyed hash of the number or address, never the number itself
 * @param inquiryId the inquiry that the message answers
 * @param basisRef the contract, inquiry or statute that the purpose rests on; null if it names none in particular
 * @param contactRefPrevious the same contact under the previous key, while keys are rotated
 * @param contactKeyIdPrevious the previous key
 * @param conversation the conversation that the message continues; null when it continues none or it is not stated
 * @param audienceProfiled whether a profile chose the audience; null when not stated
 * @param optOut the way out of marketing that the message states; null when not stated
 * @param senderIdentified whether the message says on whose behalf it is sent; null when not stated
 * @param tracking how opens or clicks are observed; null when they are not, or when it is not stated
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
     * The chatbot that speaks, if there is one. With a null vendor, the controller runs the bot itself.
     *
     * @param aiSystem whether the bot is an AI system (AI Act art. 3(1)); null when not stated
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
     * The call to be made, if there is one.
     *
     * @param identified whether the caller says at the start who calls and why; null when not stated
     */
    public record Call(
            boolean recorded,
            boolean recordingAnnounced,
            @Nullable RecordingBasis recordingBasis,
            @Nullable Boolean identified) {}

    /**
     * A conversation that the person opened, and when they last wrote in it.
     *
     * @param id empty if the publisher names none
     */
    public record Conversation(String id, Instant lastFromSubjectAt) {

        public Conversation {
            id = Reference.orEmpty(id);
        }
    }

    /**
     * Access to the person's device by which opens or clicks are observed (PKE art. 399).
     *
     * @param consentRef the person's consent to this access; null when there is none
     */
    public record Tracking(boolean pixel, @Nullable String consentRef) {

        public Tracking {
            consentRef = Reference.specificOrNull(consentRef);
        }
    }
}
