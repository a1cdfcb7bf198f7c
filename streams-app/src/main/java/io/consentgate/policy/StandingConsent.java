// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.ConsentView;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a subject stands to one controller for one purpose (and channel): the entry whose act came last decides.
 *
 * <p>An act is a grant or a withdrawal. On a tie the stricter entry decides, and of two grants the one that cannot be
 * relied on. Where a record leaves room, it is read against clearing:
 *
 * <ul>
 *   <li>a grant without its time is none; a grant that names no channel is none on any channel, and a grant of an
 *       unknown purpose or channel is none here;
 *   <li>a withdrawal, refusal or unknown status that names no channel holds on all; one of unknown purpose or channel
 *       may be meant, and makes the standing unknown;
 *   <li>a withdrawal or unknown status whose time is not stated came last; a refusal came at the latest time that it
 *       states, its evidence's among them, and last if it states none but that of a grant;
 *   <li>a grant withdrawn at the same instant or later is withdrawn, whatever its status says;
 *   <li>a request not yet confirmed is no act, whatever time of a grant it states: it stands behind every entry that
 *       has one. One that names a withdrawal is that withdrawal.
 * </ul>
 *
 * @param entry the entry that decides; null if there is none
 */
public record StandingConsent(Standing standing, @Nullable Consent entry) {

    /** Where the subject stands. */
    public enum Standing {
        NO_RECORD,
        UNREADABLE,
        NONE,
        GRANTED,
        WITHDRAWN,
        REFUSED,
        PENDING,
        UNKNOWN
    }

    private static final StandingConsent NO_RECORD = new StandingConsent(Standing.NO_RECORD, null);
    private static final StandingConsent UNREADABLE = new StandingConsent(Standing.UNREADABLE, null);
    private static final StandingConsent NONE = new StandingConsent(Standing.NONE, null);

    /**
     * Finds where a subject stands.
     *
     * @param channel the channel, or null where the purpose has none: then entries of any channel count
     * @param reliable decides between grants of the same instant
     */
    static StandingConsent find(
            ConsentView view,
            String controllerId,
            ConsentPurpose purpose,
            @Nullable Channel channel,
            Predicate<Grant> reliable) {
        if (view instanceof ConsentFacts record) {
            return last(
                    record,
                    controllerId,
                    entry -> new StandingConsent(standing(entry, purpose, channel), entry),
                    reliable);
        }
        return view instanceof ConsentView.NoRecord ? NO_RECORD : UNREADABLE;
    }

    /**
     * The same where no consent is needed, and only what forbids, or takes that back, is looked for: a grant that is not
     * genuine takes nothing back, and what it states of an earlier withdrawal holds.
     */
    static StandingConsent findRestriction(
            ConsentView view,
            String controllerId,
            ConsentPurpose purpose,
            @Nullable Channel channel,
            Predicate<Grant> genuine) {
        return view instanceof ConsentFacts record
                ? last(record, controllerId, entry -> restriction(entry, purpose, channel, genuine), genuine)
                : find(view, controllerId, purpose, channel, genuine);
    }

    private static StandingConsent restriction(
            Consent entry, ConsentPurpose purpose, @Nullable Channel channel, Predicate<Grant> genuine) {
        StandingConsent stated = new StandingConsent(standing(entry, purpose, channel), entry);
        Grant grant = stated.grant();
        if (grant == null || genuine.test(grant)) {
            return stated;
        }
        return entry.withdrawnAt() == null ? NONE : new StandingConsent(Standing.WITHDRAWN, entry);
    }

    private static StandingConsent last(
            ConsentFacts record,
            String controllerId,
            Function<Consent, StandingConsent> standing,
            Predicate<Grant> reliable) {
        StandingConsent last = NONE;
        for (Consent entry : record.consents()) {
            if (!entry.controllerId().equals(controllerId)) {
                continue;
            }
            StandingConsent candidate = standing.apply(entry);
            if (candidate.standing != Standing.NONE && candidate.overrides(last, reliable)) {
                last = candidate;
            }
        }
        return last;
    }

    /** The grant, if that is where the subject stands. */
    public @Nullable Grant grant() {
        if (standing != Standing.GRANTED || entry == null || entry.grantedAt() == null) {
            return null;
        }
        return new Grant(entry, entry.grantedAt());
    }

    /**
     * The entry that decides.
     *
     * @throws IllegalStateException if none does: there is no record, or nothing in it
     */
    public Consent decidingEntry() {
        if (entry == null) {
            throw new IllegalStateException("No entry decides where the subject stands: " + standing);
        }
        return entry;
    }

