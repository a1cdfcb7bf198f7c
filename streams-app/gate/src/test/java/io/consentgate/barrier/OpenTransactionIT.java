// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.barrier.RacingPublisher.Promise;
import io.consentgate.ops.Health.Status;
import io.consentgate.run.GateRunner;
import io.consentgate.topology.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An acknowledged withdrawal that nobody can read yet, since it lies behind another publisher's open transaction: the
 * case that tells the high watermark from the last stable offset, with no race in it.
 */
class OpenTransactionIT {

    private static final String GATE = "gate.";

    enum End {
        COMMIT,
        ABORT
    }

    @TempDir
    private static Path folder;

    @AutoClose
    private static RaceCluster cluster;

    private static GateRunner gate;
    private static RacingPublisher withdrawing;

    @BeforeAll
    static void start() {
        cluster = RaceCluster.start(folder, 1);
        cluster.createTopics(GATE, "CreateTime", partition -> RaceCluster.CONSENT_BROKER);
        gate = cluster.startGate(GATE, "gate", Map.of());
        withdrawing = new RacingPublisher(cluster, List.of(GATE), "withdrawing", Promise.ACKS_ALL, Duration.ZERO);
        RaceCluster.awaitRunning(gate);
    }

    @AfterAll
    static void stop() {
        withdrawing.close();
        gate.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldJudgeNothingBeforeTheTransactionAheadOfItsWithdrawalEnds(End end) throws Exception {
        List<String> subjects = cluster.newSubjects(0, 3);
        String bystander = cluster.newSubjects(0, 1).get(0);
        withdrawing.grant(subjects);
        cluster.awaitConsentTaken(GATE);

        try (Outcomes outcomes = new Outcomes(cluster, GATE);
                KafkaProducer<byte[], byte[]> other = transactional("other-" + end)) {
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>(
                            Topics.prefixed(GATE).consentState(),
                            bystander.getBytes(UTF_8),
                            cluster.granted(bystander)))
                    .get();
            withdrawing.withdraw(subjects);
            withdrawing.send(subjects);

            RaceCluster.awaitBarrier(gate, Status.DEGRADED);
            outcomes.update();
            assertThat(outcomes.hasAny(subjects)).isFalse();

            switch (end) {
                case COMMIT -> other.commitTransaction();
                case ABORT -> other.abortTransaction();
            }
            outcomes.awaitAll(subjects);
            outcomes.assertAllQuarantinedForTheirWithdrawal(subjects);
            RaceCluster.awaitBarrier(gate, Status.UP);
        }
    }

    private static KafkaProducer<byte[], byte[]> transactional(String id) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.kafka().bootstrapServers(), "transactional.id", id),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
