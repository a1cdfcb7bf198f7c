// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Asks through an admin client of its own: one ListOffsets request per broker and question, leaders cached until a
 * broker says that it no longer leads. READ_UNCOMMITTED makes "latest" mean the high watermark; READ_COMMITTED would
 * give the last stable offset, which can lie before a withdrawal whose commit has been acknowledged.
 */
final class AdminHighWatermarks implements HighWatermarks {

    private final Admin admin;
    private final ListOffsetsOptions options;
    private final BlockingQueue<Answer> arrived = new LinkedBlockingQueue<>();

    AdminHighWatermarks(Admin admin, Duration timeout) {
        this.admin = admin;
        this.options =
                new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs(Math.toIntExact(timeout.toMillis()));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // each future ends in an answer, failures too
    public void ask(Question asked, Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        for (TopicPartition partition : partitions) {
            question.put(partition, OffsetSpec.latest());
        }
        ListOffsetsResult result = admin.listOffsets(question, options);
        for (TopicPartition partition : partitions) {
            result.partitionResult(partition).whenComplete((latest, error) -> {
                // Kafka's future passes null for the part that does not apply
                if (error == null) {
                    arrived.add(new Known(
                            asked,
                            partition,
                            latest.offset(),
                            latest.leaderEpoch().orElse(Known.NO_EPOCH)));
                } else {
                    arrived.add(new Unknown(asked, partition, error.toString()));
                }
            });
        }
    }

    @Override
    public List<Answer> answers(Duration wait) {
        Answer first = arrived.poll();
        if (first == null && !wait.isZero()) {
            try {
                first = arrived.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
        if (first == null) {
            return List.of();
        }
        List<Answer> answers = new ArrayList<>();
        answers.add(first);
        arrived.drainTo(answers);
        return answers;
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
