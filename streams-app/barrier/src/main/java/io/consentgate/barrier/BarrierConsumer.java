// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import io.consentgate.barrier.HighWatermarks.Answer;
import io.consentgate.barrier.HighWatermarks.Known;
import io.consentgate.barrier.HighWatermarks.Question;
import io.consentgate.barrier.HighWatermarks.Replaced;
import io.consentgate.barrier.HighWatermarks.Unknown;
import io.consentgate.barrier.StreamPartition.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * The main consumer of a stream thread, with the read barrier in its {@link #poll}. It hands over a stream record only
 * when every record that its table partitions held when it was on its broker has been handed over before it or with it.
 * docs/decisions/001-read-barrier.md argues why this holds.
 *
 * <p>To Kafka Streams a waiting record looks as if it had not been fetched: positions, lag and paused partitions are
 * those of a consumer that has not got that far. Like every consumer it is for one thread, except for {@link #wakeup}.
 */
class BarrierConsumer extends DelegatingConsumer {

    /** Longest time to block for watermark answers before polling again, and the longest pause between two looks. */
    private static final long SLICE_NANOS = Duration.ofMillis(10).toNanos();

    /** Keeps the sum of clock and time-out within a long; a poll may return early. */
    private static final Duration LONGEST_POLL = Duration.ofDays(1);

    private final String name;
    private final ReadBarrier barrier;
    private final HighWatermarks highWatermarks;
    private final BarrierTimings timings;
    private final PollBudget budget;
    private final long mostBytes;
    private final BarrierObserver observer;
    private final LongSupplier nanoClock;

    private final Map<TopicPartition, StreamPartition> streams = new LinkedHashMap<>();
    private final Map<TopicPartition, LastQuestion> questions = new HashMap<>();
    private final Set<TopicPartition> toAsk = new LinkedHashSet<>();

    /** The latest known leader epoch of each table partition. */
    private final Map<TopicPartition, Integer> leaderEpochs = new HashMap<>();

    /** Why the consumer did not know its position on a table partition when it was last asked. */
    private final Map<TopicPartition, String> positionProblems = new HashMap<>();

    /** Partitions that Kafka Streams wants paused, whether or not the barrier wants it too. */
    private final Set<TopicPartition> pausedByStreams = new HashSet<>();

    /** Once set, no stream record is handed over any more, and the next poll throws it. */
    private @Nullable TableTopicReplaced replaced;

    private long askNumber;
    private boolean longWaitsReported;

    /**
     * @param name the consumer's client id, for the observer
     * @param budget limits the delegate's polls
     * @param mostBytes limit in bytes on the records of one poll, and on those that wait here; a single larger record is
     *     let through
     * @param nanoClock as {@link System#nanoTime}
     */
    BarrierConsumer(
            String name,
            Consumer<byte[], byte[]> delegate,
            ReadBarrier barrier,
            HighWatermarks highWatermarks,
            BarrierTimings timings,
            PollBudget budget,
            long mostBytes,
            BarrierObserver observer,
            LongSupplier nanoClock) {
        super(delegate);
        this.name = name;
        this.barrier = barrier;
        this.highWatermarks = highWatermarks;
        this.timings = timings;
        this.budget = budget;
        this.mostBytes = mostBytes;
        this.observer = observer;
        this.nanoClock = nanoClock;
    }

    // ---- poll

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        long deadline =
                nanoClock.getAsLong() + (timeout.compareTo(LONGEST_POLL) < 0 ? timeout : LONGEST_POLL).toNanos();
        while (true) {
            takeAnswers(Duration.ZERO);
            if (replaced != null) {
                throw replaced;
            }
            boolean ready = reopen();

            // Table records are added before stream records, so that the task also buffers them first.
            HandOver handOver = new HandOver();
            // Always at least a quarter: what waits may need table records that are not fetched yet.
            budget.limit(Math.max(mostBytes - waitingBytes(), mostBytes / 4));
            // At least once per call, so that the group sees this member alive however long records wait.
            admit(super.poll(ready ? Duration.ZERO : waitForRecords(deadline)), handOver);
            // From here to the return nothing may throw: the consumer's position is already past these records.
            ask();
            takeAnswers(Duration.ZERO);
            release(handOver);
            rewindBeyondBudget();

            if (!handOver.isEmpty() || nanoClock.getAsLong() - deadline >= 0) {
                rewindLongWaits();
                reportLongWaits();
                return handOver.toConsumerRecords();
            }
            if (answerExpectedSoon()) {
                takeAnswers(Duration.ofNanos(Math.min(SLICE_NANOS, Math.max(0, deadline - nanoClock.getAsLong()))));
            }
        }
    }

    private void admit(ConsumerRecords<byte[], byte[]> fetched, HandOver handOver) {
        long now = nanoClock.getAsLong();
        Map<TopicPartition, OffsetAndMetadata> nextOffsets = fetched.nextOffsets();
        for (TopicPartition partition : fetched.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = fetched.records(partition);
            OffsetAndMetadata next = nextOffsets.get(partition);
            if (!barrier.guards(partition)) {
                handOver.add(partition, records, next);
                heardOfLeader(partition, records);
            } else if (!records.isEmpty()) {
                StreamPartition waiting = streams.computeIfAbsent(
                        partition, added -> new StreamPartition(added, barrier.dependencies(added)));
                OffsetAndMetadata after = nextOrAfter(records, next);
                long coveredSince = now - timings.hold().toNanos();
                if (waiting.add(records, after, onBroker(partition, after), questionFor(), coveredSince, now)) {
                    toAsk.addAll(waiting.dependencies());
                }
            }
        }
        // A position can move without records, past transaction markers and compacted offsets.
        nextOffsets.forEach((partition, next) -> {
            if (fetched.records(partition).isEmpty()) {
                StreamPartition waiting = streams.get(partition);
                Batch last = waiting == null ? null : waiting.batches().peekLast();
                if (last == null) {
                    handOver.next(partition, next);
                } else {
                    last.next(next);
                }
            }
        });
    }

    void heardOfLeader(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        if (barrier.isTable(partition) && !records.isEmpty()) {
            records.get(records.size() - 1)
                    .leaderEpoch()
                    .ifPresent(epoch -> leaderEpochs.merge(partition, epoch, Math::max));
        }
    }

    /** Number of the question that new stream records wait for: the next one to be asked. */
    long questionFor() {
        return askNumber + 1;
    }

    /**
     * The offset below which every record of a stream partition is known to be on its broker by now: the log end that the
     * latest fetch response showed.
     */
    long onBroker(TopicPartition partition, OffsetAndMetadata next) {
        return next.offset() + super.currentLag(partition).orElse(0);
    }

    private static OffsetAndMetadata nextOrAfter(
            List<ConsumerRecord<byte[], byte[]>> records, @Nullable OffsetAndMetadata next) {
        if (next != null) {
            return next;
        }
        ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
        return new OffsetAndMetadata(last.offset() + 1, last.leaderEpoch(), "");
    }

    /** Hands over the records whose wait is over, and pauses the partitions of the others. */
    private void release(HandOver handOver) {
        long now = nanoClock.getAsLong();
        for (StreamPartition waiting : streams.values()) {
            if (isWantedByStreams(waiting.partition())) {
                releaseReady(waiting, handOver, now);
            }
            if (!waiting.batches().isEmpty() && !waiting.paused()) {
                waiting.paused(true);
                super.pause(List.of(waiting.partition()));
            } else if (waiting.batches().isEmpty()) {
                reopen(waiting);
            }
        }
    }

    /** Kafka Streams pauses a partition when it has no room, or no task yet, for its records. */
    boolean isWantedByStreams(TopicPartition partition) {
        return !pausedByStreams.contains(partition);
    }

    private void releaseReady(StreamPartition waiting, HandOver handOver, long now) {
        int count = 0;
        long since = now;
        Batch head = waiting.head();
        while (head != null && isReady(waiting, head)) {
            count += head.records().size();
            since = Math.min(since, head.since());
            handOver.add(waiting.partition(), waiting.release(), head.next());
            head = waiting.head();
        }
        if (count > 0) {
            observer.handedOver(waiting.partition(), count, Duration.ofNanos(now - since));
        }
    }

    /**
     * Lets the consumer fetch again where all waiting records are ready, so that the next batch's question travels while
     * Kafka Streams works on this batch.
     *
     * @return whether there are records to hand over
     */
    private boolean reopen() {
        boolean ready = false;
        for (StreamPartition waiting : streams.values()) {
            Batch first = waiting.batches().peekFirst();
            if (first != null && waiting.paused() && isReady(waiting, first)) {
                if (first.records().isEmpty()) {
                    waiting.settle();
                } else {
                    ready |= isWantedByStreams(waiting.partition());
                }
                reopen(waiting);
            }
        }
        return ready;
    }

    private void reopen(StreamPartition waiting) {
        if (waiting.paused()) {
            waiting.paused(false);
            if (isWantedByStreams(waiting.partition())) {
                super.resume(List.of(waiting.partition()));
            }
        }
    }

    /** The barrier itself: whether the consumer has reached the high watermark of each table partition. */
    private boolean isReady(StreamPartition waiting, Batch batch) {
        if (replaced != null) {
            return false;
        }
        for (TopicPartition table : waiting.dependencies()) {
            OptionalLong target = target(batch, table);
            if (target.isEmpty() || !hasReached(table, target.getAsLong())) {
                return false;
            }
        }
        return true;
    }

    /** The high watermark to reach. Empty while there is no fresh answer from the latest known leader. */
    OptionalLong target(Batch batch, TopicPartition table) {
        return batch.target(table, freshAfter(), leaderEpochs.getOrDefault(table, Known.NO_EPOCH));
    }

    private boolean hasReached(TopicPartition table, long target) {
        OptionalLong position = tablePosition(table);
        return position.isPresent() && position.getAsLong() >= target;
    }

    /**
     * The consumer's position on a table partition; empty while the consumer does not know it. The offset of the last
     * record would not do: markers and compaction leave gaps, and the high watermark may lie behind one.
     */
    OptionalLong tablePosition(TopicPartition table) {
        try {
            OptionalLong position = OptionalLong.of(super.position(table, Duration.ZERO));
            positionProblems.remove(table);
            return position;
        } catch (WakeupException e) {
            // Meant for the caller's next poll, which throws it.
            super.wakeup();
            return OptionalLong.empty();
        } catch (KafkaException | IllegalStateException e) {
            // Not known without a request, not assigned, or an error that the next poll throws again.
            positionProblems.put(table, e.toString());
            return OptionalLong.empty();
        }
    }

    // ---- questions and answers

    /** Asks one question for everything that is due: for new records, and for older ones whose answer is overdue. */
    private void ask() {
        long now = nanoClock.getAsLong();
        for (StreamPartition waiting : streams.values()) {
            Batch first = waiting.batches().peekFirst();
            if (first != null) {
                for (TopicPartition table : waiting.dependencies()) {
                    if (target(first, table).isEmpty() && isDue(table, now)) {
                        toAsk.add(table);
                    }
                }
            }
        }
        if (toAsk.isEmpty()) {
            return;
        }
        Set<TopicPartition> partitions = new LinkedHashSet<>(toAsk);
        toAsk.clear();
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (TopicPartition table : partitions) {
            tablePosition(table).ifPresent(position -> positions.put(table, position));
        }
        Question question = new Question(++askNumber, now, positions);
        for (TopicPartition table : partitions) {
            questions.put(table, new LastQuestion(question));
        }
        observer.asked(partitions.size());
        try {
            highWatermarks.ask(question, partitions);
        } catch (RuntimeException e) {
            for (TopicPartition table : partitions) {
                take(new Unknown(question, table, e.toString()));
            }
        }
    }

    private boolean isDue(TopicPartition table, long now) {
        LastQuestion last = questions.get(table);
        return last == null
                || (!last.pending
                        && now - last.question.askedAt() >= timings.retry().toNanos());
    }

    /** Answers to questions asked before this time are too old to count. */
    long freshAfter() {
        return nanoClock.getAsLong() - timings.freshness().toNanos();
    }

    private void takeAnswers(Duration wait) {
        for (Answer answer : highWatermarks.answers(wait)) {
            take(answer instanceof Known known ? unlessShorter(unlessDeposed(known)) : answer);
        }
    }

    /**
     * A leader that was frozen or cut off while another one was elected may answer before it learns of that, with an
     * outdated high watermark.
     */
    private Answer unlessDeposed(Known known) {
        int latest = leaderEpochs.merge(known.partition(), known.leaderEpoch(), Math::max);
        return known.leaderEpoch() == latest
                ? known
                : new Unknown(
                        known.question(),
                        known.partition(),
                        "the answer is from leader epoch " + known.leaderEpoch() + ", but epoch " + latest
                                + " has been seen; if this lasts, the leader is cut off from the rest of its cluster");
    }

    /**
     * A log cannot end below the position the consumer had when it asked. If it does, it is another log or has lost
     * records, and its end says nothing about what has been read.
     */
    private static Answer unlessShorter(Answer answer) {
        Long read = answer.question().positions().get(answer.partition());
        return answer instanceof Known known && read != null && known.offset() < read
                ? new Unknown(
                        known.question(),
                        known.partition(),
                        "it ends at " + known.offset() + ", but was read up to " + read
                                + "; its topic was created again, or a leader has lost records")
                : answer;
    }

    private void take(Answer answer) {
        LastQuestion last = questions.get(answer.partition());
        if (answer instanceof Known known) {
            if (last != null && last.question.number() == known.question().number()) {
                last.answered(null);
            }
            Duration roundTrip =
                    Duration.ofNanos(nanoClock.getAsLong() - known.question().askedAt());
            observer.answered(known.partition(), roundTrip);
            for (TopicPartition dependent : barrier.dependents(known.partition())) {
                StreamPartition waiting = streams.get(dependent);
                if (waiting != null) {
                    for (Batch batch : waiting.batches()) {
                        batch.answer(known, freshAfter());
                    }
                }
            }
        } else if (answer instanceof Unknown unknown) {
            if (last != null && last.question.number() == unknown.question().number()) {
                last.answered(unknown.problem());
            }
            observer.unanswered(unknown.partition(), unknown.problem());
        } else if (answer instanceof Replaced other) {
            replaced = new TableTopicReplaced(other.partition().topic(), other.before(), other.now());
        }
    }

    /** Whether to block for an answer and not for records. */
    private boolean answerExpectedSoon() {
        long now = nanoClock.getAsLong();
        for (LastQuestion last : questions.values()) {
            if (last.pending && now - last.question.askedAt() < SLICE_NANOS) {
                return true;
            }
        }
        return false;
    }

    private Duration waitForRecords(long deadline) {
        long now = nanoClock.getAsLong();
        long wait = Math.max(0, deadline - now);
        boolean waiting = false;
        for (StreamPartition partition : streams.values()) {
            waiting |= !partition.batches().isEmpty();
        }
        if (!waiting) {
            return Duration.ofNanos(wait);
        }
        for (LastQuestion last : questions.values()) {
            if (last.pending) {
                long age = now - last.question.askedAt();
                // A poll does not end when an answer comes, so this adds at most a quarter to a slow answer's time.
                wait = Math.min(wait, age < SLICE_NANOS ? 0 : Math.min(SLICE_NANOS, age / 4));
            }
        }
        return Duration.ofNanos(Math.min(wait, timings.retry().toNanos()));
    }

    // ---- long waits

    /**
     * Gives records back where the wait is long: the consumer returns to the first of them, and they are fetched again
     * when the table has caught up. At once where Kafka Streams paused the table partition, since only the task can end
     * that.
     */
    private void rewindLongWaits() {
        long now = nanoClock.getAsLong();
        for (StreamPartition waiting : streams.values()) {
            Batch head = waiting.head();
            if (head != null
                    && (isLong(head, now) || isTablePausedByStreams(waiting, head))
                    && !isReady(waiting, head)) {
                rewind(waiting);
            }
        }
    }

    private void rewind(StreamPartition waiting) {
        ConsumerRecord<byte[], byte[]> first =
                waiting.batches().getFirst().records().get(0);
        super.seek(waiting.partition(), new OffsetAndMetadata(first.offset(), first.leaderEpoch(), ""));
        observer.rewound(waiting.partition(), waiting.rewind());
    }

    /**
     * Gives records back where more wait than there is memory for, the latest first. The records of one partition may stay,
     * however large: a poll has bounded them.
     */
    private void rewindBeyondBudget() {
        long bytes = waitingBytes();
        while (bytes > mostBytes) {
            StreamPartition latest = null;
            int partitions = 0;
            for (StreamPartition waiting : streams.values()) {
                Batch head = waiting.head();
                if (head != null) {
                    partitions++;
                    Batch chosen = latest == null ? null : latest.head();
                    latest = chosen == null || head.since() - chosen.since() >= 0 ? waiting : latest;
                }
            }
            if (latest == null || partitions == 1) {
                return;
            }
            bytes -= latest.bytes();
            rewind(latest);
        }
    }

    /** Approximate bytes of the records that wait here. */
    private long waitingBytes() {
        long bytes = 0;
        for (StreamPartition waiting : streams.values()) {
            bytes += waiting.bytes();
        }
        return bytes;
    }

    private boolean isLong(Batch batch, long now) {
        return now - batch.since() >= timings.hold().toNanos();
    }

    private boolean isTablePausedByStreams(StreamPartition waiting, Batch batch) {
        for (TopicPartition table : waiting.dependencies()) {
            OptionalLong target = target(batch, table);
            if (target.isPresent() && pausedByStreams.contains(table) && !hasReached(table, target.getAsLong())) {
                return true;
            }
        }
        return false;
    }

    private void reportLongWaits() {
        long now = nanoClock.getAsLong();
        List<Wait> waits = new ArrayList<>();
        for (StreamPartition waiting : streams.values()) {
            Batch first = waiting.batches().peekFirst();
            if (first != null && isLong(first, now)) {
                List<Wait.Missing> missing = missing(waiting, first);
                if (!missing.isEmpty()) {
                    waits.add(new Wait(waiting.partition(), Duration.ofNanos(now - first.since()), missing));
                }
            }
        }
        if (!waits.isEmpty() || longWaitsReported) {
            observer.waiting(name, waits);
            longWaitsReported = !waits.isEmpty();
        }
    }

    private List<Wait.Missing> missing(StreamPartition waiting, Batch batch) {
        List<Wait.Missing> missing = new ArrayList<>();
        for (TopicPartition table : waiting.dependencies()) {
            OptionalLong target = target(batch, table);
            OptionalLong position = tablePosition(table);
            if (target.isEmpty()) {
                LastQuestion last = questions.get(table);
                Optional<String> problem = Optional.ofNullable(last == null ? null : last.problem);
                missing.add(new Wait.Missing(table, OptionalLong.empty(), problem));
            } else if (position.isEmpty()) {
                missing.add(new Wait.Missing(
                        table,
                        OptionalLong.empty(),
                        Optional.of("the consumer has no position on this partition yet: "
                                + positionProblems.getOrDefault(table, "it was woken up"))));
            } else if (position.getAsLong() < target.getAsLong()) {
                OptionalLong behind = OptionalLong.of(target.getAsLong() - position.getAsLong());
                missing.add(new Wait.Missing(table, behind, Optional.empty()));
            }
        }
        return missing;
    }

    // ---- what Kafka Streams sees

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        super.pause(partitions);
        pausedByStreams.addAll(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        List<TopicPartition> resumed = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            StreamPartition waiting = streams.get(partition);
            if (waiting == null || !waiting.paused()) {
                resumed.add(partition);
            }
        }
        super.resume(resumed);
        pausedByStreams.removeAll(partitions);
    }

    @Override
    public Set<TopicPartition> paused() {
        Set<TopicPartition> paused = new HashSet<>(super.paused());
        paused.retainAll(pausedByStreams);
        return paused;
    }

    @Override
    public long position(TopicPartition partition) {
        Batch head = head(partition);
        return head == null ? super.position(partition) : head.records().get(0).offset();
    }

    @Override
    public long position(TopicPartition partition, Duration timeout) {
        Batch head = head(partition);
        return head == null
                ? super.position(partition, timeout)
                : head.records().get(0).offset();
    }

    private @Nullable Batch head(TopicPartition partition) {
        StreamPartition waiting = streams.get(partition);
        return waiting == null ? null : waiting.head();
    }

    /**
     * No lag while records wait. A task that sees lag idles until those records arrive. It would not process the table
     * records it has, their buffer would fill, Kafka Streams would pause their partition, and the barrier would wait
     * forever.
     */
    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        StreamPartition waiting = streams.get(partition);
        return waiting == null || waiting.batches().isEmpty() ? super.currentLag(partition) : OptionalLong.of(0);
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        super.seek(partition, offset);
        forgetWaiting(partition);
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        super.seek(partition, offset);
        forgetWaiting(partition);
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        super.seekToBeginning(partitions);
        partitions.forEach(this::forgetWaiting);
    }

    @Override
    public void seekToEnd(Collection<TopicPartition> partitions) {
        super.seekToEnd(partitions);
        partitions.forEach(this::forgetWaiting);
    }

    /** The consumer has another position now, so what was fetched before no longer comes next. */
    void forgetWaiting(TopicPartition partition) {
        StreamPartition waiting = streams.remove(partition);
        if (waiting != null) {
            reopen(waiting);
        }
    }

    // ---- assignment

    @Override
    ConsumerRebalanceListener onRebalance(ConsumerRebalanceListener subscriber) {
        return new Reassignment(subscriber);
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        super.assign(partitions);
        forgetAll();
    }

    @Override
    public void unsubscribe() {
        super.unsubscribe();
        forgetAll();
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            closeBarrier();
        }
    }

    @Override
    @Deprecated
    public void close(Duration timeout) {
        try {
            super.close(timeout);
        } finally {
            closeBarrier();
        }
    }

    @Override
    public void close(CloseOptions options) {
        try {
            super.close(options);
        } finally {
            closeBarrier();
        }
    }

    private void closeBarrier() {
        forgetAll();
        highWatermarks.close();
    }

    private void forgetAll() {
        streams.clear();
        questions.clear();
        positionProblems.clear();
        toAsk.clear();
        pausedByStreams.clear();
        if (longWaitsReported) {
            observer.waiting(name, List.of());
            longWaitsReported = false;
        }
    }

    /** The next owner of the partition starts from the committed offset, so it fetches again what waits here. */
    void forgetUnassigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            streams.remove(partition);
            questions.remove(partition);
            positionProblems.remove(partition);
            pausedByStreams.remove(partition);
        }
    }

    /** The consumer drops pause flags and positions with an assignment, so the barrier does too. */
    private final class Reassignment implements ConsumerRebalanceListener {
        private final ConsumerRebalanceListener subscriber;

        Reassignment(ConsumerRebalanceListener subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Kafka Streams first: it commits here, by the positions of what it was given.
            try {
                subscriber.onPartitionsRevoked(partitions);
            } finally {
                forgetUnassigned(partitions);
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            try {
                subscriber.onPartitionsLost(partitions);
            } finally {
                forgetUnassigned(partitions);
            }
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            forgetUnassigned(partitions);
            subscriber.onPartitionsAssigned(partitions);
        }
    }

    // ---- refused

    @Override
    public void commitSync() {
        throw commitOfPositions();
    }

    @Override
    public void commitSync(Duration timeout) {
        throw commitOfPositions();
    }

    @Override
    public void commitAsync() {
        throw commitOfPositions();
    }

    @Override
    public void commitAsync(OffsetCommitCallback callback) {
        throw commitOfPositions();
    }

    private static UnsupportedOperationException commitOfPositions() {
        return new UnsupportedOperationException(
                "Committing the consumer's own positions would skip records that still wait at the read barrier;"
                        + " commit explicit offsets, as Kafka Streams does");
    }

    /** The last question asked about a table partition. */
    private static final class LastQuestion {
        private final Question question;
        private boolean pending = true;
        private @Nullable String problem;

        LastQuestion(Question question) {
            this.question = question;
        }

        void answered(@Nullable String withProblem) {
            pending = false;
            problem = withProblem;
        }
    }
}
