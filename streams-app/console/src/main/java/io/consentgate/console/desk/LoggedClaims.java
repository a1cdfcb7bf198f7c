// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.Claim;
import io.consentgate.console.cases.ClaimHeld;
import io.consentgate.console.cases.Claims;
import io.consentgate.console.cases.LogUnavailable;
import io.consentgate.console.cases.NotAllowed;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Role;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Claims through the log. A claim is written, and the own index must read it before it shows who holds the case. All
 * claims on a case are in one partition, so every console sees the same first claim.
 */
final class LoggedClaims implements Claims {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration RENEW_BEFORE = LEASE.dividedBy(2);

    private final IndexStore store;
    private final CaseRows rows;
    private final Cases cases;
    private final ActRecorder acts;
    private final LogFollower follower;
    private final Clock clock;

    LoggedClaims(IndexStore store, CaseRows rows, Cases cases, ActRecorder acts, LogFollower follower, Clock clock) {
        this.store = store;
        this.rows = rows;
        this.cases = cases;
        this.acts = acts;
        this.follower = follower;
        this.clock = clock;
    }

    @Override
    public Claim claim(Reviewer reviewer, String caseId) {
        requireDecider(reviewer);
        CaseSummary summary = cases.open(caseId).summary();
        Claim claim = summary.claim();
        if (claim != null && !claim.isHeldBy(reviewer)) {
            throw new ClaimHeld(caseId, claim);
        }
        return claim != null && !isDueForRenewal(claim) ? claim : take(reviewer, summary, null);
    }

    @Override
    public Claim takeOver(Reviewer secondReviewer, String caseId, TakeOverReason reason) {
        if (!secondReviewer.has(Role.SECOND_REVIEWER)) {
            throw new NotAllowed("Only a second reviewer takes a case over from somebody else.");
        }
        return take(secondReviewer, cases.open(caseId).summary(), reason);
    }

    private Claim take(Reviewer reviewer, CaseSummary summary, @Nullable TakeOverReason reason) {
        Position written = acts.claimed(reviewer, summary.caseId(), summary.subjectId(), reason);
        await(written);
        Claim now = cases.open(summary.caseId()).summary().claim();
        if (now == null) {
            throw new LogUnavailable("The claim on " + summary.caseId() + " lapsed before it was read back; try again");
        }
        if (!now.isHeldBy(reviewer)) {
            throw new ClaimHeld(summary.caseId(), now);
        }
        return now;
    }

    @Override
    public void release(Reviewer reviewer, String caseId) {
        CaseSummary summary = cases.get(caseId).summary();
        Claim claim = summary.claim();
        if (claim != null && claim.isHeldBy(reviewer)) {
            await(acts.released(reviewer, caseId, summary.subjectId()));
        }
    }

    /** Renews a claim that would lapse soon; does nothing if the reviewer has none. Does not wait for the index. */
    void renewIfDue(Reviewer reviewer, CaseSummary summary) {
        Claim claim = summary.claim();
        if (claim != null && claim.isHeldBy(reviewer) && isDueForRenewal(claim)) {
            acts.claimed(reviewer, summary.caseId(), summary.subjectId(), null);
        }
    }

    private boolean isDueForRenewal(Claim claim) {
        return claim.until().minus(RENEW_BEFORE).isBefore(clock.instant());
    }

    private void await(Position written) {
        if (!follower.awaitApplied(written, PATIENCE)) {
            throw new LogUnavailable("The review index did not read back what was written within "
                    + PATIENCE.toSeconds() + " s; it may still be catching up. Look again in a moment");
        }
    }

    static void requireDecider(Reviewer reviewer) {
        if (!reviewer.mayDecide()) {
            throw new NotAllowed("Claiming and deciding need the role reviewer or second-reviewer.");
        }
    }

    @Override
    public List<CaseSummary> heldBy(Reviewer reviewer) {
        return store.reader()
                .withHandle(handle -> handle.createQuery("select " + CaseRows.COLUMNS
                                + " from cases c where claim_holder = ? and claim_until > ? and state < 2"
                                + " order by due, quarantined_at, id")
                        .bind(0, reviewer.id())
                        .bind(1, clock.millis())
                        .map((row, context) -> rows.row(row).summary())
                        .list());
    }
}
