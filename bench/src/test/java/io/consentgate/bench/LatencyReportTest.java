// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyReportTest {

    @Test
    void shouldCompareRunsOfTheSameRoundAndRateAlone() {
        List<LatencyReport.Run> runs = new ArrayList<>();
        for (int round = 1; round <= 3; round++) {
            runs.add(new LatencyReport.Run(round, Contender.GATE_WITHOUT_BARRIER, 500, 60, 100L * round));
            runs.add(new LatencyReport.Run(round, Contender.GATE, 500, 62, 100L * round + 3));
            runs.add(new LatencyReport.Run(round, Contender.GATE_WITHOUT_BARRIER, 2_000, 70, 900));
            runs.add(new LatencyReport.Run(round, Contender.GATE, 2_000, 73, 904));
        }

        assertThat(new LatencyReport(runs).table())
                .contains(
                        "| 500 | +2.0, no interval from fewer than 6, 3 pairs | +3.0, no",
                        "| 2,000 | +3.0, no interval from fewer than 6, 3 pairs | +4.0, no",
                        "| all of these | +2.5, 95 % between +2.0 and +3.0, 6 pairs"
                                + " | +3.5, 95 % between +3.0 and +4.0, 6 pairs | met |");
    }
}
