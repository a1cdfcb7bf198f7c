// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.review.ReviewOptions.Thresholds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A reviewer's latest verdicts, oldest first, with what distinguishes a real decision from a mere signature (WP251
 * rev.01, IV.A). Immutable.
 */
public record ReviewerFigures(List<Act> acts) {

    public static final ReviewerFigures NONE = new ReviewerFigures(List.of());

    public ReviewerFigures {
        acts = List.copyOf(acts);
    }

    /**
     * One verdict.
     *
     * @param upheld whether the verdict released the event, or decided, without departing from the system
     * @param rationale digest of the rationale, the same for the same words
     * @param failedControl whether the verdict would have released a planted case
     */
    public record Act(Instant at, int activeSeconds, boolean upheld, long rationale, boolean failedControl) {}

    /** These verdicts and one more; beyond the window the oldest is dropped. */
    public ReviewerFigures with(Act act, int window) {
        List<Act> more = new ArrayList<>(acts);
        more.add(act);
        return new ReviewerFigures(more.subList(Math.max(0, more.size() - window), more.size()));
    }

    /** The figures beyond their thresholds; no facts when there are none. */
    Facts pattern(Thresholds thresholds) {
        Facts pattern = Facts.NONE;
        if (acts.size() >= thresholds.least()) {
            long median = medianSeconds();
            if (median < thresholds.medianFloor().toSeconds()) {
                pattern = pattern.and(Fact.MEDIAN_SECONDS, median);
            }
            double upheld = (double) acts.stream().filter(Act::upheld).count() / acts.size();
            if (upheld > thresholds.mostUpheld()) {
                pattern = pattern.and(Fact.SHARE_UPHELD, Math.round(upheld * 100) + " %");
            }
        }
        int same = largestBurst(thresholds);
        if (same >= thresholds.burst()) {
            pattern = pattern.and(Fact.SAME_RATIONALE, same);
        }
        long failed = acts.stream().filter(Act::failedControl).count();
        if (failed >= thresholds.failedControls()) {
            pattern = pattern.and(Fact.FAILED_CONTROLS, failed);
        }
        return pattern.isEmpty() ? pattern : pattern.and(Fact.VERDICTS_SEEN, acts.size());
    }

    /** Of an even number, the lower of the two middle values. */
    private long medianSeconds() {
        List<Integer> sorted = acts.stream().map(Act::activeSeconds).sorted().toList();
        return sorted.get((sorted.size() - 1) / 2);
    }

    /**
     * The most upholding verdicts with one rationale within the burst's time. Rejecting a whole campaign for one reason
     * is no rubber-stamping.
     */
    private int largestBurst(Thresholds thresholds) {
        int largest = 0;
        for (Act last : acts) {
            Instant from = last.at().minus(thresholds.burstWithin());
            int same = 0;
            for (Act act : acts) {
                if (act.upheld()
                        && act.rationale() == last.rationale()
                        && !act.at().isBefore(from)
                        && !act.at().isAfter(last.at())) {
                    same++;
                }
            }
            largest = Math.max(largest, same);
        }
        return largest;
    }
}
