// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.consentgate.console.cases.ActKind;
import io.consentgate.console.cases.Activity;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.Claims;
import io.consentgate.console.cases.Reviewer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Time and evidence of each reviewer's look at a case. Kept in memory between signs of life. After a restart or on
 * another console, it continues from the recorded acts, which never exceed what was measured.
 */
final class MeasuredActivity implements Activity {

    private static final long MOST_LOOKS = 100_000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(12);

    private final IndexStore store;
    private final Cases cases;
    private final ActRecorder acts;
    private final LoggedClaims claims;
    private final Clock clock;
    private final Cache<Key, Slot> slots = Caffeine.newBuilder()
            .maximumSize(MOST_LOOKS)
            .expireAfterAccess(FORGOTTEN_AFTER)
            .build();

    private record Key(String reviewer, String caseId) {}

    /** One reviewer's look at one case, if they have opened it. Guarded by its own lock. */
    private static final class Slot {
        private @Nullable Look look;
        private boolean restored;
    }

    private static final class Look {
        private final Instant openedAt;
        private final Set<CasePart> looked = EnumSet.noneOf(CasePart.class);
        private Instant lastSign;
        private Duration active = Duration.ZERO;

        Look(Instant openedAt) {
            this.openedAt = openedAt;
            this.lastSign = openedAt;
        }

        void sign(Instant at) {
            Duration gap = Duration.between(lastSign, at);
            if (gap.isNegative()) {
                return;
            }
            active = active.plus(gap.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : gap);
            lastSign = at;
        }
    }

    MeasuredActivity(IndexStore store, Cases cases, ActRecorder acts, LoggedClaims claims, Clock clock) {
        this.store = store;
        this.cases = cases;
        this.acts = acts;
        this.claims = claims;
        this.clock = clock;
    }

    /** A reviewer opens the page of a case. After an absence longer than a claim's lease, the look begins again. */
    void opened(Reviewer reviewer, CaseSummary summary) {
        Slot slot = slot(reviewer, summary.caseId());
        synchronized (slot) {
            Look look = look(slot, reviewer, summary.caseId());
            Instant now = clock.instant();
            if (look == null || look.lastSign.plus(Claims.LEASE).isBefore(now)) {
                slot.look = new Look(acts.opened(reviewer, summary.caseId(), summary.subjectId()));
            } else {
                look.sign(now);
            }
        }
        claims.renewIfDue(reviewer, summary);
    }

    @Override
    public void lookedAt(Reviewer reviewer, String caseId, CasePart part) {
        CaseSummary summary = cases.get(caseId).summary();
        Slot slot = slot(reviewer, caseId);
        synchronized (slot) {
            Look look = look(slot, reviewer, caseId);
            if (look == null || look.looked.contains(part)) {
                if (look != null) {
                    look.sign(clock.instant());
                }
                return;
            }
            acts.lookedAt(reviewer, caseId, summary.subjectId(), part);
            look.looked.add(part);
            look.sign(clock.instant());
        }
        claims.renewIfDue(reviewer, summary);
    }

    /** A reviewer saw a masked part, which is already recorded. */
    void unmasked(Reviewer reviewer, String caseId, CasePart part) {
        Slot slot = slot(reviewer, caseId);
        synchronized (slot) {
            Look look = look(slot, reviewer, caseId);
            if (look != null) {
                look.looked.add(part);
                look.sign(clock.instant());
            }
        }
    }

    @Override
    public void present(Reviewer reviewer, String caseId) {
        Slot slot = slot(reviewer, caseId);
        synchronized (slot) {
            Look look = look(slot, reviewer, caseId);
            if (look != null) {
                look.sign(clock.instant());
            }
        }
        claims.renewIfDue(reviewer, cases.get(caseId).summary());
    }

    @Override
    public Optional<Consideration> consideration(Reviewer reviewer, String caseId) {
        Slot slot = slot(reviewer, caseId);
        synchronized (slot) {
            Look look = look(slot, reviewer, caseId);
            return look == null
                    ? Optional.empty()
                    : Optional.of(new Consideration(look.openedAt, look.active, look.looked));
        }
    }

    private Slot slot(Reviewer reviewer, String caseId) {
        return Objects.requireNonNull(slots.get(new Key(reviewer.id(), caseId), key -> new Slot()));
    }

    private @Nullable Look look(Slot slot, Reviewer reviewer, String caseId) {
        if (!slot.restored) {
            slot.look = restored(reviewer, caseId);
            slot.restored = true;
        }
        return slot.look;
    }

    private record Act(ActKind kind, @Nullable String part, Instant at) {}

    private @Nullable Look restored(Reviewer reviewer, String caseId) {
        List<Act> recorded = store.reader()
                .withHandle(handle -> handle.createQuery(
                                "select act, part, at from acts where case_id = ? and actor = ?"
                                        + " order by partition, position")
                        .bind(0, caseId)
                        .bind(1, reviewer.id())
                        .map((row, context) -> new Act(
                                ActKind.valueOf(row.getString("act")),
                                row.getString("part"),
                                Instant.ofEpochMilli(row.getLong("at"))))
                        .list());
        Look look = null;
        for (Act act : recorded) {
            if (act.kind() == ActKind.OPENED) {
                look = new Look(act.at());
            } else if (look != null) {
                look.sign(act.at());
                Optional.ofNullable(act.part()).flatMap(CasePart::of).ifPresent(look.looked::add);
            }
        }
        return look;
    }
}
