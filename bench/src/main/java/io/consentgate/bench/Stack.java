// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.run.TopicAdmin;
import io.consentgate.topology.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The broker and registry under measurement, with the requests that the bench makes. Used by one thread. */
final class Stack implements AutoCloseable {

    private final ChildJvm process;
    private final String bootstrapServers;
    private final String registryUrl;
    private final Admin admin;

    private Stack(ChildJvm process, String bootstrapServers, String registryUrl) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
        this.registryUrl = registryUrl;
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    static Stack start(Path folder) {
        ChildJvm process =
                ChildJvm.start(StackProcess.class, List.of("-Xmx1g"), List.of(), Map.of(), folder.resolve("stack.log"));
        String[] addresses = process.readLine().split(" ", -1);
        return new Stack(process, addresses[0], addresses[1]);
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    String registryUrl() {
        return registryUrl;
    }

    Duration cpuTime() {
        return process.cpuTime();
    }

    /** Creates the gate's topics as production has them. */
    void createTopics(Topics topics, int partitions) {
        new TopicAdmin(admin).create(topics.specs(Duration.ofDays(30), Duration.ofDays(1095)), partitions, (short) 1);
    }

    /** The end offset of each partition of these topics. */
    Map<TopicPartition, Long> endOffsets(Collection<String> topics) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (TopicPartition partition : partitions(topics)) {
            asked.put(partition, OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(admin.listOffsets(asked).all()).forEach((partition, offset) -> ends.put(partition, offset.offset()));
        return ends;
    }

    /** A group's committed offsets; 0 for a partition without one. */
    Map<TopicPartition, Long> committed(String group, Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> found =
                await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> committed = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = found.get(partition);
            committed.put(partition, offset == null ? 0 : offset.offset());
        }
        return committed;
    }

    /** The number of committed records on a topic, without transaction markers. */
    long countRecords(String topic) {
        Set<TopicPartition> partitions = partitions(List.of(topic));
        try (Consumer<byte[], byte[]> consumer = consumer(partitions)) {
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long count = 0;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                count += consumer.poll(Duration.ofMillis(200)).count();
            }
            return count;
        }
    }

    /** {@link #countRecords} of several topics, by name. */
    Map<String, Long> recordCounts(List<String> names) {
        Map<String, Long> counts = new TreeMap<>();
        names.forEach(topic -> counts.put(topic, countRecords(topic)));
        return counts;
    }

    /** A consumer of committed records that begins at a topic's current end. */
    Consumer<byte[], byte[]> consumerAtEnd(String topic) {
        Set<TopicPartition> partitions = partitions(List.of(topic));
        Consumer<byte[], byte[]> consumer = consumer(partitions);
        consumer.seekToEnd(partitions);
        // The seek is lazy.
        partitions.forEach(consumer::position);
        return consumer;
    }

    private Consumer<byte[], byte[]> consumer(Set<TopicPartition> partitions) {
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(partitions);
        return consumer;
    }

    /** Empties topics that are not compacted. */
    void empty(Collection<String> topics) {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        for (TopicPartition partition : partitions(topics)) {
            all.put(partition, RecordsToDelete.beforeOffset(-1));
        }
        await(admin.deleteRecords(all).all());
    }

    /** Deletes the topics with this name prefix. */
    void deleteTopics(String prefix) {
        List<String> named = await(admin.listTopics().names()).stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
        await(admin.deleteTopics(named).all());
    }

    /** Moves a group without members to the beginning of these topics. */
    void rewind(String group, Collection<String> topics) {
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        partitions(topics).forEach(partition -> beginnings.put(partition, 0L));
        commit(group, beginnings);
    }

    /** Moves a group without members to the end of these topics. */
    void skip(String group, Collection<String> topics) {
        commit(group, endOffsets(topics));
    }

    private void commit(String group, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> committed.put(partition, new OffsetAndMetadata(offset)));
        await(admin.alterConsumerGroupOffsets(group, committed).all());
    }

    private Set<TopicPartition> partitions(Collection<String> topics) {
        Set<TopicPartition> partitions = new HashSet<>();
        await(admin.describeTopics(topics).allTopicNames())
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        return partitions;
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the broker", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking the broker failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
        process.close();
    }
}
