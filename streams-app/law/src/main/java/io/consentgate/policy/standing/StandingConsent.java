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
 * Where a person stands on a question: whether their last word was yes or no.
 *
 * <ul>
 *   <li>The gate looks at all acts against that may concern the question, including those it keeps from earlier
 *       versions. The latest act counts. An act of unknown time counts as the latest; of two acts at the same instant,
 *       the stricter counts.
 *   <li>Only a genuine consent to the question ({@link Question#isMetBy}) lifts the act. The person must have given the
 *       consent after the act, and its proof must be later than the act. A proof is as old as the first entry that
 *       names it says ({@link ProofDates}).
 *   <li>Of the genuine consents that no act bars, the latest counts. It counts even after it has ended, and even if a
 *       newer version leaves it out. An earlier consent does not outlast it.
 *   <li>A consent that is not genuine neither lifts nor replaces anything. It is named only where there is nothing
 *       better, so that the outcome can say what is wrong with it.
 *   <li>A consent with an impossible time, or with a proof of an impossible time, does not count.
 *   <li>A consent proven before the person was erased does not count (GDPR art. 17).
 *   <li>A request that the person has not confirmed yet is no act.
 *   <li>While versions of the record contradict each other, nothing in the record allows anything.
 * </ul>
 *
 * @param grant the consent that counts; null unless the standing is {@link Standing#GRANTED}
 * @param isGenuine whether that consent is genuine; it may have ended since
 * @param act the act against that counts; null if none does
 * @param request the request that waits for confirmation; null unless the standing is {@link Standing#PENDING}
 * @param lastStated the genuine consent of the latest date, whose proof may be too old; null if there is none
 * @param limit a consent with an end that is later than the consent that counts and was left out since; null if none
 * @param untimely a consent with an impossible time; null if there is none
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

    public static StandingConsent of(ConsentView view, Question question) {
        return of(view, question, null);
    }

    /**
     * As {@link #of(ConsentView, Question)}, but counts only consents that lift the objection. An import that may have
     * dated itself can be the latest consent; it must not hide the form that lifts the objection.
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

    /** The request that waits for confirmation. */
    public Consent pendingRequest() {
        return Objects.requireNonNull(request, "no request waits to be confirmed");
    }

    /** Whether a consent allows what the question asks. */
    public boolean allows(Instant at) {
        return isGenuine && grant != null && grant.isCurrent(at) && endedLimit(at) == null;
    }

    /**
     * The consent that was left out and has ended, and that the counting consent does not outlast; null if it has not
     * ended.
     */
    public @Nullable Limit endedLimit(Instant at) {
        return limit == null || limit.isCurrent(at) ? null : limit;
    }

    /** The act against that counts. */
    public ActAgainst forbiddingAct() {
        return Objects.requireNonNull(act, "no act against counts");
    }

    /**
     * The consent whose stated time is later than an act against, but which does not lift the act; null if there is
     * none.
     */
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
        // The law does not rank equal acts. Ids do, because a replay may list the acts in another order.
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

    /** Whether the consent is granted, or was granted when the act in question was done. */
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

    /** The consent with the later proof replaces the other; on a tie, the consent that ends earlier does. */
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

    /** The publisher will have relied on a consent for the same contact; otherwise on the latest. */
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
