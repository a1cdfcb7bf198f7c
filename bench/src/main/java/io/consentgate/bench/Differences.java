// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The differences between two contenders, round by round. The runs of a pair are parallel or close in time. A slowdown
 * of the machine that lasts longer affects both, and cancels out; the rest shows as a wide interval.
 */
final class Differences {

    /** Probability on each side that the middle lies outside the interval. */
    private static final double TAIL = 0.025;

    private final double[] sorted;

    Differences(double... differences) {
        sorted = differences.clone();
        Arrays.sort(sorted);
    }

    boolean isEmpty() {
        return sorted.length == 0;
    }

    /** Contains the middle of all possible rounds with a confidence of 95 %. */
    record Interval(double least, double most) {}

    /**
     * The middle of the differences.
     *
     * @param interval empty for fewer than six differences, which cannot give this confidence
     */
    record Estimate(double middle, Optional<Interval> interval, int pairs) {

        /** Whether the middle is at most the target, above it, or undecided by these rounds. */
        String against(double target) {
            return interval.map(interval -> {
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
                    middle,
                    interval.map(interval -> String.format(
                                    Locale.ROOT, "95 %% between %+.1f and %+.1f", interval.least(), interval.most()))
                            .orElse("no interval from fewer than 6"),
                    pairs);
        }
    }

    /**
     * The median, with the interval of the sign test. Makes no assumption about the distribution of the differences.
     */
    Estimate bySigns() {
        return estimate(
                sorted,
                sumOfPositive(IntStream.range(0, sorted.length).map(each -> 1).toArray()));
    }

    /**
     * The Hodges–Lehmann estimate, with the interval of Wilcoxon's signed-rank test. Narrower than {@link #bySigns},
     * but only valid if the differences are symmetric about their middle (Hollander, Wolfe and Chicken, Nonparametric
     * Statistical Methods, 3rd ed., 3.2 and 3.3).
     */
    Estimate byRanks() {
        return estimate(
                walshAverages(),
                sumOfPositive(IntStream.rangeClosed(1, sorted.length).toArray()));
    }

    /**
     * The interval from the k-th smallest value to the k-th largest.
     *
     * @param chances of a test statistic; k is the largest number for which the statistic is below k with a probability
     *     of at most {@link #TAIL}
     */
    private Estimate estimate(double[] values, double[] chances) {
        int k = 0;
        for (double below = chances[0]; below <= TAIL; below += chances[k]) {
            k++;
        }
        return new Estimate(
                median(values),
                k == 0 ? Optional.empty() : Optional.of(new Interval(values[k - 1], values[values.length - k])),
                sorted.length);
    }

    /**
     * The distribution of the rank sum of positive differences, under the assumption that the middle is 0.
     *
     * @param ranks of the differences; all 1 to count them
     * @return the probability of each sum from 0
     */
    private static double[] sumOfPositive(int... ranks) {
        double[] chances = new double[IntStream.of(ranks).sum() + 1];
        chances[0] = 1;
        for (int rank : ranks) {
            for (int sum = chances.length - 1; sum >= 0; sum--) {
                chances[sum] = (chances[sum] + (sum < rank ? 0 : chances[sum - rank])) / 2;
            }
        }
        return chances;
    }

    /** The means of all pairs of differences, including each with itself; sorted. */
    private double[] walshAverages() {
        double[] averages = new double[sorted.length * (sorted.length + 1) / 2];
        int next = 0;
        for (int i = 0; i < sorted.length; i++) {
            for (int j = i; j < sorted.length; j++) {
                averages[next++] = (sorted[i] + sorted[j]) / 2;
            }
        }
        Arrays.sort(averages);
        return averages;
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
