// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.barrier.BudgetedConsumer;
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
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers through an admin client, created on first use. Waits for brokers that do not answer and for
 * partitions without a leader, until {@link #stopWaiting}.
 */
final class GroupConsentLog implements ConsentLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupConsentLog.class);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST = 1_000;

    private final Properties client;
    private final Duration patience;
    private final String group;
    private final String topic;
    private final long pollBytes;
    private @Nullable Admin admin;
    private volatile boolean stopped;

    /**
     * @param client options of a client of the gate's cluster
     * @param pollBytes approximate limit for records in memory at once
     */
    GroupConsentLog(Properties client, String group, String topic, long pollBytes) {
        this(client, group, topic, pollBytes, PATIENCE);
    }

    /** @param patience interval after which each wait logs what it waits for */
    GroupConsentLog(Properties client, String group, String topic, long pollBytes, Duration patience) {
        this.client = client;
        this.patience = patience;
        this.group = group;
        this.topic = topic;
        this.pollBytes = pollBytes;
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
    public List<Entry> between(int partition, long from, long to, SubjectOf subjectOf) {
        Properties options = new Properties();
        options.putAll(client);
        options.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        options.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST);
        TopicPartition read = new TopicPartition(topic, partition);
        List<Entry> entries = new ArrayList<>();
        Waiting waiting = new Waiting("records of " + read + " from offset " + from
                + " on, which tell whether the gate's state has what it read");
        int looked = 0;
        long kept = 0;
        try (Consumer<byte[], byte[]> consumer = BudgetedConsumer.open(options, pollBytes)) {
            consumer.assign(List.of(read));
            consumer.seek(read, Math.max(from, beginning(read)));
            while (looked < MOST && kept < pollBytes && patiently(() -> consumer.position(read)) < to) {
                waiting.goOn();
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    // A null value is an erasure. An erasure of an unknown person leaves no row, so no erasure proves
                    // one.
                    boolean leavesRow = record.key() != null && record.value() != null;
                    if (record.offset() < to && leavesRow && looked < MOST) {
                        looked++;
                        byte[] subject = subjectOf.read(record.headers(), record.key());
                        if (subject != null) {
                            kept += subject.length;
                            entries.add(new Entry(record.offset(), subject));
                        }
                    }
                }
            }
        }
        return entries;
    }

    private <T> T patiently(Supplier<T> question) {
        Waiting waiting = new Waiting("the brokers to say where group " + group + " stands on " + topic);
        while (true) {
            try {
                return question.get();
            } catch (RetriableException notYet) {
                waiting.goOn();
                LockSupport.parkNanos(PAUSE.toNanos());
            } catch (IllegalStateException closing) {
                // After closing, the admin client refuses requests.
                waiting.goOn();
                throw closing;
            }
        }
    }

    /** The gate is closed and no longer waits for its brokers. */
    static final class WaitEnded extends RuntimeException {
        private static final long serialVersionUID = 1;

        private WaitEnded(String awaited) {
            super("stopped while waiting for " + awaited);
        }
    }

    private final class Waiting {
        private final String awaited;
        private long sayAt = System.nanoTime() + patience.toNanos();

        Waiting(String awaited) {
            this.awaited = awaited;
        }

        /** @throws WaitEnded after {@link #stopWaiting} */
        void goOn() {
            if (stopped || Thread.currentThread().isInterrupted()) {
                throw new WaitEnded(awaited);
            }
            if (System.nanoTime() > sayAt) {
                LOG.warn("Waiting for {}", awaited);
                sayAt += patience.toNanos();
            }
        }
    }

    /** Ends every wait with {@link WaitEnded}. */
    synchronized void stopWaiting() {
        stopped = true;
        if (admin != null) {
            // Closing also ends the pending requests at once.
            admin.close(Duration.ZERO);
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
    public void close() {
        stopWaiting();
    }
}
