// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.barrier.RacingPublisher.Promise;
import io.consentgate.run.GateRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gate that has never run finds a large table whose withdrawals come last, and events that wait already. Kafka Streams
 * is RUNNING long before it has read the table.
 *
 * <p>{@code -Dfirst-start.subjects=1000000} for the full size, as in {@code bench/barrier-proof}.
 */
class FirstStartIT {

    private static final String GATE = "gate.";
    private static final String CONTROL = "control.";
    private static final int PARTITIONS = 4;
    private static final int OTHER_SUBJECTS = Integer.getInteger("first-start.subjects", 120_000);
    private static final int SUBJECTS = 4_000;

    @Test
    void shouldJudgeNothingBeforeTheTableIsRead(@TempDir Path folder) {
        try (RaceCluster cluster = RaceCluster.start(folder, PARTITIONS)) {
            List<String> withdrawing = cluster.newSubjectsEverywhere(SUBJECTS / PARTITIONS);
            List<String> consenting = cluster.newSubjectsEverywhere(SUBJECTS / PARTITIONS);
            List<String> prefixes = List.of(GATE, CONTROL);
            prefixes.forEach(
                    prefix -> cluster.createTopics(prefix, "CreateTime", partition -> RaceCluster.CONSENT_BROKER));
            try (RacingPublisher publisher =
                    new RacingPublisher(cluster, prefixes, "publisher", Promise.ACKS_ALL, Duration.ZERO)) {
                publisher.grant(withdrawing);
                publisher.grant(cluster.newSubjectsEverywhere(OTHER_SUBJECTS / PARTITIONS));
                publisher.grant(consenting);
                publisher.withdraw(withdrawing);
                publisher.send(withdrawing);
                publisher.send(consenting);
            }

            try (Outcomes outcomes = new Outcomes(cluster, GATE)) {
                try (GateRunner gate = cluster.startGate(GATE, "gate", Map.of())) {
                    RaceCluster.awaitRunning(gate);
                    outcomes.awaitAll(withdrawing);
                    outcomes.awaitAll(consenting);
                }
                outcomes.update();
                outcomes.assertAllQuarantinedForTheirWithdrawal(withdrawing);
                outcomes.assertAllCleared(consenting);
            }
            assertThatTheBarrierMadeTheDifference(cluster, withdrawing);
        }
    }

    /** The control has the gate's own settings, none of which waits for anything. */
    private static void assertThatTheBarrierMadeTheDifference(RaceCluster cluster, List<String> withdrawing) {
        try (Outcomes unguarded = new Outcomes(cluster, CONTROL);
                GateRunner control = cluster.startControl(CONTROL, Map.of("KAFKA_MAX_TASK_IDLE_MS", "-1"))) {
            RaceCluster.awaitRunning(control);
            unguarded.awaitAll(withdrawing);
            long judgedRightly = unguarded.quarantinedForTheirWithdrawal(withdrawing);
            System.out.printf(
                    "First start on a table of %d: %d withdrawn sends, of which the gate cleared none; without the"
                            + " barrier %d were cleared and %d judged before their withdrawal was read%n",
                    OTHER_SUBJECTS + 2 * SUBJECTS, SUBJECTS, unguarded.cleared(withdrawing), SUBJECTS - judgedRightly);
            assertThat(judgedRightly)
                    .as("sends that the control without a barrier judged by their withdrawal")
                    .isLessThan(SUBJECTS);
        }
    }
}
