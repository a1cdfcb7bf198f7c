// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import io.consentgate.policy.Plausible;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gate keeps of a person beyond the newest version of their record, because what a publisher leaves out is not
 * thereby taken back.
 *
 * @param acts acts against that earlier versions held and the newest one does not
 * @param corrected acts that a version said were recorded in error, so that a replay does not bring them back
 * @param limits consents with an end that earlier versions held and the newest one does not
 * @param proofs what earlier versions named as proofs of consents, and the newest one does not, or dates later
 * @param lifted acts against that were corrected; one counts again when it turns out that several acts have its name
 * @param shared names under which different acts were stated, so that a correction by such a name does not tell which it means
 * @param answered inquiries that earlier versions said were answered, and the newest one does not
 * @param dated acts of unknown time whose real time a newer version stated; one counts again when it turns out that an older
 *     version had stated that time, too, so that it is of another act
 * @param erasedAt when the person was erased last; null if never
 */
@RecordBuilder
public record KeptActs(
        List<ActAgainst> acts,
        List<Corrected> corrected,
        List<Limit> limits,
        List<KnownProof> proofs,
        List<ActAgainst> lifted,
        List<SharedName> shared,
        List<Answered> answered,
        List<ActAgainst> dated,
        @Nullable Instant erasedAt) {

    /** Nothing is kept. */
    public static final KeptActs NONE =
            new KeptActs(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null);

    public KeptActs {
        acts = List.copyOf(acts);
        corrected = List.copyOf(corrected);
        limits = List.copyOf(limits);
        proofs = List.copyOf(proofs);
        lifted = List.copyOf(lifted);
        shared = List.copyOf(shared);
        answered = List.copyOf(answered);
        dated = List.copyOf(dated);
    }

    /**
     * A proof that an entry of an earlier version named: it was made then, whatever a newer one says of its date.
     *
     * @param controllerId whom the consent was given to; null for any controller
     * @param names all names that the proof is known by, at least one: references, digests, and what {@link ActAgainst.Proof#digested}
     *     keeps of them; an empty one stands for any proof that was made by then
     * @param capturedAt when it was made
     */
    public record KnownProof(@Nullable String controllerId, List<String> names, Instant capturedAt) {
        public KnownProof {
            names = List.copyOf(names);
        }
    }

    /**
     * An act that was recorded in error.
     *
     * @param act its id
     * @param reference what shows it, as far as it is compared; empty where the gate did not keep it
     * @param version the first version that says so; the act counts again if a later one states it
     */
    public record Corrected(String act, String reference, long version) {}

    /**
     * That different acts were stated under one name.
     *
     * @param name the name; empty for all names
     * @param from the version of the earlier one
     * @param to the version of the later one; the same as {@code from} where that is not known
     */
    public record SharedName(String name, long from, long to) {}

    /**
     * An inquiry that its publisher answered. That a newer version leaves that out does not open it again.
     *
     * @param controllerId whom the person asked
     * @param inquiryId the publisher's id of it; null for all that were opened until then
     * @param kind what the person asked for
     * @param channel how the person asked
     * @param openedAt when the person asked
     * @param answeredAt when it was answered; null where no time is stated that can be true
     */
    public record Answered(
            String controllerId,
            @Nullable String inquiryId,
            InquiryKind kind,
            Channel channel,
            Instant openedAt,
            @Nullable Instant answeredAt) {}

    /**
     * A consent with an end. It allows nothing any more, since the newest version leaves it out; but it was the person's last word,
     * and an earlier consent does not outlast it.
     *
     * @param consentId the publisher's id of it; empty where the gate no longer knows it
     * @param controllerId whom it was given to; null for any controller
     * @param purpose what it was to; null for any
     * @param channel the channel that it was for; null for all of them, and where the purpose has none
     * @param contactRef the number or address that it was for; null for all of them
     * @param contactKeyId key behind contactRef
     * @param provenFrom from when it could be relied on
     * @param expiresAt its end
     * @param version the version of the person's record that it came with
     */
    @RecordBuilder
    public record Limit(
            String consentId,
            @Nullable String controllerId,
            @Nullable ConsentPurpose purpose,
            @Nullable Channel channel,
            @Nullable String contactRef,
            @Nullable String contactKeyId,
            Instant provenFrom,
            Instant expiresAt,
            long version) {

        /** Whether its end has not come. One that no calendar has is no end to rely on. */
        public boolean isCurrent(Instant at) {
            return expiresAt.isAfter(at) && Plausible.isEnd(expiresAt);
        }

        /** Whether another version states the same. */
        public boolean isRestatedBy(Limit other) {
            return equals(KeptActsLimitBuilder.builder(other).version(version).build());
        }

        /** Whether another version states the same, with an end of its own. */
        public boolean isSameButForItsEnd(Limit other) {
            return isRestatedBy(
                    KeptActsLimitBuilder.builder(other).expiresAt(expiresAt).build());
        }

        /** Whether another version states the same for a contact under another key. */
        public boolean isSameButForItsKey(Limit other) {
            return contactKeyId != null
                    && other.contactKeyId != null
                    && !contactKeyId.equals(other.contactKeyId)
                    && isSameButForItsContact(other);
        }

        /** Whether another version states the same, for this contact or another one. */
        public boolean isSameButForItsContact(Limit other) {
            return isRestatedBy(KeptActsLimitBuilder.builder(other)
                    .contactRef(contactRef)
                    .contactKeyId(contactKeyId)
                    .build());
        }

        /** What it is for, by which limits of the same are known. */
        public Limit scope() {
            return new Limit(
                    "", controllerId, purpose, channel, contactRef, contactKeyId, Instant.EPOCH, Instant.EPOCH, 0);
        }
    }

    /** Whether none of it bears on what may be done. */
    public boolean forbidsNothing() {
        return acts.isEmpty() && limits.isEmpty() && proofs.isEmpty() && answered.isEmpty() && erasedAt == null;
    }
}