    /** What an entry says about the purpose and channel; NONE if nothing. */
    private static Standing standing(Consent entry, ConsentPurpose purpose, @Nullable Channel channel) {
        boolean names = entry.purpose() == purpose && (channel == null || entry.channel() == channel);
        return switch (entry.status()) {
            case GRANTED -> {
                if (isWithdrawn(entry)) {
                    yield against(entry, purpose, channel, Standing.WITHDRAWN);
                }
                if (names && entry.grantedAt() != null) {
                    yield Standing.GRANTED;
                }
                // A grant for nothing takes nothing back, not even what it states itself.
                yield entry.withdrawnAt() == null
                        ? Standing.NONE
                        : against(entry, purpose, channel, Standing.WITHDRAWN);
            }
            case PENDING -> {
                if (entry.withdrawnAt() != null) {
                    yield against(entry, purpose, channel, Standing.WITHDRAWN);
                }
                yield names ? Standing.PENDING : Standing.NONE;
            }
            case WITHDRAWN -> against(entry, purpose, channel, Standing.WITHDRAWN);
            case REFUSED -> against(entry, purpose, channel, Standing.REFUSED);
            case UNKNOWN -> against(entry, purpose, channel, Standing.UNKNOWN);
        };
    }

    private static boolean isWithdrawn(Consent entry) {
        Instant grantedAt = entry.grantedAt();
        Instant withdrawnAt = entry.withdrawnAt();
        return withdrawnAt != null && (grantedAt == null || !withdrawnAt.isBefore(grantedAt));
    }

    private static Standing against(
            Consent entry, ConsentPurpose purpose, @Nullable Channel channel, Standing standing) {
        boolean purposeMeant = entry.purpose() == purpose || entry.purpose() == ConsentPurpose.UNKNOWN;
        boolean channelMeant = channel == null
                || entry.channel() == null
                || entry.channel() == channel
                || entry.channel() == Channel.UNKNOWN;
        if (!purposeMeant || !channelMeant) {
            return Standing.NONE;
        }
        boolean understood =
                entry.purpose() != ConsentPurpose.UNKNOWN && (channel == null || entry.channel() != Channel.UNKNOWN);
        return understood ? standing : Standing.UNKNOWN;
    }

    private boolean overrides(StandingConsent other, Predicate<Grant> reliable) {
        if (other.standing == Standing.NONE) {
            return true;
        }
        int later = actAt().compareTo(other.actAt());
        if (later != 0) {
            return later > 0;
        }
        if (strictness() != other.strictness()) {
            return strictness() > other.strictness();
        }
        Grant mine = grant();
        Grant others = other.grant();
        if (mine != null && others != null && reliable.test(mine) != reliable.test(others)) {
            return reliable.test(others);
        }
        // Nothing in law tells them apart; the order of the list must not, so that a replay says the same.
        return id(this).compareTo(id(other)) < 0;
    }

    private static String id(StandingConsent standing) {
        return standing.entry == null ? "" : standing.entry.consentId();
    }

    private int strictness() {
        return switch (standing) {
            case WITHDRAWN -> 5;
            case REFUSED -> 4;
            case UNKNOWN -> 3;
            case PENDING -> 2;
            case GRANTED -> 1;
            case NONE, NO_RECORD, UNREADABLE -> 0;
        };
    }

    private Instant actAt() {
        if (entry == null) {
            return Instant.MIN;
        }
        return switch (entry.status()) {
            case PENDING -> entry.withdrawnAt() == null ? Instant.MIN : entry.withdrawnAt();
            case GRANTED ->
                later(standing == Standing.GRANTED ? entry.grantedAt() : entry.withdrawnAt(), null, Instant.MIN);
            case WITHDRAWN, UNKNOWN ->
                entry.withdrawnAt() == null ? Instant.MAX : later(entry.grantedAt(), entry.withdrawnAt(), Instant.MAX);
            case REFUSED ->
                later(
                        entry.grantedAt(),
                        later(entry.withdrawnAt(), capturedAt(entry.evidence()), Instant.MAX),
                        Instant.MAX);
        };
    }

    private static @Nullable Instant capturedAt(@Nullable Evidence evidence) {
        return evidence == null ? null : evidence.capturedAt();
    }

    private static Instant later(@Nullable Instant one, @Nullable Instant other, Instant ifNeither) {
        if (one == null) {
            return other == null ? ifNeither : other;
        }
        return other == null || one.isAfter(other) ? one : other;
    }
}
