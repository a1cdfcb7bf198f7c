// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ContactReferences;
import io.consentgate.policy.facts.KeptActs;
import io.consentgate.policy.facts.KeptActs.Corrected;
import io.consentgate.policy.facts.KeptActs.Limit;
import io.consentgate.policy.facts.KeptActsLimitBuilder;
import io.consentgate.policy.facts.RecordingBasis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Consents with an end. The latest consent counts even after it has ended, so an earlier consent does not outlast it.
 * Leaving it out of the record must not change that.
 */
final class Limits {
    /**
     * All grounds on which a spoken consent may be recorded. Which grounds the operator accepts does not change what
     * the gate keeps.
     */
    private static final Set<RecordingBasis> ALL_BASES = EnumSet.complementOf(EnumSet.of(RecordingBasis.UNKNOWN));

    /** Applied in turn until few enough limits remain. The last leaves one limit, which holds for all consents. */
    private static final List<UnaryOperator<Limit>> WIDENINGS = List.of(
            UnaryOperator.identity(),
            limit -> KeptActsLimitBuilder.builder(limit)
                    .contactRef(null)
                    .contactKeyId(null)
                    .build(),
            limit -> KeptActsLimitBuilder.builder(limit)
                    .contactRef(null)
                    .contactKeyId(null)
                    .channel(null)
                    .purpose(null)
                    .controllerId(null)
                    .build());

    private Limits() {}

    /** The consents of a record that have an end, and that would count if they had not ended. */
    static List<Limit> in(@Nullable ConsentFacts record, Instant latest) {
        if (record == null) {
            return List.of();
        }
        List<Limit> limits = new ArrayList<>();
        for (Consent entry : record.consents()) {
            Limit limit = of(entry, record.version(), latest);
            if (limit != null) {
                limits.add(limit);
            }
        }
        return limits;
    }

    private static @Nullable Limit of(Consent entry, long version, Instant latest) {
        Instant grantedAt = entry.grantedAt();
        Instant expiresAt = entry.expiresAt();
        if (grantedAt == null || expiresAt == null) {
            return null;
        }
        // With the proof date that the entry itself states. Taken for older, a consent with an end would let another
        // consent outlast it.
        Grant grant = Grant.asStated(entry, grantedAt);
        return switch (entry.status()) {
            case GRANTED ->
                isGenuine(grant, latest)
                        ? new Limit(
                                entry.consentId(),
                                entry.controllerId(),
                                entry.purpose(),
                                entry.channel(),
                                entry.contactRef(),
                                entry.contactKeyId(),
                                grant.provenFrom(),
                                expiresAt,
                                version)
                        : null;
            case WITHDRAWN, REFUSED, PENDING, UNKNOWN -> null;
        };
    }

    /** Whether the consent is genuine, apart from what depends on the question. */
    private static boolean isGenuine(Grant grant, Instant latest) {
        Consent entry = grant.consent();
        return grant.isPlausible(latest)
                && grant.isProven()
                && grant.unknownField() == null
                && grant.states(entry.purpose())
                && (entry.purpose() != ConsentPurpose.DIRECT_MARKETING || grant.statesItsChannel())
                && grant.isLawfullyCaptured(ALL_BASES)
                && !ContactReferences.isUnusable(entry.contactRef(), entry.contactKeyId());
    }

    /**
     * The limits that the record does not state word for word, and no more than {@link Bounds#MOST}. Each consent keeps
     * its own limit, because the later of two consents may have been recorded in error.
     *
     * @param stated limits that the record states
     */
    static List<Limit> kept(List<Limit> known, List<Limit> stated) {
        List<Limit> kept = merged(
                known.stream()
                        .filter(limit -> stated.stream().noneMatch(limit::isRestatedBy)
                                && !isMoved(limit, known, stated)
                                && !isUnderAnotherKey(limit, known, stated))
                        .map(Limits::shortened),
                limit -> List.of(limit.scope(), limit.consentId()));
        for (UnaryOperator<Limit> widening : WIDENINGS) {
            if (kept.size() > Bounds.MOST) {
                kept = merged(kept.stream().map(widening), Limit::scope);
            }
        }
        return kept;
    }

    /**
     * Whether the record states a new end for the consent. An end that was already known next to this one is not new.
     */
    private static boolean isMoved(Limit limit, List<Limit> known, List<Limit> stated) {
        return stated.stream()
                .anyMatch(other ->
                        limit.isSameButForItsEnd(other) && known.stream().noneMatch(other::isRestatedBy));
    }

