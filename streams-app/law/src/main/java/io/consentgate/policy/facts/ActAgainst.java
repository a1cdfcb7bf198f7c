// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import io.consentgate.policy.ControllerName;
import io.consentgate.policy.Spelling;
import io.consentgate.policy.Text;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An act by which a person said no: a withdrawal, a refusal or an objection.
 *
 * @param id the publisher's id of the act; null where the gate no longer knows it, so that no correction can name it
 * @param controllerId the controller it was addressed to; null for any controller
 * @param purpose the purpose it forbids; null for any purpose, and for objections
 * @param channel the channel it forbids; null for all channels, and for objections
 * @param contactRef the number or address it forbids; null for all contacts, and for objections
 * @param contactKeyId the key of contactRef
 * @param at when the person did it; null if unknown, which counts as the latest of all
 * @param version the version of the person's record that stated it
 * @param proof what its entry names as the proof of the earlier consent; null if it names none
 * @param grantedAt when the consent that it ended was given, if its entry states this but not when the consent ended;
 *     else null
 */
@RecordBuilder
public record ActAgainst(
        Kind kind,
        @Nullable String id,
        @Nullable String controllerId,
        @Nullable ConsentPurpose purpose,
        @Nullable Channel channel,
        @Nullable String contactRef,
        @Nullable String contactKeyId,
        @Nullable Instant at,
        long version,
        @Nullable Proof proof,
        @Nullable Instant grantedAt) {

    /** All time zones of the Union change to summer time and back at the same instant (Directive 2000/84/EC). */
    private static final ZoneRules CLOCK_CHANGES = ZoneId.of("CET").getRules();

    /**
     * The proof of a consent.
     *
     * @param reference id in the publisher's evidence store
     * @param capturedAt when the proof was made
     */
    public record Proof(String reference, Instant capturedAt) {

        /** Characters of a reference that earlier gates compared. */
        private static final int COMPARED = 200;

        /**
         * Marks a digest that the gate keeps in place of a reference. No reference read from a record contains this
         * character.
         */
        private static final String DIGEST = "\u0000";

        /** Bytes of the digest that the gate keeps: enough to tell the proofs of one person apart. */
        private static final int DIGEST_LENGTH = 16;

        /** A name that stands for any proof. */
        public static final String ANY = "";

        /** Whether a reference names this proof. */
        public boolean isNamed(String other) {
            if (isDigest(reference)) {
                return reference.equals(digest(other)) || reference.equals(digestAsWritten(other));
            }
            return reference.isEmpty() || Spelling.isSame(reference, other);
        }

        /**
         * The digest that the gate keeps of a proof's name. The publisher's reference goes with the erased person (GDPR
         * art. 17), but the gate still recognises the proof when a publisher names it again.
         */
        public static String digested(String name) {
            return name.isEmpty() || isDigest(name) ? name : digest(name);
        }

        /** Whether {@link #digested} made it. */
        public static boolean isDigest(String name) {
            return name.startsWith(DIGEST);
        }

        /** The digest that {@link #digested} makes of a reference. */
        public static String digest(String reference) {
            return digestOf(Spelling.plain(reference));
        }

        /** The digest as earlier gates made it; for them another spelling was another reference. */
        public static String digestAsWritten(String reference) {
            return digestOf(Text.stripped(Text.start(Text.stripped(reference), COMPARED))
                    .toLowerCase(Locale.ROOT));
        }

        private static String digestOf(String spelled) {
            byte[] named = spelled.getBytes(StandardCharsets.UTF_8);
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(named);
                return DIGEST + HexFormat.of().formatHex(digest, 0, DIGEST_LENGTH);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        /** The spelling in which names of proofs are looked up. */
        public static String keyOf(String reference) {
            return isDigest(reference) ? reference : Spelling.plain(reference);
        }

        /** The same proof, with its reference in the spelling used for look-ups. */
        public Proof shortened() {
            String key = keyOf(reference);
            return key.length() == reference.length() ? this : new Proof(key, capturedAt);
        }

        /** Whether the other is the same proof, and not dated later. */
        public boolean isKeptBy(@Nullable Proof other) {
            return other != null && isNamed(other.reference) && !other.capturedAt.isAfter(capturedAt);
        }
    }

    public enum Kind {
        WITHDRAWAL,
        REFUSAL,
        /** A status that this version does not know, and that may forbid. */
        UNKNOWN,
        OBJECTION_TO_MARKETING,
        OBJECTION_TO_PROFILING,
        OBJECTION_OF_UNKNOWN_SCOPE;

        static Kind of(ObjectionScope scope) {
            return switch (scope) {
                case DIRECT_MARKETING -> OBJECTION_TO_MARKETING;
                case PROFILING -> OBJECTION_TO_PROFILING;
                case UNKNOWN -> OBJECTION_OF_UNKNOWN_SCOPE;
            };
        }

        /** What the person objects to; null if this is no objection. */
        public @Nullable ObjectionScope objectsTo() {
            return switch (this) {
                case WITHDRAWAL, REFUSAL, UNKNOWN -> null;
                case OBJECTION_TO_MARKETING -> ObjectionScope.DIRECT_MARKETING;
                case OBJECTION_TO_PROFILING -> ObjectionScope.PROFILING;
                case OBJECTION_OF_UNKNOWN_SCOPE -> ObjectionScope.UNKNOWN;
            };
        }
    }

    /** An objection. It is to a controller; no channel or contact narrows it (GDPR art. 21(2)–(3)). */
    public static ActAgainst objection(
            String id, @Nullable String controllerId, ObjectionScope scope, @Nullable Instant at, long version) {
        return new ActAgainst(Kind.of(scope), id, controllerId, null, null, null, null, at, version, null, null);
    }

    /** Whether the act was addressed to a controller, or may have been. */
    public boolean mayConcern(String controller) {
        return mayBeSaidTo(controllerId, controller);
    }

    /**
     * Whether an act addressed to the named controller was addressed to this controller, or may have been: see
     * {@link ControllerName}.
     *
     * @param named null for any controller
     */
    public static boolean mayBeSaidTo(@Nullable String named, String controller) {
        return named == null || ControllerName.mayMean(named, controller);
    }

    /** Whether the act forbids a channel, or may be meant to. */
    public boolean mayConcern(Channel asked) {
        return channel == null || channel == Channel.UNKNOWN || channel == asked;
    }

    public boolean isObjection() {
        return kind.objectsTo() != null;
    }

    /**
     * [policy] The latest instant at which the person may have done the act. A date without a time reads as midnight,
     * in UTC or in the publisher's zone: the person may have acted at any time of that day.
     *
     * @return null if the time of the act is unknown
     */
    public @Nullable Instant saidBy() {
        return at == null ? null : endOf(at);
    }

    /** The end of the day if the time is a date alone; else the time itself. */
    public static Instant endOf(Instant time) {
        return isEuropeanMidnight(time) ? nextDay(time).minusMillis(1) : time;
    }

    /** The day on which summer time ends has 25 hours, in every zone of the Union. */
    private static Instant nextDay(Instant midnight) {
        Instant next = midnight.plus(1, ChronoUnit.DAYS);
        int change = CLOCK_CHANGES.getOffset(midnight).getTotalSeconds()
                - CLOCK_CHANGES.getOffset(next).getTotalSeconds();
        return next.plusSeconds(Math.max(change, 0));
    }

    /** Zones of member states lie from UTC to UTC+3. */
    private static boolean isEuropeanMidnight(Instant time) {
        return time.equals(time.truncatedTo(ChronoUnit.HOURS))
                && time.plus(3, ChronoUnit.HOURS).atOffset(ZoneOffset.UTC).getHour() <= 3;
    }

    /** Whether this act came later than the other. An act of unknown time is the latest. */
    public boolean isLaterThan(ActAgainst other) {
        Instant one = saidBy();
        Instant another = other.saidBy();
        if (one == null || another == null) {
            return one == null && another != null;
        }
        return one.isAfter(another);
    }

    /** Whether this act names the same proof as the other act, and dates it no later. */
    public boolean keepsProofOf(ActAgainst other) {
        return other.proof == null || other.proof.isKeptBy(proof);
    }

    /** Whether this act dates the consent that it ended no earlier than the other act does. */
    public boolean keepsGrantOf(ActAgainst other) {
        return other.grantedAt == null || (grantedAt != null && !grantedAt.isBefore(other.grantedAt));
    }

    /**
     * Whether the act can have happened at a time: not before the consent that it ended, nor before the proof of that
     * consent.
     */
    public boolean canBeOf(Instant time) {
        Instant until = endOf(time);
        return (grantedAt == null || !until.isBefore(grantedAt))
                && (proof == null || !until.isBefore(proof.capturedAt));
    }

    /** Whether this act forbids all that the other act forbids, regardless of their times. */
    public boolean covers(ActAgainst other) {
        return coversAllButContact(other)
                && (contactRef == null
                        || (ContactReferences.isSame(contactRef, other.contactRef)
                                && Objects.equals(contactKeyId, other.contactKeyId)));
    }

    /** As {@link #covers}, without regard to the contact. */
    public boolean coversAllButContact(ActAgainst other) {
        if (controllerId != null && !controllerId.equals(other.controllerId)) {
            return false;
        }
        if (isObjection() || other.isObjection()) {
            return kind == other.kind;
        }
        return (purpose == null || purpose == ConsentPurpose.UNKNOWN || purpose == other.purpose)
                && (channel == null || channel == Channel.UNKNOWN || channel == other.channel);
    }
}
