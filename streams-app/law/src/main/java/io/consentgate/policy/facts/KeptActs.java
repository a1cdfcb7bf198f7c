// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import io.consentgate.policy.Plausible;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gate keeps of a person beyond the newest version of their record: leaving an act out does not take it back.
 *
 * @param acts acts against in earlier versions that the newest version does not state
 * @param corrected acts that a version said were recorded in error, so that a replay does not bring them back
 * @param limits consents with an end in earlier versions that the newest version does not state
 * @param proofs proofs of consents that earlier versions named, and that the newest version does not name, or dates
 *     later
 * @param lifted acts against that were corrected; an act counts again when it turns out that several acts share its
 *     name
 * @param shared names under which versions stated different acts, so that a correction does not tell which act it means
 * @param answered inquiries that earlier versions reported as answered, and the newest version does not
 * @param dated acts of unknown time whose real time a newer version stated. An act counts again when an older version
 *     turns out to have stated that time, too: then the time belongs to another act
 * @param erasedAt when the person was last erased; null if never
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
     * A proof that an entry of an earlier version named. It was made at that date, even if a newer version states
     * another date.
     *
     * @param controllerId the controller to whom the consent was given; null for any controller
     * @param names all names of the proof, at least one: references, digests, and what
     *     {@link ActAgainst.Proof#digested} keeps of them; an empty name stands for any proof made by that date
     * @param capturedAt when the proof was made
     */
    public record KnownProof(@Nullable String controllerId, List<String> names, Instant capturedAt) {
        public KnownProof {
            names = List.copyOf(names);
        }
    }

    /**
     * An act that was recorded in error.
     *
     * @param act id of the act
     * @param reference what shows the error, as far as it is compared; empty where the gate did not keep it
     * @param version the first version that states the correction; the act counts again if a later version states it
     */
    public record Corrected(String act, String reference, long version) {}

    /**
     * A name under which versions stated different acts.
     *
     * @param name the name; empty for all names
     * @param from the version of the earlier act
     * @param to the version of the later act; the same as {@code from} where it is not known
     */
    public record SharedName(String name, long from, long to) {}

    /**
     * An inquiry that its publisher answered. It stays closed when a newer version leaves out the answer.
     *
     * @param controllerId the controller whom the person asked
     * @param inquiryId the publisher's id of the inquiry; null for all inquiries opened until then
     * @param kind what the person asked for
     * @param channel how the person asked
     * @param openedAt when the person asked
     * @param answeredAt when it was answered; null where no possible time is stated
     */
    public record Answered(
            String controllerId,
            @Nullable String inquiryId,
            InquiryKind kind,
            Channel channel,
            Instant openedAt,
            @Nullable Instant answeredAt) {}

    /**
     * A consent with an end. It no longer allows anything, since the newest version leaves it out. But it was the
     * person's last word, and an earlier consent does not outlast it.
     *
     * @param consentId the publisher's id of the consent; empty where the gate no longer knows it
     * @param controllerId the controller to whom it was given; null for any controller
     * @param purpose the purpose of the consent; null for any purpose
     * @param channel the channel of the consent; null for all channels, and where the purpose has none
     * @param contactRef the number or address of the consent; null for all contacts
     * @param contactKeyId the key of contactRef
     * @param provenFrom from when the controller could rely on it
     * @param expiresAt its end
     * @param version the version of the person's record that stated it
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

        /**
         * Whether the end has not come. An end that no calendar has does not count as an end, and the limit counts as
         * ended.
         */
        public boolean isCurrent(Instant at) {
            return expiresAt.isAfter(at) && Plausible.isEnd(expiresAt);
        }

        public boolean isRestatedBy(Limit other) {
            return equals(KeptActsLimitBuilder.builder(other).version(version).build());
        }

        /** Whether the other limit differs only in its version and its end. */
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

        /** What the consent covers, as the key under which limits merge. */
        public Limit scope() {
            return new Limit(
                    "", controllerId, purpose, channel, contactRef, contactKeyId, Instant.EPOCH, Instant.EPOCH, 0);
        }
    }

    /** Whether nothing kept bears on what a controller may do. */
    public boolean forbidsNothing() {
        return acts.isEmpty() && limits.isEmpty() && proofs.isEmpty() && answered.isEmpty() && erasedAt == null;
    }
}
