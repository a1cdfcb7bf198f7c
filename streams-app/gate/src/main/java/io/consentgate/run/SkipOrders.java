// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.topology.Skips;
import io.consentgate.topology.Skips.Skip;
import io.consentgate.topology.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators had the gate step over. Kept on the cluster as offsets of a consumer group without members, {@code
 * <application-id>-skip}, so that whichever instance comes to the record knows of it: the offset is the record's, its
 * metadata the topic's id, with a sign where the record is not to be read, and the reason. An order ends when the gate's position is past it; brokers forget it after {@code
 * offsets.retention.minutes}.
 */
public final class SkipOrders {

    private static final Logger LOG = LoggerFactory.getLogger(SkipOrders.class);

    /** Behind the topic's id. A version of the gate that does not know it takes it for another topic's, and reads the record. */
    private static final String UNREAD = ":unread";

    private final Admin admin;
    private final String group;
    private final String orders;
    private final Topics topics;

    /** @param admin stays the caller's to close */
    public SkipOrders(Admin admin, String applicationId, Topics topics) {
        this.admin = admin;
        this.group = applicationId;
        this.orders = applicationId + "-skip";
        this.topics = topics;
    }

    /**
     * Has the gate step over a record, from its next start on. An earlier order for the same partition ends.
     *
     * @param reason for the dead letter; no personal data
     * @param unread whether it is not even to be fetched
     * @throws SkipRefused when the gate does not read there, there is no such record, it is past it, or it is a consent that
     *     is not to be fetched
     */
    public void order(TopicPartition partition, long offset, String reason, boolean unread) {
        TopicDescription topic = checked(partition, offset);
        if (unread && topics.consent().contains(partition.topic())) {
            throw new SkipRefused(
                    "the consent at offset " + offset + " of " + partition
                            + " cannot be stepped over without reading it: nobody could say whose consent must not count any more,"
                            + " and an older grant would stand. Start the gate once with more heap (-Xmx), so that it reads it");
        }
        TopicAdmin.await(admin.alterConsumerGroupOffsets(
                        orders,
                        Map.of(
                                partition,
                                new OffsetAndMetadata(offset, topic.topicId() + (unread ? UNREAD : "") + " " + reason)))
                .all());
    }

    /**
     * Makes sure that there is such a record, and that the gate has yet to read it.
     *
     * @throws SkipRefused when not
     */
    public void requireRecord(TopicPartition partition, long offset) {
        checked(partition, offset);
    }

    private TopicDescription checked(TopicPartition partition, long offset) {
        if (!topics.copartitioned().contains(partition.topic())) {
            throw new SkipRefused(partition.topic() + " is no topic that the gate reads; those are "
                    + String.join(", ", topics.copartitioned().stream().sorted().toList()));
        }
        TopicDescription topic = described(partition.topic());
        if (partition.partition() >= topic.partitions().size()) {
            throw new SkipRefused(partition.topic() + " has no partition " + partition.partition() + ", its last is "
                    + (topic.partitions().size() - 1));
        }
        Backlog held = held(partition);
        if (!held.mayHold(offset)) {
            throw new SkipRefused("there is no committed record at offset " + offset + " of " + partition
                    + ", which holds " + held.position() + " to " + (held.end() - 1));
        }
        OffsetAndMetadata position = offsets(group).get(partition);
        if (position != null && position.offset() > offset) {
            throw new SkipRefused("the gate is past offset " + offset + " of " + partition + ": it goes on at "
                    + position.offset() + "; nothing is stepped over");
        }
        return topic;
    }

    /** What a gate that starts now is to step over; each is logged. */
    Skips due() {
        Map<TopicPartition, Skip> due = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> ordered = offsets(orders);
        Map<TopicPartition, OffsetAndMetadata> positions = ordered.isEmpty() ? Map.of() : offsets(group);
        ordered.forEach((partition, order) -> {
            OffsetAndMetadata position = positions.get(partition);
            List<String> words = List.of(order.metadata().split(" ", 2));
            boolean past = position != null && position.offset() > order.offset();
            String topicId = topicId(partition.topic());
            // No command orders this of a consent, whose person would not be known.
            boolean unread =
                    words.get(0).equals(topicId + UNREAD) && !topics.consent().contains(partition.topic());
            // A topic that was made anew has another record there.
            boolean isOrder = words.size() == 2 && (unread || words.get(0).equals(topicId));
            // In the place of what is not read stands a record that the gate makes: never where there is none to come.
            if (!past && isOrder && (!unread || held(partition).mayHold(order.offset()))) {
                due.put(partition, new Skip(order.offset(), words.get(1), unread));
                LOG.atWarn()
                        .addKeyValue("partition", partition)
                        .addKeyValue("offset", order.offset())
                        .log("The record there will be stepped over, by an operator's word: {}", words.get(1));
            }
        });
        return new Skips(due);
    }

    private String topicId(String topic) {
        try {
            return described(topic).topicId().toString();
        } catch (SkipRefused gone) {
            return Uuid.ZERO_UUID.toString();
        }
    }

    private TopicDescription described(String topic) {
        try {
            return Objects.requireNonNull(
                    TopicAdmin.await(admin.describeTopics(List.of(topic)).allTopicNames())
                            .get(topic));
        } catch (UnknownTopicOrPartitionException absent) {
            throw new SkipRefused("there is no topic " + topic);
        }
    }

    /** All that a reader of committed records can still read of a partition. */
    private Backlog held(TopicPartition partition) {
        return new Backlog(offset(partition, OffsetSpec.earliest()), offset(partition, OffsetSpec.latest()));
    }

    private long offset(TopicPartition partition, OffsetSpec which) {
        return TopicAdmin.await(admin.listOffsets(
                                Map.of(partition, which), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .partitionResult(partition))
                .offset();
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(String ofGroup) {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(
                    TopicAdmin.await(admin.listConsumerGroupOffsets(ofGroup).partitionsToOffsetAndMetadata()));
            offsets.values().removeIf(offset -> offset == null);
            return offsets;
        } catch (GroupIdNotFoundException none) {
            return Map.of();
        }
    }
}
