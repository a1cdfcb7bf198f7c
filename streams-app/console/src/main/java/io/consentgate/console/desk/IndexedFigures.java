// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.Figures;
import io.consentgate.console.cases.ReviewerFigures;
import io.consentgate.console.cases.VerdictOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Computes figures from the verdicts in the index. */
final class IndexedFigures implements Figures {

    private final IndexStore store;
    private final Duration burstWithin;

    /** @param burstWithin verdicts with the same rationale within this time are a burst */
    IndexedFigures(IndexStore store, Duration burstWithin) {
        this.store = store;
        this.burstWithin = burstWithin;
    }

    /**
     * A verdict and the gate's first answer.
     *
     * @param actor who gave it; for a confirmation, the second reviewer
     * @param result null while there is no answer
     */
    private record Given(
            String actor,
            boolean confirmation,
            Optional<VerdictOutcome> outcome,
            int activeSeconds,
            Instant decidedAt,
            boolean bulk,
            boolean failsControl,
            String rationale,
            @Nullable String result,
            boolean control,
            boolean released) {

        boolean counts() {
            return !bulk && outcome.isPresent() && outcome.get() != VerdictOutcome.ESCALATE;
        }

        boolean upholds() {
            return outcome.isPresent()
                    && io.consentgate.review.facts.VerdictOutcome.valueOf(
                                    outcome.get().name())
                            .upholds();
        }
    }

    @Override
    public List<ReviewerFigures> all(Instant since) {
        Map<String, List<Given>> byReviewer = new HashMap<>();
        for (Given given : store.reader().withHandle(handle -> given(handle, null, since))) {
            byReviewer.computeIfAbsent(given.actor(), key -> new ArrayList<>()).add(given);
        }
        return byReviewer.entrySet().stream()
                .map(entry -> figures(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(ReviewerFigures::verdicts)
                        .reversed()
                        .thenComparing(ReviewerFigures::reviewer))
                .toList();
    }

    @Override
    public ReviewerFigures of(String reviewer, Instant since) {
        return figures(reviewer, store.reader().withHandle(handle -> given(handle, reviewer, since)));
    }

    private static List<Given> given(Handle handle, @Nullable String reviewer, Instant since) {
        return handle.createQuery("select coalesce(v.second_reviewer, v.reviewer) as actor,"
                        + " v.second_reviewer is not null as confirmation, v.outcome, v.active_seconds, v.decided_at,"
                        + " v.bulk, v.fails_control, v.rationale, o.result, coalesce(o.control, 0) as control,"
                        + " o.released_topic is not null as released"
                        + " from verdicts v left join outcomes o on o.verdict_id = v.verdict_id"
                        + " and o.case_id = v.case_id and o.subject = v.subject and not exists"
                        + " (select 1 from outcomes e where e.verdict_id = o.verdict_id"
                        + " and e.case_id = o.case_id and e.subject = o.subject"
                        + " and (e.partition, e.position) < (o.partition, o.position))"
                        // The gate counts no verdicts on cases that it does not hold, because anyone can invent such
                        // verdicts.
                        + " where v.decided_at >= :since and coalesce(o.held, 1)"
                        + " and (:reviewer is null or coalesce(v.second_reviewer, v.reviewer) = :reviewer)"
                        + " order by v.decided_at, v.partition, v.position")
                .bind("since", since.toEpochMilli())
                .bind("reviewer", reviewer)
                .map((row, context) -> new Given(
                        row.getString("actor"),
                        row.getBoolean("confirmation"),
                        CaseRows.outcome(row.getString("outcome")),
                        row.getInt("active_seconds"),
                        Instant.ofEpochMilli(row.getLong("decided_at")),
                        row.getBoolean("bulk"),
                        row.getBoolean("fails_control"),
                        HexFormat.of().formatHex(row.getBytes("rationale")),
                        row.getString("result"),
                        row.getBoolean("control"),
                        row.getBoolean("released")))
                .list();
    }

    private ReviewerFigures figures(String reviewer, List<Given> all) {
        List<Given> verdicts = all.stream().filter(Given::counts).toList();
        List<Given> decisions = verdicts.stream()
                .filter(given -> given.outcome().orElseThrow().isDecision())
                .toList();
        List<Given> controls = verdicts.stream().filter(Given::control).toList();
        return new ReviewerFigures(
                reviewer,
                verdicts.size(),
                verdicts.stream()
                        .filter(given -> "REFUSED".equals(given.result()))
                        .count(),
                median(verdicts),
                decisions.stream()
                        .filter(given -> given.outcome().orElseThrow() == VerdictOutcome.DECIDE_UPHOLD)
                        .count(),
                decisions.size(),
                verdicts.stream().filter(Given::released).count(),
                longestBurst(verdicts),
                controls.size(),
                controls.stream().filter(Given::failsControl).count(),
                all.stream().filter(Given::confirmation).count());
    }

    private static @Nullable Duration median(List<Given> verdicts) {
        if (verdicts.isEmpty()) {
            return null;
        }
        long[] millis = verdicts.stream()
                .mapToLong(given -> given.activeSeconds() * 1_000L)
                .sorted()
                .toArray();
        int middle = millis.length / 2;
        return Duration.ofMillis(millis.length % 2 == 1 ? millis[middle] : (millis[middle - 1] + millis[middle]) / 2);
    }

    /** Counts as the gate does: rejecting a whole campaign for one reason is no rubber-stamping. */
    private long longestBurst(List<Given> verdicts) {
        int longest = 0;
        Map<String, List<Given>> byRationale = new HashMap<>();
        for (Given given : verdicts) {
            if (!given.upholds()) {
                continue;
            }
            List<Given> run = byRationale.computeIfAbsent(given.rationale(), key -> new ArrayList<>());
            run.add(given);
            while (run.get(0).decidedAt().plus(burstWithin).isBefore(given.decidedAt())) {
                run.remove(0);
            }
            longest = Math.max(longest, run.size());
        }
        return longest;
    }
}
