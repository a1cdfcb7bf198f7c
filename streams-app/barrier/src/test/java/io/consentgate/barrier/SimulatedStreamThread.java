// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import io.consentgate.barrier.SimulatedCluster.Entry;
import io.consentgate.barrier.SimulatedCluster.Group;
import io.consentgate.barrier.SimulatedCluster.Transaction;
import io.consentgate.barrier.StreamPartition.Batch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * As much of a Kafka Streams thread under exactly-once as concerns the barrier, after the 4.3.1 classes StreamThread,
 * StreamTask, PartitionGroup and TaskManager: buffers with back-pressure, the choice of the next record, idling by lag,
 * commits by buffer head or next offset, partitions paused until a task is restored, tasks revived after corruption.
 * Checks at each step that it is given every record once, in order, when it has a task for it, and that each stream record is
 * joined with the table record that was acknowledged before it.
 */
final class SimulatedStreamThread implements ConsumerRebalanceListener {

    private static final TimestampExtractor TABLE = new TableTimestamp();
    private static final TimestampExtractor EVENT = new StreamTimestamp();

    private final SimulatedCluster cluster;
    private final Mutation mutation;
    private final SimulatedConsumer plain;
    private final Consumer<byte[], byte[]> consumer;
    private final int bufferLimit;
    private final int maxPollRecords;
    private final boolean idlesByLag;
    private final Map<Integer, Task> tasks = new TreeMap<>();

    SimulatedStreamThread(
            SimulatedCluster cluster, Mutation mutation, int bufferLimit, int maxPollRecords, boolean idlesByLag) {
        this.cluster = cluster;
        this.mutation = mutation;
        this.bufferLimit = bufferLimit;
        this.maxPollRecords = maxPollRecords;
        this.idlesByLag = idlesByLag;
        this.plain = new SimulatedConsumer(cluster, mutation, maxPollRecords);
        this.consumer = mutation == Mutation.NO_BARRIER ? plain : barrier();
        consumer.subscribe(List.of(), this);
    }

    private Consumer<byte[], byte[]> barrier() {
        List<String> tableTopics =
                mutation == Mutation.FORGET_SECOND_TOPIC ? cluster.tableTopics.subList(0, 1) : cluster.tableTopics;
        ReadBarrier barrier = new ReadBarrier(Set.copyOf(tableTopics), Set.copyOf(cluster.streamTopics));
        HighWatermarks highWatermarks = new SimulatedHighWatermarks(cluster, mutation, plain);
        BarrierTimings timings = new BarrierTimings(
                Duration.ofMillis(50),
                Duration.ofMillis(5),
                Duration.ofMillis(1 + cluster.random.nextInt(60)),
                freshness());
        // Often for no more than a few records, so that there are always some that have to be given back.
        long mostBytes = PollBudget.PER_RECORD * (1 + cluster.random.nextLong(12));
        return new MutableBarrierConsumer(plain, barrier, highWatermarks, timings, mostBytes);
    }

    private Duration freshness() {
        if (mutation == Mutation.NO_FRESHNESS) {
            return Duration.ofDays(1);
        }
        return mutation == Mutation.FRESHNESS_OF_PERFECT_CLOCKS ? cluster.compactionLag : cluster.freshness;
    }

    SimulatedConsumer consumer() {
        return plain;
    }

    void runOnce() {
        for (Task task : tasks.values()) {
            resume(task.toResume);
            task.toResume.clear();
        }
        ConsumerRecords<byte[], byte[]> records =
                consumer.poll(Duration.ofMillis(cluster.oneIn(5) ? 0 : 1 + cluster.random.nextInt(100)));
        add(records);
        restore();
        for (Task task : tasks.values()) {
            task.updateLags();
        }
        boolean drains = !cluster.oneIn(3);
        for (int left = drains ? Integer.MAX_VALUE : cluster.random.nextInt(4); left > 0; left--) {
            boolean processed = false;
            for (Task task : tasks.values()) {
                processed |= task.process();
            }
            if (!processed) {
                break;
            }
        }
        cluster.advance(cluster.now + 1_000);
        if (cluster.oneIn(3)) {
            commit();
        }
    }

