// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import io.consentgate.barrier.SimulatedCluster.Deposed;
import io.consentgate.barrier.SimulatedCluster.Entry;
import io.consentgate.barrier.SimulatedCluster.Log;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A read_committed group member as the barrier and Kafka Streams see one: fetches in the background, hands out parts of
 * what it fetched, and rebalances inside {@link #poll}. What it does not implement throws.
 */
final class SimulatedConsumer extends DelegatingConsumer implements SimulatedCluster.Actor {

    private static final byte[] EMPTY = new byte[0];

    private static final Consumer<byte[], byte[]> UNSUPPORTED = unsupported();

    /** High watermarks when the last poll began: what a barrier that asks before it polls would know. */
    final Map<TopicPartition, Long> highWatermarksBeforePoll = new HashMap<>();

    /** The latest leader of each partition that this client has been told of, by a record or an answer. */
    final Map<TopicPartition, Integer> heardOf = new HashMap<>();

    /** The mini Kafka Streams sets this around its own calls, so that a mutation can tell them from the barrier's. */
    boolean calledByStreams;

    private final SimulatedCluster cluster;
    private final Mutation mutation;
    private final int maxPollRecords;
    private final Map<TopicPartition, Fetching> assigned = new LinkedHashMap<>();
    private final List<Integer> lost = new ArrayList<>();
    private @Nullable ConsumerRebalanceListener listener;

    SimulatedConsumer(SimulatedCluster cluster, Mutation mutation, int maxPollRecords) {
        super(UNSUPPORTED);
        this.cluster = cluster;
        this.mutation = mutation;
        this.maxPollRecords = maxPollRecords;
        cluster.actors.add(this);
    }

    @SuppressWarnings("unchecked")
    private static Consumer<byte[], byte[]> unsupported() {
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                SimulatedConsumer.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.toString());
                });
    }

    /** The task of this partition goes to another member, and this one will learn of it when it polls. */
    void lose(int partition) {
        lost.add(partition);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        cluster.logs.forEach((partition, log) -> highWatermarksBeforePoll.put(partition, log.highWatermark));
        long deadline = cluster.now + timeout.toNanos() / 1_000;
        while (true) {
            rebalance();
            ConsumerRecords<byte[], byte[]> collected = collect();
            if (!collected.isEmpty() || !collected.nextOffsets().isEmpty() || cluster.now >= deadline) {
                return collected;
            }
            cluster.advance(deadline);
        }
    }

    private ConsumerRecords<byte[], byte[]> collect() {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> nextOffsets = new HashMap<>();
        int room = maxPollRecords;
        for (Fetching fetching : assigned.values()) {
            if (room > 0 && fetching.hasArrived() && !cluster.oneIn(4)) {
                List<ConsumerRecord<byte[], byte[]>> taken = fetching.take(room);
                room -= taken.size();
                if (!taken.isEmpty()) {
                    records.put(fetching.log.partition, taken);
                }
                nextOffsets.put(
                        fetching.log.partition,
                        new OffsetAndMetadata(fetching.position, Optional.of(fetching.log.epoch), ""));
            }
        }
        return new ConsumerRecords<>(records, nextOffsets);
    }

    @Override
    public void step() {
        for (Fetching fetching : assigned.values()) {
            fetching.step();
        }
    }

    // ---- group

    private void rebalance() {
        ConsumerRebalanceListener callback = listener;
        if (callback == null) {
            return;
        }
        if (!lost.isEmpty()) {
            List<TopicPartition> partitions = lost.stream()
                    .flatMap(partition -> inputs(partition).stream())
                    .collect(Collectors.toList());
            lost.clear();
            callback.onPartitionsLost(partitions);
            assigned.keySet().removeAll(partitions);
        }
        SimulatedCluster.Group group = cluster.group;
        for (int partition = 0; partition < cluster.partitions; partition++) {
            if (group.owners[partition] == this && group.targets[partition] != this) {
                callback.onPartitionsRevoked(inputs(partition));
                assigned.keySet().removeAll(inputs(partition));
                group.owners[partition] = null;
            }
            if (group.owners[partition] == null && group.targets[partition] == this && cluster.oneIn(2)) {
                group.owners[partition] = this;
                for (TopicPartition input : inputs(partition)) {
                    assigned.put(input, new Fetching(cluster.log(input), group.committed.getOrDefault(input, 0L)));
                }
                callback.onPartitionsAssigned(inputs(partition));
            }
        }
    }

    List<TopicPartition> inputs(int partition) {
        List<TopicPartition> inputs = new ArrayList<>();
        for (TopicPartition input : cluster.logs.keySet()) {
            if (input.partition() == partition) {
                inputs.add(input);
            }
        }
        return inputs;
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener callback) {
        listener = callback;
    }

    @Override
    public void unsubscribe() {
        cluster.group.leave(this);
        assigned.clear();
        lost.clear();
        listener = null;
    }

    @Override
    public void close() {
        unsubscribe();
        cluster.actors.remove(this);
    }

    // ---- positions

    int heardOf(TopicPartition partition) {
        return heardOf.getOrDefault(partition, 0);
    }

    private Fetching fetching(TopicPartition partition) {
        Fetching fetching = assigned.get(partition);
        if (fetching == null) {
            throw new IllegalStateException("Not assigned: " + partition);
        }
        return fetching;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.copyOf(assigned.keySet());
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        if (mutation == Mutation.NO_PAUSE && !calledByStreams) {
            return;
        }
        partitions.forEach(partition -> fetching(partition).paused = true);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> fetching(partition).paused = false);
    }

    @Override
    public Set<TopicPartition> paused() {
        return assigned.values().stream()
                .filter(fetching -> fetching.paused)
                .map(fetching -> fetching.log.partition)
                .collect(Collectors.toSet());
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        if (mutation == Mutation.NO_SEEK_ON_REWIND && !calledByStreams) {
            return;
        }
        fetching(partition).seek(offset.offset());
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> fetching(partition).seek(0));
    }

    @Override
    public long position(TopicPartition partition) {
        return fetching(partition).position;
    }

    @Override
    public long position(TopicPartition partition, Duration timeout) {
        Fetching fetching = fetching(partition);
        if (fetching.validating) {
            throw new TimeoutException("simulated: position of " + partition + " awaits validation");
        }
        return fetching.position;
    }

    /** What a barrier would know that goes by records. */
    long afterLastRecord(TopicPartition partition) {
        return fetching(partition).afterLastRecord;
    }

    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        Fetching fetching = fetching(partition);
        return fetching.knownEnd < 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, fetching.knownEnd - fetching.position));
    }

    private final class Fetching {
        private final Log log;
        private long position;
        private long afterLastRecord;
        private boolean paused;
        private boolean validating;
        private long knownEnd = -1;
        private final Deque<Entry> served = new ArrayDeque<>();
        private long servedFrom = -1;
        private long servedTo;
        private long servedEnd;
        private boolean arrived;

        Fetching(Log log, long position) {
            this.log = log;
            this.position = position;
            this.validating = cluster.oneIn(4);
        }

        private void seek(long offset) {
            position = offset;
            validating = cluster.oneIn(8);
        }

        /** A fetch is sent, served by the leader with what it has then, and arrives later. */
        private void step() {
            if (validating) {
                validating = cluster.now < log.servesFrom || !cluster.oneIn(3);
            } else if (servedFrom < 0) {
                Deposed deposed = log.deposed;
                boolean byDeposed = deposed != null && heardOf(log.partition) <= deposed.epoch() && cluster.oneIn(2);
                if (!paused && (cluster.now >= log.servesFrom || byDeposed) && cluster.oneIn(2)) {
                    serve(byDeposed && deposed != null ? deposed.lastStableOffset() : log.lastStableOffset());
                }
            } else if (!arrived) {
                arrived = cluster.oneIn(3);
                if (arrived) {
                    if (servedFrom == position) {
                        knownEnd = servedEnd;
                    }
                    if (servedFrom != position || servedTo <= servedFrom) {
                        servedFrom = -1;
                    }
                }
            } else if (servedFrom != position) {
                servedFrom = -1; // obsolete since a seek
            }
        }

        private void serve(long end) {
            servedFrom = position;
            servedEnd = end;
            servedTo = Math.min(end, position + 1 + cluster.random.nextInt(6));
            arrived = false;
            served.clear();
            for (long offset = servedFrom; offset < servedTo; offset++) {
                Entry entry = log.entry(offset);
                if (entry.isVisible()) {
                    served.add(entry);
                }
            }
        }

        private boolean hasArrived() {
            return !paused && !validating && arrived && servedFrom >= 0 && servedFrom == position;
        }

        private List<ConsumerRecord<byte[], byte[]>> take(int limit) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (Entry next = served.peek(); next != null && records.size() < limit; next = served.peek()) {
                records.add(record(served.remove()));
                afterLastRecord = next.offset + 1;
                heardOf.merge(log.partition, next.epoch, Math::max);
            }
            position = served.isEmpty() ? servedTo : afterLastRecord;
            servedFrom = position < servedTo ? position : -1;
            return records;
        }

        private ConsumerRecord<byte[], byte[]> record(Entry entry) {
            return new ConsumerRecord<>(
                    log.partition.topic(),
                    log.partition.partition(),
                    entry.offset,
                    entry.timestamp,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    EMPTY,
                    EMPTY,
                    new RecordHeaders(),
                    Optional.of(entry.epoch));
        }
    }
}
