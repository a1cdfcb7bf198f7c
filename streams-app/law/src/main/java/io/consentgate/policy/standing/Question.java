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
 * What a person is asked to have allowed: whom, for what, by which channel and to which contact.
 *
 * @param channel null where the purpose has none: then consents and acts against of any channel count
 * @param contact null where it does not matter: then those of any contact count
 * @param contactNeeded whether a consent is only for a contact that is named
 * @param explicit whether only a consent that was stated expressly counts (GDPR art. 9(2)(a), 22(2)(c); for marketing where
 *     the law in force says so). Another one is none to this, and hides none
 * @param recordingBases grounds on which a spoken consent may be recorded
 * @param latest the latest instant that a publisher whose clock is ahead can have stated truthfully
 * @param asOf when what is asked was done already, so that what the person did afterwards does not count against it; null if
 *     it is still to be done
 * @param saysEnough what else the wording of a consent has to say to be one to this
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
     * @param explicit whether only a consent that was stated expressly counts
     * @param asOf when it went out; null if it has not gone out yet
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

    /** Whether a controller may do something that has neither a channel nor a contact. */
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

    /** The same question, where the wording of a consent has to say more. */
    public Question andMetBy(Predicate<Grant> enough) {
        return new Question(
                controllerId, purpose, channel, contact, contactNeeded, explicit, recordingBases, latest, asOf, enough);
    }

    /** Whether an entry speaks of what is asked. One that names no channel, or an unknown one, allows nothing on any. */
    boolean isNamedBy(Consent entry) {
        return entry.purpose() == purpose
                && entry.controllerId().equals(controllerId)
                && (channel == null || entry.channel() == channel);
    }

    /** Whether an act is of after what is asked was done. One of unknown time may be of before. */
    boolean isAfterwards(ActAgainst act) {
        return asOf != null && act.at() != null && act.at().isAfter(asOf);
    }

    /** Whether a consent was given before what is asked was done, as far as that is past. */
    boolean isBefore(Grant grant) {
        return asOf == null || !grant.grantedAt().isAfter(asOf);
    }

    /** Whether an act against forbids what is asked, or may be meant to. */
    boolean mayBeForbiddenBy(ActAgainst act) {
        return !act.isObjection()
                && !isAfterwards(act)
                && act.mayConcern(controllerId)
                && (act.purpose() == null || act.purpose() == ConsentPurpose.UNKNOWN || act.purpose() == purpose)
                && (channel == null || act.mayConcern(channel))
                && (contact == null || contact.mayBeThatOf(act));
    }

    /** Whether a consent with an end was to what is asked, before it was done. */
    boolean mayBeLimitedBy(Limit limit) {
        return (limit.controllerId() == null || limit.controllerId().equals(controllerId))
                && (limit.purpose() == null || limit.purpose() == purpose)
                && (channel == null || limit.channel() == null || limit.channel() == channel)
                && (contact == null || limit.contactRef() == null || contact.mayBeThatOf(limit))
                && (asOf == null || !limit.provenFrom().isAfter(asOf));
    }

    /** Whether it is certain that such an act means this. */
    boolean isUnderstood(ActAgainst act) {
        return act.kind() != ActAgainst.Kind.UNKNOWN
                && act.purpose() != ConsentPurpose.UNKNOWN
                && (channel == null || act.channel() != Channel.UNKNOWN);
    }

    /** Whether the message goes where the consent was given for, and says so where that is needed. */
    public boolean isForContactOf(Grant grant) {
        return contact == null || (contact.isThatOf(grant.consent()) && (contact.isNamed() || !contactNeeded));
    }

    /**
     * Whether a consent to what is asked is genuine: this person gave it, it can be shown, and it says what it is for, and for
     * which contact if it names one. Whether it has ended since is another question.
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

    /** Marketing always has a channel, and the wording has to name it (PKE art. 398(1)). */
    private boolean statesChannel(Grant grant) {
        if (channel != null) {
            return grant.states(channel);
        }
        return purpose != ConsentPurpose.DIRECT_MARKETING || grant.statesItsChannel();
    }
}
