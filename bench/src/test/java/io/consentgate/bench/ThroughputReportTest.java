// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThroughputReportTest {

    @Test
    void shouldCompareTheGateWithAndWithoutItsBarrierRoundByRound() {
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 1; round <= 6; round++) {
            // Each round is slower than the one before: more than the barrier costs, and no part of it.
            double slower = 100_000.0 / round;
            measurements.add(new Measurement(round, Contender.GATE_WITHOUT_BARRIER, slower, 10 * round, 8, 2));
            measurements.add(
                    new Measurement(round, Contender.GATE, slower * (1 - 0.01 * round), 10.8 * round, 8.16, 2));
        }

        assertThat(new ThroughputReport(measurements).table())
                .contains(
                        "| gate, no barrier | 29,167 | 16,667 – 100,000 |",
                        "| throughput lost | +3.5, 95 % between +1.0 and +6.0, 6 pairs | not shown"
                                + " | +3.5, 95 % between +1.0 and +6.0, 6 pairs | not shown |",
                        "| CPU time per event added | +8.0, 95 % between +8.0 and +8.0, 6 pairs | missed |",
                        "| the same of the stream thread alone | +2.0, 95 % between +2.0 and +2.0, 6 pairs | met |",
                        "| broker CPU time per event added | +0.0, 95 % between +0.0 and +0.0, 6 pairs | met |");
    }

    @Test
    void shouldSayThatNothingWasMeasuredWhereADrainTookNoMeasurableTime() {
        assertThat(new ThroughputReport(List.of(
                                new Measurement(1, Contender.GATE_WITHOUT_BARRIER, 90_000, 10, 0, 2),
                                new Measurement(1, Contender.GATE, 90_000, 10, 0, 2)))
                        .table())
                .contains("| the same of the stream thread alone | NaN", "| throughput lost | +0.0");
    }

    @Test
    void shouldSayNothingOfTheBarrierWhereTheGateRanWithItAlone() {
        assertThat(new ThroughputReport(List.of(new Measurement(1, Contender.GATE, 100_000, 10, 8, 2))).table())
                .contains("| gate | 100,000 |")
                .doesNotContain("barrier costs");
    }
}
