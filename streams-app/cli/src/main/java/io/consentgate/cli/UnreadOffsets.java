// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a consumer group has not read yet. Never guesses, because records that the group has read may have been
 * acted on.
 */
final class UnreadOffsets {

    private UnreadOffsets() {}

    /**
     * The first unread offset of each partition.
     *
     * @param beginnings first offsets of the partitions, for partitions that the group never read
     * @throws UnusableGroup if the group is running, or has never read the topic
     */
    static Map<TopicPartition, Long> of(Admin admin, String group, Map<TopicPartition, Long> beginnings) {
        requireStopped(admin, group);
        Map<TopicPartition, OffsetAndMetadata> committed = get(admin.listConsumerGroupOffsets(
                        Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(beginnings.keySet())))
                .partitionsToOffsetAndMetadata(group));
        Map<TopicPartition, Long> unread = new HashMap<>();
        boolean knowsTopic = false;
        for (Map.Entry<TopicPartition, Long> beginning : beginnings.entrySet()) {
            @Nullable OffsetAndMetadata offset = committed.get(beginning.getKey());
            knowsTopic |= offset != null;
            unread.put(
                    beginning.getKey(),
                    offset == null ? beginning.getValue() : Math.max(offset.offset(), beginning.getValue()));
        }
        if (!knowsTopic) {
            throw new UnusableGroup("consumer group " + group + " has never committed an offset on this topic, so that"
                    + " everything ever cleared would be published again; check its name");
        }
        return unread;
    }

    private static void requireStopped(Admin admin, String group) {
        ConsumerGroupDescription description;
        try {
            description = get(admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group));
        } catch (GroupIdNotFoundException e) {
            throw new UnusableGroup("there is no consumer group " + group + " on this cluster; check its name");
        }
        if (!description.members().isEmpty()) {
            throw new UnusableGroup("consumer group " + group + " is running; what it has in hand is not committed and"
                    + " might be sent twice. Stop it first");
        }
    }

    private static <T> T get(@Nullable KafkaFuture<T> answer) {
        if (answer == null) {
            throw new IllegalStateException("the admin client left out what it was asked for");
        }
        try {
            return answer.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException notFound) {
                throw notFound;
            }
            throw new KafkaException("cannot ask the brokers about the consumer group", e.getCause());
        }
    }
}
