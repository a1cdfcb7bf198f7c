// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.topology.Skips;
import io.consentgate.topology.Skips.Skip;
import io.consentgate.topology.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operators' orders to step over records. The cluster keeps them as offsets of a consumer group without members, {@code
 * <application-id>-skip}, so that every instance knows of them. The offset is the record's, and its metadata is a {@link
 * SkipOrder}. An order ends when the gate's position is past it; brokers forget it after {@code offsets.retention.minutes}.
 */
public final class SkipOrders {

    private static final Logger LOG = LoggerFactory.getLogger(SkipOrders.class);

    private static final String MORE_HEAP =
            " Or start the gate once with more heap (-Xmx), so that it reads the record";

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
     * @param skip its reason is for the dead letter: no personal data
     * @throws SkipRefused when the gate does not read there, there is no such record, it is past it, or it is a consent that
     *     is not to be fetched and cannot be that of the person named
     */
    public void order(TopicPartition partition, Skip skip) {
        TopicDescription topic = checked(partition, skip.offset());
        obstacle(partition, skip, topic.partitions().size()).ifPresent(obstacle -> {
            throw new SkipRefused("the record at offset " + skip.offset() + " of " + partition
                    + " cannot be stepped over without reading it: " + obstacle);
        });
        TopicAdmin.await(admin.alterConsumerGroupOffsets(
                        orders,
                        Map.of(
                                partition,
                                new OffsetAndMetadata(
                                        skip.offset(),
                                        new SkipOrder(topic.topicId().toString(), skip).metadata())))
                .all());
    }

    /** Why a record is not stepped over unread; empty where it may be, and for one that is read. */
    private Optional<String> obstacle(TopicPartition place, Skip skip, int partitions) {
        String subject = skip.subject();
        if (!skip.unread()) {
            return Optional.empty();
        }
        if (!topics.consent().contains(place.topic())) {
            return subject == null
                    ? Optional.empty()
                    : Optional.of("it is no consent, so that no one's row is to be changed; leave out --subject");
        }
        if (topics.isRerouted(place.topic())) {
            return Optional.of(
                    "it is a consent that the gate brought there, and only the record itself says whose it is."
                            + MORE_HEAP);
        }
        return subject == null
                ? Optional.of(
                        "no one could say whose consent must not count any more, and an older grant would stand. Name"
                                + " the person with --subject: their publisher knows the id. Or start the gate once with more"
                                + " heap (-Xmx), so that it reads the record")
                : NamedSubject.obstacle(subject, place, partitions).map(obstacle -> obstacle + "." + MORE_HEAP);
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
        ordered.forEach((partition, at) -> {
            OffsetAndMetadata position = positions.get(partition);
            boolean past = position != null && position.offset() > at.offset();
            Optional<SkipOrder> order = SkipOrder.parse(at.offset(), at.metadata());
            if (!past && order.isPresent() && isDue(partition, order.get())) {
                due.put(partition, order.get().skip());
                LOG.atWarn()
                        .addKeyValue("partition", partition)
                        .addKeyValue("offset", at.offset())
                        .log(
                                "The record there will be stepped over, by an operator's word: {}",
                                order.get().skip().reason());
            }
        });
        return new Skips(due);
    }

    private boolean isDue(TopicPartition partition, SkipOrder order) {
        TopicDescription topic;
        try {
            topic = described(partition.topic());
        } catch (SkipRefused gone) {
            return false;
        }
        if (!order.topicId().equals(topic.topicId().toString())) {
            return false;
        }
        Skip skip = order.skip();
        // Again: partitions may have been added since, so that the person's row is on another one.
        Optional<String> obstacle = obstacle(partition, skip, topic.partitions().size());
        obstacle.ifPresent(why -> LOG.atWarn()
                .addKeyValue("partition", partition)
                .addKeyValue("offset", skip.offset())
                .log("The record there is not stepped over, although it was ordered: {}", why));
        // In the place of what is not read stands a record that the gate makes: never where there is none to come.
        return obstacle.isEmpty() && (!skip.unread() || held(partition).mayHold(skip.offset()));
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