    private void add(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            task(partition).add(partition, records.records(partition));
        }
        records.nextOffsets().forEach((partition, next) -> task(partition).next(partition, next.offset()));
        for (Task task : tasks.values()) {
            task.checkBounds();
        }
    }

    private Task task(TopicPartition partition) {
        Task task = tasks.get(partition.partition());
        if (task == null || !task.running) {
            throw new AssertionError("No task is ready for what was handed over of " + partition);
        }
        return task;
    }

    /** @return whether this thread still owned what it committed; if not, it has started over */
    private boolean commit() {
        Group group = cluster.group;
        for (int partition : tasks.keySet()) {
            if (group.owners[partition] != plain) {
                tasks.clear();
                consumer.unsubscribe();
                consumer.subscribe(List.of(), this);
                return false;
            }
        }
        tasks.values().forEach(Task::commit);
        return true;
    }

    /** The process ends without a word. */
    void crash() {
        cluster.group.leave(plain);
        consumer.close();
    }

    /** A task is found corrupted: it is closed, and starts again from what is committed. */
    void corrupt() {
        for (Task task : tasks.values()) {
            if (task.running && cluster.oneIn(2)) {
                pause(plain.inputs(task.partition));
                tasks.put(task.partition, new Task(task.partition, true));
                return;
            }
        }
    }

    private void restore() {
        for (Task task : tasks.values()) {
            if (!task.running && cluster.oneIn(3)) {
                task.start();
            }
        }
    }

    private void pause(Collection<TopicPartition> partitions) {
        plain.calledByStreams = true;
        consumer.pause(partitions);
        plain.calledByStreams = false;
    }

    private void resume(Collection<TopicPartition> partitions) {
        plain.calledByStreams = true;
        consumer.resume(partitions);
        plain.calledByStreams = false;
    }

    // ---- rebalance

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (commit()) {
            for (TopicPartition partition : partitions) {
                tasks.remove(partition.partition());
            }
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            tasks.remove(partition.partition());
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        pause(partitions);
        for (TopicPartition partition : partitions) {
            tasks.computeIfAbsent(partition.partition(), added -> new Task(added, false));
        }
    }

    private final class Task {
        private final int partition;
        private final boolean seeks;
        private final Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> buffers = new LinkedHashMap<>();
        private final Map<TopicPartition, Long> handed = new HashMap<>();
        private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();
        private final Map<TopicPartition, OptionalLong> lags = new HashMap<>();
        private final Set<TopicPartition> consumed = new HashSet<>();
        private final Set<TopicPartition> toResume = new LinkedHashSet<>();
        private final List<Integer> judged = new ArrayList<>();
        private int[][] table;
        private boolean running;

        Task(int partition, boolean seeks) {
            this.partition = partition;
            this.seeks = seeks;
            this.table =
                    new int[cluster.tableTopics.size()][cluster.partitions * SimulatedCluster.SUBJECTS_PER_PARTITION];
            for (TopicPartition input : plain.inputs(partition)) {
                buffers.put(input, new ArrayDeque<>());
            }
        }

        private void start() {
            int[][] committed = cluster.group.tables.get(partition);
            if (committed != null) {
                table = Group.copy(committed);
            }
            for (TopicPartition input : buffers.keySet()) {
                Long offset = cluster.group.committed.get(input);
                handed.put(input, offset == null ? 0 : offset);
                if (seeks) {
                    plain.calledByStreams = true;
                    if (offset == null) {
                        consumer.seekToBeginning(List.of(input));
                    } else {
                        consumer.seek(input, new OffsetAndMetadata(offset));
                    }
                    plain.calledByStreams = false;
                }
            }
            running = true;
            resume(buffers.keySet());
        }

        private Deque<ConsumerRecord<byte[], byte[]>> buffer(TopicPartition input) {
            Deque<ConsumerRecord<byte[], byte[]>> buffer = buffers.get(input);
            if (buffer == null) {
                throw new AssertionError(input + " is no input of task " + partition);
            }
            return buffer;
        }

        private void add(TopicPartition input, List<ConsumerRecord<byte[], byte[]>> records) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                expectNothingBetween(input, record.offset());
                handed.put(input, record.offset() + 1);
                buffer(input).add(record);
            }
            if (buffer(input).size() > bufferLimit) {
                pause(List.of(input));
            }
        }

        private void next(TopicPartition input, long next) {
            expectNothingBetween(input, next);
            handed.put(input, next);
            nextOffsets.put(input, next);
        }

        private void expectNothingBetween(TopicPartition input, long offset) {
            long expected = handed.getOrDefault(input, 0L);
            if (offset < expected) {
                throw new AssertionError(input + ": offset " + offset + " handed over again, expected " + expected);
            }
            if (cluster.log(input).hasVisible(expected, offset)) {
                throw new AssertionError(input + ": skipped a record between " + expected + " and " + offset);
            }
        }

        /** Kafka Streams commits when the position passes what it consumed; and what waits must be little. */
        private void checkBounds() {
            if (running) {
                for (TopicPartition input : buffers.keySet()) {
                    long expected = handed.getOrDefault(input, 0L);
                    long seen = consumer.position(input);
                    if (seen > expected && cluster.log(input).hasVisible(expected, seen)) {
                        throw new AssertionError(input + ": position " + seen + " is past records not handed over");
                    }
                    long waiting = plain.position(input) - expected;
                    if (waiting > 0 && visible(input, expected, plain.position(input)) > 2 * maxPollRecords) {
                        throw new AssertionError(input + ": more than two polls' worth of records wait");
                    }
                }
            }
        }

        private int visible(TopicPartition input, long from, long to) {
            int count = 0;
            for (long offset = from; offset < to; offset++) {
                count += cluster.log(input).entry(offset).isVisible() ? 1 : 0;
            }
            return count;
        }

        private void updateLags() {
            if (running && idlesByLag) {
                for (TopicPartition input : buffers.keySet()) {
                    lags.put(input, consumer.currentLag(input));
                }
            }
        }

        private boolean isReady() {
            if (!running) {
                return false;
            }
            boolean any = false;
            for (Map.Entry<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> buffer : buffers.entrySet()) {
                if (!buffer.getValue().isEmpty()) {
                    any = true;
                } else if (idlesByLag
                        && lags.getOrDefault(buffer.getKey(), OptionalLong.empty())
                                        .orElse(1)
                                > 0) {
                    return false;
                }
            }
            return any;
        }

        private boolean process() {
            if (!isReady()) {
                return false;
            }
            TopicPartition input = next();
            ConsumerRecord<byte[], byte[]> record = buffer(input).remove();
            Entry entry = cluster.log(input).entry(record.offset());
            int tableTopic = cluster.tableTopics.indexOf(input.topic());
            if (tableTopic >= 0) {
                table[tableTopic][entry.subject] = entry.number;
            } else {
                judge(input, entry);
            }
            consumed.add(input);
            if (buffer(input).size() <= bufferLimit) {
                toResume.add(input);
            }
            return true;
        }

        /** The smallest timestamp; Kafka Streams breaks ties arbitrarily, so chance does here. */
        private TopicPartition next() {
            TopicPartition best = null;
            long smallest = Long.MAX_VALUE;
            for (Map.Entry<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> buffer : buffers.entrySet()) {
                ConsumerRecord<byte[], byte[]> head = buffer.getValue().peek();
                if (head != null) {
                    long timestamp = timestamp(head);
                    if (timestamp < smallest || (timestamp == smallest && cluster.oneIn(2))) {
                        smallest = timestamp;
                        best = buffer.getKey();
                    }
                }
            }
            if (best == null) {
                throw new IllegalStateException("Nothing buffered");
            }
            return best;
        }

        @SuppressWarnings("unchecked")
        private long timestamp(ConsumerRecord<byte[], byte[]> record) {
            if (mutation == Mutation.NO_PRECEDENCE) {
                return record.timestamp();
            }
            TimestampExtractor extractor = cluster.tableTopics.contains(record.topic()) ? TABLE : EVENT;
            return extractor.extract((ConsumerRecord<Object, Object>) (ConsumerRecord<?, ?>) record, -1);
        }

        private void judge(TopicPartition input, Entry event) {
            for (int topic = 0; topic < table.length; topic++) {
                if (table[topic][event.subject] < event.required[topic]) {
                    throw new AssertionError(input + ": event " + event.number + " was judged with version "
                            + table[topic][event.subject] + " of " + cluster.tableTopics.get(topic)
                            + ", but version " + event.required[topic] + " was acknowledged before it");
                }
            }
            for (Transaction transaction : event.waitsFor) {
                if (transaction.isOpen()) {
                    throw new AssertionError(input + ": event " + event.number
                            + " was judged while a transaction was open that had written to the table before it");
                }
            }
            judged.add(event.number);
        }

        private void commit() {
            if (consumed.isEmpty()) {
                return;
            }
            for (TopicPartition input : consumed) {
                ConsumerRecord<byte[], byte[]> head = buffer(input).peek();
                Long offset = head == null ? nextOffsets.get(input) : Long.valueOf(head.offset());
                if (offset == null) {
                    throw new AssertionError(input + ": consumed, but no next offset to commit");
                }
                cluster.group.committed.put(input, offset);
            }
            cluster.group.tables.put(partition, Group.copy(table));
            cluster.group.judged.addAll(judged);
            judged.clear();
        }
    }

    /** The barrier with one of its parts replaced. */
    private final class MutableBarrierConsumer extends BarrierConsumer {

        MutableBarrierConsumer(
                SimulatedConsumer delegate,
                ReadBarrier barrier,
                HighWatermarks highWatermarks,
                BarrierTimings timings,
                long mostBytes) {
            super(
                    "simulated",
                    delegate,
                    barrier,
                    highWatermarks,
                    timings,
                    new PollBudget(),
                    mostBytes,
                    BarrierObserver.NONE,
                    () -> cluster.now * 1_000);
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            if (mutation != Mutation.COUNT_OFFSETS) {
                return records;
            }
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> same = new LinkedHashMap<>();
            Map<TopicPartition, OffsetAndMetadata> counted = new HashMap<>(records.nextOffsets());
            for (TopicPartition partition : records.partitions()) {
                List<ConsumerRecord<byte[], byte[]>> those = records.records(partition);
                same.put(partition, those);
                counted.put(partition, new OffsetAndMetadata(those.get(0).offset() + those.size()));
            }
            return new ConsumerRecords<>(same, counted);
        }

        @Override
        void heardOfLeader(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
            if (mutation != Mutation.DEAF_TO_RECORDS) {
                super.heardOfLeader(partition, records);
            }
        }

        @Override
        OptionalLong target(Batch batch, TopicPartition table) {
            return mutation == Mutation.LATEST_HIGH_WATERMARK
                    ? OptionalLong.of(cluster.log(table).highWatermark)
                    : super.target(batch, table);
        }

        @Override
        long questionFor() {
            return mutation == Mutation.TRUST_EARLIER_ANSWER ? super.questionFor() - 1 : super.questionFor();
        }

        @Override
        long onBroker(TopicPartition partition, OffsetAndMetadata next) {
            if (mutation == Mutation.COVER_EVENTS_TO_COME) {
                return Long.MAX_VALUE;
            }
            return super.onBroker(partition, next) + (mutation == Mutation.COVER_ONE_TOO_MANY ? 1 : 0);
        }

        @Override
        OptionalLong tablePosition(TopicPartition table) {
            return mutation == Mutation.RECORD_OFFSET
                    ? OptionalLong.of(plain.afterLastRecord(table))
                    : super.tablePosition(table);
        }

        @Override
        boolean isWantedByStreams(TopicPartition partition) {
            return mutation == Mutation.IGNORE_PAUSE_BY_STREAMS || super.isWantedByStreams(partition);
        }

        @Override
        void forgetUnassigned(Collection<TopicPartition> partitions) {
            if (mutation != Mutation.KEEP_ON_REVOCATION) {
                super.forgetUnassigned(partitions);
            }
        }

        @Override
        void forgetWaiting(TopicPartition partition) {
            if (mutation != Mutation.KEEP_ON_SEEK) {
                super.forgetWaiting(partition);
            }
        }

        @Override
        public long position(TopicPartition partition) {
            return mutation == Mutation.SHOW_POSITION ? plain.position(partition) : super.position(partition);
        }

        @Override
        public OptionalLong currentLag(TopicPartition partition) {
            return mutation == Mutation.SHOW_LAG ? plain.currentLag(partition) : super.currentLag(partition);
        }
    }
}
