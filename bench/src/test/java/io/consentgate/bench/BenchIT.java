// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small runs of what bench/run does, each of which checks that every event came out where it was to. */
class BenchIT {

    @TempDir
    Path folder;

    @Test
    void shouldDrainABacklogByEachContender() throws Exception {
        ThroughputCommand throughput = new ThroughputCommand();
        // The one without the barrier runs in turns, below; there is no other build here.
        throughput.contenders = EnumSet.complementOf(EnumSet.of(Contender.GATE_WITHOUT_BARRIER, Contender.OTHER_GATE));
        throughput.rounds = 1;
        throughput.messages = 20_000;
        throughput.subjects = 2_000;

        String table = throughput.measure(folder).table();

        for (Contender contender : throughput.contenders) {
            assertThat(table).contains("| " + contender.label() + " |");
        }
    }

    @Test
    void shouldDrainWholeBacklogsOneAfterAnother() throws Exception {
        ThroughputCommand throughput = new ThroughputCommand();
        throughput.contenders = EnumSet.of(Contender.BARE_PASS_THROUGH);
        throughput.leg = 0;
        throughput.rounds = 2;
        throughput.messages = 20_000;
        throughput.subjects = 2_000;

        assertThat(throughput.measure(folder).table()).contains("| " + Contender.BARE_PASS_THROUGH.label() + " |");
    }

    @Test
    void shouldDrainABacklogInTurns() throws Exception {
        BarrierCostCommand barrierCost = new BarrierCostCommand();
        barrierCost.rounds = 1;
        barrierCost.turnMs = 50;
        barrierCost.messages = 300_000;
        barrierCost.warmUp = 0.05;
        barrierCost.subjects = 2_000;

        ThroughputReport report = barrierCost.measure(folder);

        assertThat(report.costOfTheBarrier()).contains("| throughput lost |", ", 1 pairs |");
        assertThat(report.measurements())
                .extracting(Measurement::contender)
                .containsExactly(Contender.GATE_WITHOUT_BARRIER, Contender.GATE);
        assertThat(report.measurements())
                .allSatisfy(measured ->
                        assertThat(measured.recordsPerSecond()).isPositive().isFinite());
    }

    @Test
    void shouldTimeMessagesUnderLoad() throws Exception {
        LatencyCommand latency = new LatencyCommand();
        latency.contenders = List.of(Contender.GATE);
        latency.rates = List.of(200);
        latency.rounds = 1;
        latency.seconds = 3;
        latency.warmUpSeconds = 1;
        latency.subjects = 1_000;

        assertThat(latency.measure(folder).runs())
                .singleElement()
                .satisfies(run -> assertThat(run.p99()).isPositive());
    }

    @Test
    void shouldTimeTheReviewQueue() throws Exception {
        ReviewQueueCommand reviewQueue = new ReviewQueueCommand();
        reviewQueue.cases = 500;
        reviewQueue.seconds = 2;
        reviewQueue.warmUpSeconds = 1;

        assertThat(reviewQueue.measure(folder)).contains("| all of these | 40 |");
    }
}
