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
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Asks through an admin client: one ListOffsets request per broker and question. The client caches leaders until a broker
 * says that it no longer leads. READ_UNCOMMITTED makes "latest" mean the high watermark; READ_COMMITTED would give the
 * last stable offset, which can lie before a record whose commit has been acknowledged.
 *
 * <p>Neither the name nor the leader epoch tells a topic from a later one of the same name. So an answer counts only once
 * the topic's id has been looked up, at most once a second; see {@link TopicIds}.
 */
final class AdminHighWatermarks implements HighWatermarks {

    private static final long IDENTITY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Admin admin;
    private final Set<String> topics;
    private final ListOffsetsOptions options;
    private final DescribeTopicsOptions identityOptions;
    private final BlockingQueue<Answer> arrived = new LinkedBlockingQueue<>();

    private final TopicIds ids = new TopicIds();

    private KafkaFuture<Map<String, TopicDescription>> identities;
    private long identitiesAskedAt;

    /**
     * @param admin closed with this
     * @param topics every topic that will be asked about
     */
    AdminHighWatermarks(Admin admin, Set<String> topics, Duration timeout) {
        int millis = Math.toIntExact(timeout.toMillis());
        this.admin = admin;
        this.topics = Set.copyOf(topics);
        this.options = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs(millis);
        this.identityOptions = new DescribeTopicsOptions().timeoutMs(millis);
        // Now, so that the ids are known before the first stream record comes.
        this.identities = askForIdentities();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // each future ends in an answer, also when it fails
    public void ask(Question asked, Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        for (TopicPartition partition : partitions) {
            question.put(partition, OffsetSpec.latest());
        }
        KafkaFuture<Map<String, TopicDescription>> described = identities();
        ListOffsetsResult result = admin.listOffsets(question, options);
        for (TopicPartition partition : partitions) {
            result.partitionResult(partition).whenComplete((latest, error) -> {
                // Kafka's future passes null for the part that does not apply.
                if (error == null) {
                    Known answer = new Known(
                            asked,
                            partition,
                            latest.offset(),
                            latest.leaderEpoch().orElse(Known.NO_EPOCH));
                    described.whenComplete((now, unknown) -> arrived.add(
                            unknown == null
                                    ? unlessReplaced(answer)
                                    : new Unknown(asked, partition, "its topic's id: " + unknown)));
                } else {
                    arrived.add(new Unknown(asked, partition, error.toString()));
                }
            });
        }
    }

    private Answer unlessReplaced(Known answer) {
        String topic = answer.partition().topic();
        return switch (ids.standing(topic)) {
            case SAME -> answer;
            case DOUBTFUL ->
                new Unknown(
                        answer.question(),
                        answer.partition(),
                        "its topic's id: one answer named another id, " + ids.last(topic));
            case REPLACED -> new Replaced(answer.question(), answer.partition(), ids.first(topic), ids.last(topic));
        };
    }

    private KafkaFuture<Map<String, TopicDescription>> identities() {
        if (identities.isCompletedExceptionally() || System.nanoTime() - identitiesAskedAt >= IDENTITY_NANOS) {
            identities = askForIdentities();
        }
        return identities;
    }

    private KafkaFuture<Map<String, TopicDescription>> askForIdentities() {
        identitiesAskedAt = System.nanoTime();
        return admin.describeTopics(topics, identityOptions).allTopicNames().whenComplete((described, error) -> {
            if (error == null) {
                described.forEach((topic, found) -> ids.found(topic, found.topicId()));
            }
        });
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
