// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What one contender has more than another, round by round. The rounds of a pair are neighbours in time, so what slows
 * the machine down for longer than a round is in both and drops out; what is left of it shows as a wide interval.
 */
final class Differences {

    /** Chance that the median lies outside of the interval, on each side. */
    private static final double TAIL = 0.025;

    private final double[] sorted;

    Differences(double... differences) {
        sorted = differences.clone();
        Arrays.sort(sorted);
    }

    boolean isEmpty() {
        return sorted.length == 0;
    }

    /** In which the median of all possible rounds lies, with a confidence of 95 %. */
    record Interval(double least, double most) {}

    double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * The interval of the sign test: from the k-th smallest difference to the k-th largest. It takes nothing for granted
     * about how the differences are distributed. Empty for fewer than six, which cannot give that confidence.
     */
    Optional<Interval> interval() {
        int k = 0;
        double binomial = Math.pow(0.5, sorted.length);
        double below = binomial;
        while (below <= TAIL) {
            k++;
            binomial *= (sorted.length - k + 1) / (double) k;
            below += binomial;
        }
        return k == 0 ? Optional.empty() : Optional.of(new Interval(sorted[k - 1], sorted[sorted.length - k]));
    }

    /** Whether the median is at most this, at least not, or cannot be told from these rounds. */
    String against(double target) {
        return interval()
                .map(interval -> {
                    if (interval.most() <= target) {
                        return "met";
                    }
                    return interval.least() > target ? "missed" : "not shown";
                })
                .orElse("not shown");
    }

    /** {@code +1.5, 95 % between -0.2 and +3.1, 12 pairs}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%+.1f, %s, %d pairs",
                median(),
                interval()
                        .map(interval -> String.format(
                                Locale.ROOT, "95 %% between %+.1f and %+.1f", interval.least(), interval.most()))
                        .orElse("no interval from fewer than 6"),
                sorted.length);
    }
}
