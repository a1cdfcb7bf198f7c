// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DifferencesTest {

    @Test
    void shouldTakeTheOrderStatisticsOfTheSignTest() {
        // P(at most 2 of 12 below the median) = 79/4096 = 1.9 %, of 3 it would be 7.3 %
        double[] twelve = IntStream.rangeClosed(1, 12).asDoubleStream().toArray();

        assertThat(new Differences(twelve).median()).isEqualTo(6.5);
        assertThat(new Differences(twelve).interval()).hasValue(new Differences.Interval(3, 10));
        assertThat(new Differences(6, 5, 4, 3, 2, 1).interval()).hasValue(new Differences.Interval(1, 6));
    }

    @Test
    void shouldNotClaimAnIntervalThatSoFewRoundsCannotGive() {
        Differences five = new Differences(1, 2, 3, 4, 5);

        assertThat(five.interval()).isEmpty();
        assertThat(five.against(100)).isEqualTo("not shown");
        assertThat(five).hasToString("+3.0, no interval from fewer than 6, 5 pairs");
    }

    @Test
    void shouldSayWhetherATargetIsMet() {
        Differences differences = new Differences(1, 2, 3, 4, 5, 6);

        assertThat(differences.against(6)).isEqualTo("met");
        assertThat(differences.against(3)).isEqualTo("not shown");
        assertThat(differences.against(0.5)).isEqualTo("missed");
    }

    @Test
    void shouldHoldTheTrueMedianInNineteenOfTwentyIntervalsAtLeast() {
        SplittableRandom random = new SplittableRandom(1);
        int held = 0;
        for (int trial = 0; trial < 10_000; trial++) {
            // long-tailed, as stalls of a busy machine are; the median is 0
            double[] drawn = random.doubles(15)
                    .map(uniform -> Math.tan(Math.PI * (uniform - 0.5)))
                    .toArray();
            Differences.Interval interval = new Differences(drawn).interval().orElseThrow();
            held += interval.least() <= 0 && interval.most() >= 0 ? 1 : 0;
        }

        assertThat(held).isGreaterThanOrEqualTo(9_500);
    }
}
