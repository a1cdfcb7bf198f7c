// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.PolicyOptions;
import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ContactReferences;
import io.consentgate.policy.facts.KeptActs.Limit;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.RecordingBasis;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a controller asks whether a person allowed: the controller, the purpose, the channel and the contact.
 *
 * @param channel null where the purpose has no channel: then consents and acts against on any channel count
 * @param contact null where the contact does not matter: then consents and acts against for any contact count
 * @param contactNeeded whether a consent counts only for a contact that is named
 * @param explicit whether only an explicit consent counts (GDPR art. 9(2)(a), 22(2)(c); for marketing, where the law in
 *     force says so). Any other consent does not count, and does not hide an explicit consent
 * @param recordingBases grounds on which a spoken consent may be recorded
 * @param latest the latest instant that a publisher with a fast clock can state truthfully
 * @param asOf when the controller already did the act in question, so that what the person does later does not count
 *     against it; null if the act is still to come
 * @param saysEnough what else the wording of a consent must say
 */
public record Question(
        String controllerId,
        ConsentPurpose purpose,
        @Nullable Channel channel,
        @Nullable Contact contact,
        boolean contactNeeded,
        boolean explicit,
        Set<RecordingBasis> recordingBases,
        Instant latest,
        @Nullable Instant asOf,
        Predicate<Grant> saysEnough) {

    /**
     * Whether a message may carry marketing to its contact on its channel.
     *
     * @param explicit whether only an explicit consent counts
     * @param asOf when the message went out; null if it has not gone out yet
     */
    public static Question mayAdvertise(
            MessageFacts message,
            boolean contactNeeded,
            boolean explicit,
            PolicyOptions options,
            Instant latest,
            @Nullable Instant asOf) {
        return new Question(
                message.controllerId(),
                ConsentPurpose.DIRECT_MARKETING,
                message.channel(),
                Contact.of(message),
                contactNeeded,
                explicit,
                options.acceptedRecordingBases(),
                latest,
                asOf,
                grant -> true);
    }

    /** Whether a controller may advertise on a channel, to any contact. */
    public static Question mayAdvertise(
            String controllerId, Channel channel, boolean explicit, PolicyOptions options, Instant latest) {
        return new Question(
                controllerId,
                ConsentPurpose.DIRECT_MARKETING,
                channel,
                null,
                false,
                explicit,
                options.acceptedRecordingBases(),
                latest,
                null,
                grant -> true);
    }

    /** Whether a controller may act for a purpose that has neither a channel nor a contact. */
    public static Question may(
            String controllerId, ConsentPurpose purpose, boolean explicit, PolicyOptions options, Instant latest) {
        return new Question(
                controllerId,
                purpose,
                null,
                null,
                false,
                explicit,
                options.acceptedRecordingBases(),
                latest,
                null,
                grant -> true);
    }

    /** The same question, with a further condition on the wording of a consent. */
    public Question andMetBy(Predicate<Grant> enough) {
        return new Question(
                controllerId, purpose, channel, contact, contactNeeded, explicit, recordingBases, latest, asOf, enough);
    }

    /**
     * Whether an entry concerns the question. An entry with no channel, or an unknown channel, allows nothing on any
     * channel.
     */
    boolean isNamedBy(Consent entry) {
        return entry.purpose() == purpose
                && entry.controllerId().equals(controllerId)
                && (channel == null || entry.channel() == channel);
    }

    /** Whether the person did an act after the act in question. An act of unknown time may be earlier, so it counts. */
    boolean isAfterwards(ActAgainst act) {
        return asOf != null && act.at() != null && act.at().isAfter(asOf);
    }

    /** Whether the person gave a consent before the act in question, if that act is already done. */
    boolean isBefore(Grant grant) {
        return asOf == null || !grant.grantedAt().isAfter(asOf);
    }

    /** Whether an act against forbids what the question asks, or may do so. */
    boolean mayBeForbiddenBy(ActAgainst act) {
        return !act.isObjection()
                && !isAfterwards(act)
                && act.mayConcern(controllerId)
                && (act.purpose() == null || act.purpose() == ConsentPurpose.UNKNOWN || act.purpose() == purpose)
                && (channel == null || act.mayConcern(channel))
                && (contact == null || contact.mayBeThatOf(act));
    }

    /** Whether a consent with an end covered the question before the act in question was done. */
    boolean mayBeLimitedBy(Limit limit) {
        return (limit.controllerId() == null || limit.controllerId().equals(controllerId))
                && (limit.purpose() == null || limit.purpose() == purpose)
                && (channel == null || limit.channel() == null || limit.channel() == channel)
                && (contact == null || limit.contactRef() == null || contact.mayBeThatOf(limit))
                && (asOf == null || !limit.provenFrom().isAfter(asOf));
    }

    /** Whether it is certain that an act against concerns this question. */
    boolean isUnderstood(ActAgainst act) {
        return act.kind() != ActAgainst.Kind.UNKNOWN
                && act.purpose() != ConsentPurpose.UNKNOWN
                && (channel == null || act.channel() != Channel.UNKNOWN);
    }

    /** Whether the message goes to the contact that the consent was given for, and names the contact where it must. */
    public boolean isForContactOf(Grant grant) {
        return contact == null || (contact.isThatOf(grant.consent()) && (contact.isNamed() || !contactNeeded));
    }

    /**
     * Whether a consent to the question is genuine: this person gave it, a proof shows it, and its wording states its
     * purpose, and its contact if it names one. Whether it has ended since is another question.
     */
    public boolean isMetBy(Grant grant) {
        Consent consent = grant.consent();
        return grant.isPlausible(latest)
                && !ContactReferences.isUnusable(consent.contactRef(), consent.contactKeyId())
                && grant.unknownField() == null
                && grant.isProven()
                && grant.states(purpose)
                && statesChannel(grant)
                && grant.isLawfullyCaptured(recordingBases)
                && (!explicit || consent.explicit())
                && isForContactOf(grant)
                && saysEnough.test(grant);
    }

    /** Marketing always has a channel, and the wording of the consent must name it (PKE art. 398(1)). */
    private boolean statesChannel(Grant grant) {
        if (channel != null) {
            return grant.states(channel);
        }
        return purpose != ConsentPurpose.DIRECT_MARKETING || grant.statesItsChannel();
    }
}
