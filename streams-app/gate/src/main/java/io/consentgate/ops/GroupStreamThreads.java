// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.ThreadMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream threads of a Kafka Streams client, and their group. */
final class GroupStreamThreads implements StreamThreads, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupStreamThreads.class);

    /** A probe comes every few seconds, and its own time-out is rarely shorter than this. */
    private static final Duration PATIENCE = Duration.ofMillis(800);

    /** Shortest interval between requests to the brokers, at any rate of probes. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final KafkaStreams streams;
    private final String group;
    private final Supplier<Admin> admins;
    private @Nullable Admin admin;
    private boolean held;
    private long askedAt = System.nanoTime() - KEPT.toNanos();
    private boolean closed;

    /** @param admins makes an admin client, which this class closes; used only while the process has no tasks */
    GroupStreamThreads(KafkaStreams streams, String group, Supplier<Admin> admins) {
        this.streams = streams;
        this.group = group;
        this.admins = admins;
    }

    @Override
    public KafkaStreams.State state() {
        return streams.state();
    }

    @Override
    public int activeTasks() {
        return streams.metadataForLocalThreads().stream()
                .mapToInt(thread -> thread.activeTasks().size())
                .sum();
    }

    @Override
    public Set<TopicPartition> partitions() {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized boolean othersHoldTheTasks() {
        long now = System.nanoTime();
        if (!closed && now - askedAt >= KEPT.toNanos()) {
            held = askBrokers();
            askedAt = now;
        }
        return held;
    }

    private boolean askBrokers() {
        try {
            if (admin == null) {
                admin = admins.get();
            }
            ConsumerGroupDescription description = admin.describeConsumerGroups(List.of(group))
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .get(group);
            return description != null && isHeldByOthers(description, ownClientIds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debug("The brokers do not say who holds the tasks of {}", group, e);
            return false;
        }
    }

    private Set<String> ownClientIds() {
        return streams.metadataForLocalThreads().stream()
                .map(ThreadMetadata::consumerClientId)
                .collect(Collectors.toSet());
    }

    /** A stable group has assigned all partitions, so one other member with partitions suffices. */
    private static boolean isHeldByOthers(ConsumerGroupDescription group, Set<String> ownClientIds) {
        return group.groupState() == GroupState.STABLE
                && group.members().stream()
                        .anyMatch(member -> !ownClientIds.contains(member.clientId())
                                && !member.assignment().topicPartitions().isEmpty());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }
}
