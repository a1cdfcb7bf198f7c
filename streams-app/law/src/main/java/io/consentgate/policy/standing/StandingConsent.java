// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.KeptActs.Limit;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a person stands on what is asked of them: whether their last word was yes or no.
 *
 * <ul>
 *   <li>Of all acts against that may mean what is asked, those that the gate keeps of earlier versions among them, the
 *       latest counts. One of unknown time is the latest; at the same instant the stricter one.
 *   <li>It is lifted by a consent that is genuine for what is asked ({@link Question#isMetBy}), if it was given later and
 *       its proof was made later. Nothing else lifts it. A proof is as old as the first entry that names it says
 *       ({@link ProofDates}).
 *   <li>Of genuine consents that are not barred so, the latest counts, also if it has ended since, and if a newer version leaves
 *       it out: an earlier one does not outlast it.
 *   <li>A consent that is not genuine neither lifts nor replaces anything. It is named only where there is nothing better,
 *       so that it can be said what is wrong with it.
 *   <li>One of a time that cannot be true, or whose proof is of one, is none at all.
 *   <li>What was proven before the person was erased is none (GDPR art. 17).
 *   <li>A request that is not confirmed yet is no act.
 *   <li>While versions of the record contradict each other, nothing in it allows anything.
 * </ul>
 *
 * @param grant the consent that counts; null unless the standing is {@link Standing#GRANTED}
 * @param isGenuine whether that consent is genuine; it may have ended since
 * @param act the act against that counts; null if none does
 * @param request the request that waits to be confirmed; null unless the standing is {@link Standing#PENDING}
 * @param lastStated the genuine consent of the latest date, which may have too old a proof; null if there is none
 * @param limit the consent with an end that came after the one that counts and was left out since; null if there is none
 * @param untimely a consent of a time that cannot be true; null if there is none
 */
public record StandingConsent(
        Standing standing,
        @Nullable Grant grant,
        boolean isGenuine,
        @Nullable ActAgainst act,
        @Nullable Consent request,
        @Nullable Grant lastStated,
        @Nullable Limit limit,
        @Nullable Grant untimely) {

    /** Where the person stands. */
    public enum Standing {
        NO_RECORD,
        UNREADABLE,
        IN_DOUBT,
        NONE,
        GRANTED,
        WITHDRAWN,
        REFUSED,
        PENDING,
        UNKNOWN
    }

    private static final StandingConsent NO_RECORD = without(Standing.NO_RECORD);
    private static final StandingConsent UNREADABLE = without(Standing.UNREADABLE);
    private static final StandingConsent IN_DOUBT = without(Standing.IN_DOUBT);
    private static final StandingConsent NONE = without(Standing.NONE);

    private static StandingConsent without(Standing standing) {
        return new StandingConsent(standing, null, false, null, null, null, null, null);
    }

    /** Finds where a person stands. */
    public static StandingConsent of(ConsentView view, Question question) {
        return of(view, question, null);
    }

    /**
     * The same, by those consents alone that lift an objection. An import that was dated by itself may be the latest consent, and
     * does not hide the form that lifts the objection.
     */
    public static StandingConsent lifting(ActAgainst objection, ConsentView view, Question question) {
        return of(view, question, objection);
    }

    private static StandingConsent of(ConsentView view, Question question, @Nullable ActAgainst objection) {
        ActAgainst act = latestAct(view, question);
        ConsentFacts record = view.newest();
        if (record == null || view.isInDoubt()) {
            return act == null ? withoutRecord(view) : forbidden(act, question, null, null);
        }
        Grant standing = null;
        Grant lastStated = null;
        Grant nearest = null;
        Grant untimely = null;
        Consent request = null;
        ProofDates proofs = ProofDates.of(view, question.latest());
        for (Consent entry : record.consents()) {
            if (!question.isNamedBy(entry)) {
                continue;
            }
            Instant grantedAt = entry.grantedAt();
            if (entry.status() == ConsentStatus.PENDING) {
                request = request == null || isFirst(entry, request) ? entry : request;
            } else if (grantedAt != null && wasGranted(entry, record, question)) {
                Grant grant = new Grant(entry, grantedAt, proofs.of(entry));
                if (!grant.isPlausible(question.latest())) {
                    untimely = untimely == null || isFirst(entry, untimely.consent()) ? grant : untimely;
                } else if (!question.isMetBy(grant)) {
                    nearest = nearest == null || isNearer(grant, nearest, question) ? grant : nearest;
                } else if (grant.isProvenSince(view.kept().erasedAt())) {
                    lastStated = lastStated == null || grantedAt.isAfter(lastStated.grantedAt()) ? grant : lastStated;
                    if ((act == null || grant.lifts(act)) && (objection == null || grant.lifts(objection))) {
                        standing = standing == null || replaces(grant, standing, question) ? grant : standing;
                    }
                }
            }
        }
        if (standing != null) {
            Limit limit = Limits.on(standing, view.kept(), question);
            return new StandingConsent(Standing.GRANTED, standing, true, null, null, lastStated, limit, untimely);
        }
        if (act != null) {
            return forbidden(act, question, lastStated, untimely);
        }
        if (nearest != null) {
            return new StandingConsent(Standing.GRANTED, nearest, false, null, null, lastStated, null, untimely);
        }
        if (request == null && untimely == null) {
            return NONE;
        }
        Standing without = request == null ? Standing.NONE : Standing.PENDING;
        return new StandingConsent(without, null, false, null, request, lastStated, null, untimely);
    }

    /** The request that waits to be confirmed. */
    public Consent pendingRequest() {
        return Objects.requireNonNull(request, "no request waits to be confirmed");
    }

    /** Whether a consent allows what is asked. */
    public boolean allows(Instant at) {
        return isGenuine && grant != null && grant.isCurrent(at) && endedLimit(at) == null;
    }

    /** The consent that was left out and whose end the consent that counts does not outlast; null if it has not come. */
    public @Nullable Limit endedLimit(Instant at) {
        return limit == null || limit.isCurrent(at) ? null : limit;
    }

    /** The act against that counts. */
    public ActAgainst forbiddingAct() {
        return Objects.requireNonNull(act, "no act against counts");
    }

    /** The consent that states a later time than an act against, but was proven before it; null if there is none. */
    public @Nullable Grant provenBefore(ActAgainst forbidding) {
        Instant at = forbidding.at();
        return lastStated != null && at != null && lastStated.grantedAt().isAfter(at) && !lastStated.lifts(forbidding)
                ? lastStated
                : null;
    }

    private static StandingConsent withoutRecord(ConsentView view) {
        if (view.isInDoubt()) {
            return IN_DOUBT;
        }
        return view.isUnreadable() ? UNREADABLE : NO_RECORD;
    }

    private static StandingConsent forbidden(
            ActAgainst act, Question question, @Nullable Grant lastStated, @Nullable Grant untimely) {
        return new StandingConsent(standing(act, question), null, false, act, null, lastStated, null, untimely);
    }

    private static Standing standing(ActAgainst act, Question question) {
        if (!question.isUnderstood(act)) {
            return Standing.UNKNOWN;
        }
        return act.kind() == ActAgainst.Kind.REFUSAL ? Standing.REFUSED : Standing.WITHDRAWN;
    }

    private static @Nullable ActAgainst latestAct(ConsentView view, Question question) {
        ActAgainst latest = null;
        for (ActAgainst kept : view.kept().acts()) {
            latest = later(latest, kept, question);
        }
        ConsentFacts record = view.newest();
        if (record != null) {
            for (Consent entry : record.consents()) {
                latest = later(latest, ActsAgainst.of(entry, record, question.latest()), question);
            }
        }
        return latest;
    }

    private static @Nullable ActAgainst later(
            @Nullable ActAgainst latest, @Nullable ActAgainst act, Question question) {
        if (act == null || !question.mayBeForbiddenBy(act)) {
            return latest;
        }
        if (latest == null || act.isLaterThan(latest)) {
            return act;
        }
        if (latest.isLaterThan(act)) {
            return latest;
        }
        int stricter = Integer.compare(strictness(act, question), strictness(latest, question));
        // Nothing in law tells equals apart; the order of the list must not, so that a replay says the same.
        return stricter > 0 || (stricter == 0 && id(act).compareTo(id(latest)) < 0) ? act : latest;
    }

    private static int strictness(ActAgainst act, Question question) {
        return switch (standing(act, question)) {
            case WITHDRAWN -> 3;
            case REFUSED -> 2;
            default -> 1;
        };
    }

    private static String id(ActAgainst act) {
        return act.id() == null ? "" : act.id();
    }

    /** Whether it is granted, or was while what is asked was done. */
    private static boolean wasGranted(Consent entry, ConsentFacts record, Question question) {
        return switch (entry.status()) {
            case GRANTED -> true;
            case WITHDRAWN -> {
                ActAgainst withdrawal = ActsAgainst.of(entry, record, question.latest());
                yield withdrawal != null && question.isAfterwards(withdrawal);
            }
            case REFUSED, PENDING, UNKNOWN -> false;
        };
    }

    /** The later one does; on a tie the one that ends earlier. */
    private static boolean replaces(Grant grant, Grant other, Question question) {
        if (question.isBefore(grant) != question.isBefore(other)) {
            return question.isBefore(grant);
        }
        int later = grant.provenFrom().compareTo(other.provenFrom());
        if (later != 0) {
            return later > 0;
        }
        int longer = endOf(grant).compareTo(endOf(other));
        return longer == 0 ? isFirst(grant.consent(), other.consent()) : longer < 0;
    }

    private static Instant endOf(Grant grant) {
        Instant expiresAt = grant.consent().expiresAt();
        return expiresAt == null ? Instant.MAX : expiresAt;
    }

    /** One for the same contact is what its publisher will have relied on; else the latest. */
    private static boolean isNearer(Grant grant, Grant other, Question question) {
        boolean here = question.isForContactOf(grant);
        if (here != question.isForContactOf(other)) {
            return here;
        }
        int later = grant.grantedAt().compareTo(other.grantedAt());
        return later == 0 ? isFirst(grant.consent(), other.consent()) : later > 0;
    }

    private static boolean isFirst(Consent entry, Consent other) {
        return entry.consentId().compareTo(other.consentId()) < 0;
    }
}
