// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

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

    private static final String PREFIX = "first.";
    private static final int PARTITIONS = 4;
    private static final int OTHER_SUBJECTS = Integer.getInteger("first-start.subjects", 120_000);
    private static final int SUBJECTS = 8_000;

    @Test
    void shouldJudgeNothingBeforeTheTableIsRead(@TempDir Path folder) {
        try (RaceCluster cluster = RaceCluster.start(folder, PARTITIONS)) {
            cluster.createTopics(PREFIX, "CreateTime", partition -> RaceCluster.CONSENT_BROKER);
            List<String> withdrawing = cluster.newSubjectsEverywhere(SUBJECTS / PARTITIONS);
            List<String> consenting = cluster.newSubjectsEverywhere(SUBJECTS / PARTITIONS);
            try (RacingPublisher publisher =
                    new RacingPublisher(cluster, List.of(PREFIX), "publisher", Promise.ACKS_ALL, Duration.ZERO)) {
                publisher.grant(withdrawing);
                publisher.grant(cluster.newSubjectsEverywhere(OTHER_SUBJECTS / PARTITIONS));
                publisher.grant(consenting);
                publisher.withdraw(withdrawing);
                publisher.send(withdrawing);
                publisher.send(consenting);
            }

            try (Outcomes outcomes = new Outcomes(cluster, PREFIX)) {
                try (GateRunner gate = cluster.startGate(PREFIX, "gate", Map.of())) {
                    RaceCluster.awaitRunning(gate);
                    outcomes.awaitAll(withdrawing);
                    outcomes.awaitAll(consenting);
                }
                outcomes.update();
                outcomes.assertAllQuarantinedForTheirWithdrawal(withdrawing);
                outcomes.assertAllCleared(consenting);
                System.out.printf(
                        "First start on a table of %d subjects: %d withdrawn sends, %d cleared%n",
                        OTHER_SUBJECTS + 2 * SUBJECTS, SUBJECTS, outcomes.cleared(withdrawing));
            }
        }
    }
}