    /** Whether a record states the consent under a new key. That is certain only of one consent before and one after. */
    private static boolean isUnderAnotherKey(Limit limit, List<Limit> known, List<Limit> stated) {
        return stated.stream().filter(limit::isSameButForItsKey).count() == 1
                && known.stream()
                        .noneMatch(other -> Objects.equals(limit.contactKeyId(), other.contactKeyId())
                                && !ContactReferences.isSame(limit.contactRef(), other.contactRef())
                                && limit.isSameButForItsContact(other));
    }

    /** Of consents for the same, the latest counts. */
    private static List<Limit> merged(Stream<Limit> limits, Function<Limit, Object> sameness) {
        Map<Object, Limit> latest = new LinkedHashMap<>();
        limits.forEach(limit -> latest.merge(sameness.apply(limit), limit, Limits::both));
        return List.copyOf(latest.values());
    }

    /** The later limit. A limit that stands for several consents has no id, so no correction can name it. */
    private static Limit both(Limit one, Limit other) {
        return KeptActsLimitBuilder.builder(ending(later(one, other), first(one.expiresAt(), other.expiresAt())))
                .consentId(one.consentId().equals(other.consentId()) ? one.consentId() : "")
                .build();
    }

    private static Limit later(Limit one, Limit other) {
        int order = one.provenFrom().compareTo(other.provenFrom());
        if (order == 0) {
            order = other.expiresAt().compareTo(one.expiresAt());
        }
        if (order == 0) {
            order = other.consentId().compareTo(one.consentId());
        }
        if (order == 0) {
            order = Long.compare(one.version(), other.version());
        }
        return order < 0 ? other : one;
    }

    /**
     * Some consents have no channel, or their contact is no longer known, so one may cover less than the other. Such
     * consents end with the first of them.
     */
    private static Limit ending(Limit latest, Instant firstEnd) {
        return isWide(latest)
                ? KeptActsLimitBuilder.builder(latest).expiresAt(firstEnd).build()
                : latest;
    }

    private static boolean isWide(Limit limit) {
        return limit.channel() == null || limit.contactRef() == null;
    }

    private static Instant first(Instant one, Instant other) {
        return other.isBefore(one) ? other : one;
    }

    private static Limit shortened(Limit limit) {
        boolean contactFits = fits(limit.contactRef()) && fits(limit.contactKeyId());
        return fits(limit.consentId()) && fits(limit.controllerId()) && contactFits
                ? limit
                : KeptActsLimitBuilder.builder(limit)
                        .consentId(fits(limit.consentId()) ? limit.consentId() : "")
                        .controllerId(fits(limit.controllerId()) ? limit.controllerId() : null)
                        .contactRef(contactFits ? limit.contactRef() : null)
                        .contactKeyId(contactFits ? limit.contactKeyId() : null)
                        .build();
    }

    private static boolean fits(@Nullable String text) {
        return text == null || text.length() <= Bounds.LONGEST_TEXT;
    }

    /**
     * The kept limit that a consent does not outlast; null if there is none. A correction may mean that the consent
     * never was, or that it was never withdrawn: the earlier of both ends holds.
     */
    static @Nullable Limit on(Grant grant, KeptActs kept, Question question) {
        if (kept.limits().isEmpty()) {
            return null;
        }
        Limit latest = latest(grant, kept.limits(), question);
        List<Limit> others = kept.limits().stream()
                .filter(limit -> !isCorrected(limit, kept.corrected()))
                .toList();
        Limit other = others.size() == kept.limits().size() ? null : latest(grant, others, question);
        return latest != null && other != null && other.expiresAt().isBefore(latest.expiresAt()) ? other : latest;
    }

    private static @Nullable Limit latest(Grant grant, List<Limit> limits, Question question) {
        Limit latest = null;
        Instant firstEnd = Instant.MAX;
        for (Limit limit : limits) {
            if (question.mayBeLimitedBy(limit) && replaces(limit, grant)) {
                latest = latest == null ? limit : later(latest, limit);
                firstEnd = isWide(limit) ? first(firstEnd, limit.expiresAt()) : firstEnd;
            }
        }
        return latest == null ? null : ending(latest, first(latest.expiresAt(), firstEnd));
    }

    private static boolean isCorrected(Limit limit, List<Corrected> corrected) {
        return corrected.stream()
                .anyMatch(each -> each.act().equals(limit.consentId()) && limit.version() < each.version());
    }

    /** Whether the limit has the later proof; on a tie, whether it ends earlier. */
    private static boolean replaces(Limit limit, Grant grant) {
        int later = limit.provenFrom().compareTo(grant.provenFrom());
        if (later != 0) {
            return later > 0;
        }
        Instant expiresAt = grant.consent().expiresAt();
        return expiresAt == null || limit.expiresAt().isBefore(expiresAt);
    }
}
