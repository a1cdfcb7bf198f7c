// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the group's positions in the cluster, and moves them on an operator's request.
 *
 * <p>Other instances may run meanwhile, so the order of requests matters: beginnings, then state, then positions, then
 * ends. In another order, a group that moves on would seem to have lost its position.
 */
final class GroupPositions {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Admin admin;
    private final Properties client;
    private final String group;

    /** @param client options of a client of the same cluster as the admin's */
    GroupPositions(Admin admin, Properties client, String group) {
        this.admin = admin;
        this.client = client;
        this.group = group;
    }

    /**
     * The current state.
     *
     * @param inputs partition counts of the gate's inputs, by topic
     * @param judgedTopics those inputs whose records are judged
     * @param changelogs partition counts of the gate's existing changelogs, by topic
     * @throws org.apache.kafka.common.errors.RetriableException when a leader or the group's coordinator does not
     *     answer
     */
    Continuation read(Map<String, Integer> inputs, Set<String> judgedTopics, Map<String, Integer> changelogs) {
        List<TopicPartition> partitions = partitions(inputs).toList();
        Map<TopicPartition, Long> beginnings = offsets(partitions, OffsetSpec.earliest());
        Continuation first = continuation(judgedTopics, beginnings, false, Set.of());
        Set<Integer> doubtful = first.withoutPosition();
        first.leftOut().forEach(partition -> doubtful.add(partition.partition()));
        Set<Integer> judged = judged(partitions(changelogs)
                .filter(partition -> doubtful.contains(partition.partition()))
                .toList());
        Continuation seen = first.with(judged);
        if (seen.findings().isEmpty()) {
            return seen;
        }
        // The missing positions may be in a transaction that is being committed. Only this request waits for it.
        // Otherwise, a killed gate would wait for the time-out of its own transaction, which it must abort first.
        return continuation(judgedTopics, beginnings, true, judged);
    }

    /**
     * Moves the group's positions for good: a gate that finds no records there commits no position of its own.
     *
     * @throws PreflightFailed when an instance of the gate is in the group, running or expected back
     */
    void move(Map<TopicPartition, Long> positions) {
        Map<TopicPartition, OffsetAndMetadata> asked = new HashMap<>();
        positions.forEach((partition, offset) -> asked.put(partition, new OffsetAndMetadata(offset)));
        try {
            TopicAdmin.await(admin.alterConsumerGroupOffsets(group, asked).all());
        } catch (UnknownMemberIdException running) {
            throw new PreflightFailed(List.of("another instance of the gate is in group " + group
                    + ", which cannot be moved so. Stop all of them, wait for session.timeout.ms (45 s), and start one "
                    + "with the option"));
        }
    }

    /**
     * Where the group has committed records to read. A quiet partition may have only transaction markers.
     *
     * @param inputs partition counts of the gate's inputs, by topic
     */
    Map<TopicPartition, Backlog> backlogs(Map<String, Integer> inputs) {
        List<TopicPartition> partitions = partitions(inputs).toList();
        Map<TopicPartition, Long> positions = offsets(partitions, OffsetSpec.earliest());
        positions.putAll(committed(partitions, false));
        Map<TopicPartition, Backlog> backlogs = new HashMap<>();
        offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED).forEach((partition, end) -> {
            Long position = positions.get(partition);
            if (position != null && position < end) {
                backlogs.put(partition, new Backlog(position, end));
            }
        });
        return backlogs;
    }

    private Continuation continuation(
            Set<String> judgedTopics, Map<TopicPartition, Long> beginnings, boolean stable, Set<Integer> judged) {
        Map<TopicPartition, Long> committed = committed(beginnings.keySet(), stable);
        return new Continuation(
                group, judgedTopics, beginnings, committed, offsets(beginnings.keySet(), OffsetSpec.latest()), judged);
    }

    private Map<TopicPartition, Long> committed(Collection<TopicPartition> partitions, boolean stable) {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        Map<TopicPartition, OffsetAndMetadata> found = answered(partitions, stable);
        // Kafka's admin client asks once, and omits positions of transactions that are about to commit (as of 4.3). The
        // answer maps a partition without a position to null.
        while (stable && !found.keySet().containsAll(partitions)) {
            if (System.nanoTime() > giveUpAt) {
                Set<TopicPartition> unstable = new HashSet<>(partitions);
                unstable.removeAll(found.keySet());
                throw new TimeoutException("the position of group " + group + " on " + unstable
                        + " stays in a transaction that is neither committed nor aborted");
            }
            LockSupport.parkNanos(POLL.toNanos());
            found = answered(partitions, stable);
        }
        Map<TopicPartition, Long> committed = new HashMap<>();
        found.forEach((partition, position) -> {
            if (position != null) {
                committed.put(partition, position.offset());
            }
        });
        return committed;
    }

    private Map<TopicPartition, OffsetAndMetadata> answered(Collection<TopicPartition> partitions, boolean stable) {
        try {
            return TopicAdmin.await(admin.listConsumerGroupOffsets(
                            Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)),
                            new ListConsumerGroupOffsetsOptions().requireStable(stable))
                    .partitionsToOffsetAndMetadata(group));
        } catch (GroupIdNotFoundException never) {
            Map<TopicPartition, OffsetAndMetadata> none = new HashMap<>();
            partitions.forEach(partition -> none.put(partition, null));
            return none;
        }
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
        return offsets(partitions, which, IsolationLevel.READ_UNCOMMITTED);
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        TopicAdmin.await(admin.listOffsets(
                                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which)),
                                new ListOffsetsOptions(isolation))
                        .all())
                .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }

    /**
     * Partitions with a committed row in any of these changelogs. The end offset is no proof: the log may also hold
     * uncommitted rows of a killed gate.
     */
    private Set<Integer> judged(List<TopicPartition> changelogs) {
        Set<Integer> judged = new TreeSet<>();
        if (changelogs.isEmpty()) {
            return judged;
        }
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(changelogs);
            consumer.seekToBeginning(changelogs);
            Map<TopicPartition, Long> ends = consumer.endOffsets(changelogs);
            Set<TopicPartition> unknown = new HashSet<>(changelogs);
            long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                unknown.removeIf(changelog -> judged.contains(changelog.partition())
                        || consumer.position(changelog) >= Objects.requireNonNull(ends.get(changelog)));
                if (unknown.isEmpty()) {
                    return judged;
                }
                if (System.nanoTime() > giveUpAt) {
                    throw new TimeoutException("cannot read " + unknown + " to see whether the gate has judged there");
                }
                consumer.pause(changelogs.stream()
                        .filter(changelog -> !unknown.contains(changelog))
                        .toList());
                consumer.poll(POLL).partitions().forEach(changelog -> judged.add(changelog.partition()));
            }
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        Properties options = new Properties();
        options.putAll(client);
        options.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // One row suffices.
        options.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 16 * 1024);
        options.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Stream<TopicPartition> partitions(Map<String, Integer> topics) {
        return topics.entrySet().stream()
                .flatMap(topic -> IntStream.range(0, topic.getValue())
                        .mapToObj(partition -> new TopicPartition(topic.getKey(), partition)));
    }
}
