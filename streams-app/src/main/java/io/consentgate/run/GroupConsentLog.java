// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.topology.ConsentLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Asks the brokers, through an admin client that is made when it is first needed. */
final class GroupConsentLog implements ConsentLog, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST = 1_000;

    private final Properties client;
    private final String group;
    private final String topic;
    private @Nullable Admin admin;

    /** @param client options of a client of the gate's cluster */
    GroupConsentLog(Properties client, String group, String topic) {
        this.client = client;
        this.group = group;
        this.topic = topic;
    }

    @Override
    public Standing standing(int partition) {
        TopicPartition asked = new TopicPartition(topic, partition);
        return patiently(() -> {
            Admin brokers = admin();
            Uuid topicId = Objects.requireNonNull(TopicAdmin.await(
                                    brokers.describeTopics(List.of(topic)).allTopicNames())
                            .get(topic))
                    .topicId();
            long begin = beginning(brokers, asked);
            OffsetAndMetadata committed = committed(brokers, asked);
            return new Standing(topicId, begin, committed == null ? begin : committed.offset());
        });
    }

    private long beginning(TopicPartition asked) {
        return patiently(() -> beginning(admin(), asked));
    }

    private static long beginning(Admin brokers, TopicPartition asked) {
        return Objects.requireNonNull(TopicAdmin.await(brokers.listOffsets(Map.of(asked, OffsetSpec.earliest()))
                                .all())
                        .get(asked))
                .offset();
    }

    private @Nullable OffsetAndMetadata committed(Admin brokers, TopicPartition asked) {
        try {
            return TopicAdmin.await(brokers.listConsumerGroupOffsets(
                                    Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(asked))))
                            .partitionsToOffsetAndMetadata(group))
                    .get(asked);
        } catch (GroupIdNotFoundException never) {
            return null;
        }
    }

    @Override
    public List<Entry> between(int partition, long from, long to) {
        Properties options = new Properties();
        options.putAll(client);
        options.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        options.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST);
        TopicPartition read = new TopicPartition(topic, partition);
        List<Entry> entries = new ArrayList<>();
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        // Without values: together they may be more than memory holds.
        try (KafkaConsumer<byte[], Boolean> consumer =
                new KafkaConsumer<>(options, new ByteArrayDeserializer(), (ofTopic, value) -> value != null)) {
            consumer.assign(List.of(read));
            consumer.seek(read, Math.max(from, beginning(read)));
            while (entries.size() < MOST && consumer.position(read) < to) {
                if (System.nanoTime() > giveUpAt) {
                    throw new TimeoutException("cannot read " + read + " from offset " + from
                            + " to see whether the gate's state has what it read there");
                }
                for (ConsumerRecord<byte[], Boolean> record : consumer.poll(POLL)) {
                    // An erasure of a person who was not on record leaves nothing.
                    boolean leavesRow = record.key() != null && record.value() != null;
                    if (record.offset() < to && leavesRow && entries.size() < MOST) {
                        entries.add(new Entry(record.offset(), record.headers(), record.key()));
                    }
                }
            }
        }
        return entries;
    }

    private static <T> T patiently(Supplier<T> question) {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (RetriableException notYet) {
                if (System.nanoTime() > giveUpAt || Thread.currentThread().isInterrupted()) {
                    throw new TimeoutException("the brokers do not say where the gate's group stands", notYet);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private synchronized Admin admin() {
        Admin made = admin;
        if (made == null) {
            made = Admin.create(client);
            admin = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
