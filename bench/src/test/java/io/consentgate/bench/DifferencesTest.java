// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DifferencesTest {

    @Test
    void shouldTakeTheOrderStatisticsOfTheSignTest() {
        // P(at most 2 of 12 below the median) = 79/4096 = 1.9 %, of 3 it would be 7.3 %
        double[] twelve = IntStream.rangeClosed(1, 12).asDoubleStream().toArray();

        assertThat(new Differences(twelve).bySigns().middle()).isEqualTo(6.5);
        assertThat(new Differences(twelve).bySigns().interval()).hasValue(new Differences.Interval(3, 10));
        assertThat(new Differences(6, 5, 4, 3, 2, 1).bySigns().interval()).hasValue(new Differences.Interval(1, 6));
    }

    @Test
    void shouldTakeTheWalshAveragesOfTheSignedRankTest() {
        // Table of the signed-rank test: critical value 13 for 12 pairs, so from the 14th smallest average on
        double[] twelve = IntStream.rangeClosed(1, 12).asDoubleStream().toArray();

        assertThat(new Differences(twelve).byRanks().middle()).isEqualTo(6.5);
        assertThat(new Differences(twelve).byRanks().interval()).hasValue(new Differences.Interval(4, 9));
        assertThat(new Differences(6, 5, 4, 3, 2, 1).byRanks().interval()).hasValue(new Differences.Interval(1, 6));
        // The averages are 1, 1.5, 2, 5.5, 6, 10: not the median of the differences
        assertThat(new Differences(10, 1, 2).byRanks().middle()).isEqualTo(3.75);
    }

    @Test
    void shouldNotClaimAnIntervalThatSoFewRoundsCannotGive() {
        Differences five = new Differences(1, 2, 3, 4, 5);

        assertThat(five.byRanks().interval()).isEmpty();
        assertThat(five.bySigns().interval()).isEmpty();
        assertThat(five.bySigns().against(100)).isEqualTo("not shown");
        assertThat(five.bySigns()).hasToString("+3.0, no interval from fewer than 6, 5 pairs");
    }

    @Test
    void shouldSayWhetherATargetIsMet() {
        Differences.Estimate differences = new Differences(1, 2, 3, 4, 5, 6).bySigns();

        assertThat(differences.against(6)).isEqualTo("met");
        assertThat(differences.against(3)).isEqualTo("not shown");
        assertThat(differences.against(0.5)).isEqualTo("missed");
    }

    @Test
    void shouldHoldTheTrueMedianInNineteenOfTwentyIntervalsAtLeast() {
        assertThat(intervalsAroundNought(Differences::bySigns)).isGreaterThanOrEqualTo(9_500);
        assertThat(intervalsAroundNought(Differences::byRanks)).isGreaterThanOrEqualTo(9_450);
    }

    /** Of 10,000 drawn from a distribution whose median is 0. */
    private static int intervalsAroundNought(Function<Differences, Differences.Estimate> estimate) {
        SplittableRandom random = new SplittableRandom(1);
        int held = 0;
        for (int trial = 0; trial < 10_000; trial++) {
            // symmetric and long-tailed, as stalls of a busy machine are
            double[] drawn = random.doubles(15)
                    .map(uniform -> Math.tan(Math.PI * (uniform - 0.5)))
                    .toArray();
            Differences.Interval interval =
                    estimate.apply(new Differences(drawn)).interval().orElseThrow();
            held += interval.least() <= 0 && interval.most() >= 0 ? 1 : 0;
        }
        return held;
    }
}
