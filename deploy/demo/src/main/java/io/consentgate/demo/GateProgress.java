// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The gate's progress by its committed offsets, seen from outside like any lag monitor. */
final class GateProgress implements AutoCloseable {

    private final Admin admin;
    private final String group;
    private final int partitions;

    GateProgress(Cluster cluster, String group) {
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()));
        this.group = group;
        this.partitions = cluster.partitions();
    }

    /** The current end of the topics, including records of open transactions. */
    Map<TopicPartition, Long> endOf(Collection<String> topics) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (String topic : topics) {
            for (int partition = 0; partition < partitions; partition++) {
                asked.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> found =
                await(admin.listOffsets(asked).all());
        found.forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Whether the gate has committed everything before these offsets. */
    boolean isPast(Map<TopicPartition, Long> offsets) {
        return remaining(offsets) == 0;
    }

    /** Number of offsets before these that the gate has not committed. */
    long remaining(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return offsets.entrySet().stream()
                .mapToLong(wanted -> Math.max(0, wanted.getValue() - offset(committed.get(wanted.getKey()))))
                .sum();
    }

    private static long offset(@Nullable OffsetAndMetadata committed) {
        return committed == null ? 0 : committed.offset();
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while asking how far the gate has come", e);
        } catch (ExecutionException e) {
            throw new KafkaException("cannot find out how far the gate has come", e.getCause());
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
