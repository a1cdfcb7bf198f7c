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
 * Something by which a person said no: a withdrawal, a refusal or an objection.
 *
 * @param id the publisher's id of it; null where the gate no longer knows it, so that no correction can name it
 * @param controllerId whom it was said to; null for any controller
 * @param purpose what it forbids; null for any, and for objections
 * @param channel the channel it forbids; null for all of them, and for objections
 * @param contactRef the number or address it forbids; null for all of them, and for objections
 * @param contactKeyId key behind contactRef
 * @param at when it was said; null where that is not known, which is the latest of all
 * @param version the version of the person's record that it came with
 * @param proof what its entry names as the proof of the consent before it; null if it names none
 * @param grantedAt when the consent that it ended was given, where its entry says so and not when it ended; else null
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

    /** All zones of the Union change to summer time and back at the same instant (Directive 2000/84/EC). */
    private static final ZoneRules CLOCK_CHANGES = ZoneId.of("CET").getRules();

    /**
     * The proof of a consent.
     *
     * @param reference id in the publisher's evidence store
     * @param capturedAt when it was made
     */
    public record Proof(String reference, Instant capturedAt) {

        /** Characters of a reference that earlier gates compared. */
        private static final int COMPARED = 200;

        /** Begins a digest that the gate keeps in place of a reference; what is read of a record has none of it. */
        private static final String DIGEST = "\u0000";

        /** Bytes of it, enough to tell the proofs of one person apart. */
        private static final int DIGEST_LENGTH = 16;

        /** A name that stands for any proof. */
        public static final String ANY = "";

        /** Whether a reference names it. */
        public boolean isNamed(String other) {
            if (isDigest(reference)) {
                return reference.equals(digest(other)) || reference.equals(digestAsWritten(other));
            }
            return reference.isEmpty() || Spelling.isSame(reference, other);
        }

        /**
         * What the gate keeps of a name of a proof without the publisher's reference, so that it still knows the proof when it is
         * named again (GDPR art. 17: the reference goes with the person).
         */
        public static String digested(String name) {
            return name.isEmpty() || isDigest(name) ? name : digest(name);
        }

        /** Whether {@link #digested} made it. */
        public static boolean isDigest(String name) {
            return name.startsWith(DIGEST);
        }

        /** What {@link #digested} keeps of a reference. */
        public static String digest(String reference) {
            return digestOf(Spelling.plain(reference));
        }

        /** The same as gates before this one kept it, by which a reference was another one in another spelling. */
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

        /** The same, no longer than it has to be. */
        public Proof shortened() {
            String key = keyOf(reference);
            return key.length() == reference.length() ? this : new Proof(key, capturedAt);
        }

        /** Whether another one is the same, and not dated later. */
        public boolean isKeptBy(@Nullable Proof other) {
            return other != null && isNamed(other.reference) && !other.capturedAt.isAfter(capturedAt);
        }
    }

    /** How it was said. */
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

        /** What is objected to; null if this is no objection. */
        public @Nullable ObjectionScope objectsTo() {
            return switch (this) {
                case WITHDRAWAL, REFUSAL, UNKNOWN -> null;
                case OBJECTION_TO_MARKETING -> ObjectionScope.DIRECT_MARKETING;
                case OBJECTION_TO_PROFILING -> ObjectionScope.PROFILING;
                case OBJECTION_OF_UNKNOWN_SCOPE -> ObjectionScope.UNKNOWN;
            };
        }
    }

    /** An objection, which is to a controller and never narrowed to a channel or contact (GDPR art. 21(2)–(3)). */
    public static ActAgainst objection(
            String id, @Nullable String controllerId, ObjectionScope scope, @Nullable Instant at, long version) {
        return new ActAgainst(Kind.of(scope), id, controllerId, null, null, null, null, at, version, null, null);
    }

    /** Whether it was said to a controller, or may have been. */
    public boolean mayConcern(String controller) {
        return mayBeSaidTo(controllerId, controller);
    }

    /**
     * Whether what was said to a controller was said to this one, or may have been: see {@link ControllerName}.
     *
     * @param named null for any
     */
    public static boolean mayBeSaidTo(@Nullable String named, String controller) {
        return named == null || ControllerName.mayMean(named, controller);
    }

    /** Whether it forbids a channel, or may be meant to. */
    public boolean mayConcern(Channel asked) {
        return channel == null || channel == Channel.UNKNOWN || channel == asked;
    }

    public boolean isObjection() {
        return kind.objectsTo() != null;
    }

    /**
     * [policy] The latest instant at which it may have been said. A date without a time reads as midnight, in UTC or in the
     * publisher's zone: the person may have said it at any time of that day.
     *
     * @return null if it is not known when it was said
     */
    public @Nullable Instant saidBy() {
        return at == null ? null : endOf(at);
    }

    /** The end of the day where a time is a date alone; else the time itself. */
    public static Instant endOf(Instant time) {
        return isEuropeanMidnight(time) ? nextDay(time).minusMillis(1) : time;
    }

    /** A day on which summer time ends has 25 hours, whichever midnight is meant. */
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

    /** Whether it came later than another one. One of unknown time is the latest. */
    public boolean isLaterThan(ActAgainst other) {
        Instant one = saidBy();
        Instant another = other.saidBy();
        if (one == null || another == null) {
            return one == null && another != null;
        }
        return one.isAfter(another);
    }

    /** Whether it names what another one names as a proof, and dates it no later. */
    public boolean keepsProofOf(ActAgainst other) {
        return other.proof == null || other.proof.isKeptBy(proof);
    }

    /** Whether it states that the consent which another one ended was given no earlier than that one states. */
    public boolean keepsGrantOf(ActAgainst other) {
        return other.grantedAt == null || (grantedAt != null && !grantedAt.isBefore(other.grantedAt));
    }

    /** Whether a time can be that of this act: it did not come before the consent that it ended, nor before the proof of that. */
    public boolean canBeOf(Instant time) {
        Instant until = endOf(time);
        return (grantedAt == null || !until.isBefore(grantedAt))
                && (proof == null || !until.isBefore(proof.capturedAt));
    }

    /** Whether it forbids all that another one forbids, whenever each was said. */
    public boolean covers(ActAgainst other) {
        return coversAllButContact(other)
                && (contactRef == null
                        || (ContactReferences.isSame(contactRef, other.contactRef)
                                && Objects.equals(contactKeyId, other.contactKeyId)));
    }

    /** The same, with the contact left out of account. */
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
