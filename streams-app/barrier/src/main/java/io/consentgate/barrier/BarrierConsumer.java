// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import io.consentgate.barrier.EventPartition.Batch;
import io.consentgate.barrier.HighWatermarks.Answer;
import io.consentgate.barrier.HighWatermarks.Known;
import io.consentgate.barrier.HighWatermarks.Question;
import io.consentgate.barrier.HighWatermarks.Replaced;
import io.consentgate.barrier.HighWatermarks.Unknown;
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
 * The main consumer of a stream thread, with the read barrier in its {@link #poll}: an event is handed over only when
 * every record that was in its consent partitions when it was on its broker has been handed over before it or with it. Why this holds
 * is argued in docs/decisions/001-read-barrier.md.
 *
 * <p>To Kafka Streams a waiting event looks as if it had not been fetched: positions, lag and paused partitions are
 * those of a consumer that has not got that far. Like every consumer, for one thread; {@link #wakeup} excepted.
 */
class BarrierConsumer extends DelegatingConsumer {

    /** So long an answer is waited for before records are polled for meanwhile; also the longest pause between looks. */
    private static final long SLICE_NANOS = Duration.ofMillis(10).toNanos();

    /** Keeps the sum of clock and timeout within a long; a poll may return early. */
    private static final Duration LONGEST_POLL = Duration.ofDays(1);

    private final String name;
    private final ReadBarrier barrier;
    private final HighWatermarks highWatermarks;
    private final BarrierTimings timings;
    private final PollBudget budget;
    private final long mostBytes;
    private final BarrierObserver observer;
    private final LongSupplier nanoClock;

    private final Map<TopicPartition, EventPartition> events = new LinkedHashMap<>();
    private final Map<TopicPartition, LastQuestion> questions = new HashMap<>();
    private final Set<TopicPartition> toAsk = new LinkedHashSet<>();

    /** The latest leader of each consent partition that has been heard of. */
    private final Map<TopicPartition, Integer> leaderEpochs = new HashMap<>();

    /** Why the consumer could not say its position on a consent partition when it was last asked. */
    private final Map<TopicPartition, String> positionProblems = new HashMap<>();

    /** Partitions that Kafka Streams wants paused, whether or not the barrier does too. */
    private final Set<TopicPartition> pausedByStreams = new HashSet<>();

    /** Once set, no event is handed over any more, and the next poll throws it. */
    private @Nullable ConsentReplaced replaced;

    private long askNumber;
    private boolean longWaitsReported;

    /**
     * @param budget of the delegate's polls
     * @param mostBytes of records that a poll brings at most, and that wait here for longer; save a single larger record
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

            // Consent is put into it before events, so that it is also buffered first.
            HandOver handOver = new HandOver();
            // A quarter in any case: what waits may wait for consent that is yet to be fetched.
            budget.limit(Math.max(mostBytes - waitingBytes(), mostBytes / 4));
            // At least once per call, so that the group sees this member alive however long events wait.
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
                EventPartition waiting = events.computeIfAbsent(
                        partition, added -> new EventPartition(added, barrier.dependencies(added)));
                OffsetAndMetadata after = nextOrAfter(records, next);
                long coveredSince = now - timings.hold().toNanos();
                if (waiting.add(records, after, onBroker(partition, after), questionFor(), coveredSince, now)) {
                    toAsk.addAll(waiting.dependencies());
                }
            }
        }
        // a position can move without records, past transaction markers and compacted offsets
        nextOffsets.forEach((partition, next) -> {
            if (fetched.records(partition).isEmpty()) {
                EventPartition waiting = events.get(partition);
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
        if (barrier.isConsent(partition) && !records.isEmpty()) {
            records.get(records.size() - 1)
                    .leaderEpoch()
                    .ifPresent(epoch -> leaderEpochs.merge(partition, epoch, Math::max));
        }
    }

    /** The question that tells how long new events wait: one that is yet to be asked. */
    long questionFor() {
        return askNumber + 1;
    }

    /**
     * The offset below which every record of an event partition was on its broker before now: that of an answer to a
     * fetch, which the consumer has had.
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

    /** Hands over what need not wait any longer, and pauses what must. */
    private void release(HandOver handOver) {
        long now = nanoClock.getAsLong();
        for (EventPartition waiting : events.values()) {
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

    /** Kafka Streams has no room, or no task yet, for records of a partition that it paused. */
    boolean isWantedByStreams(TopicPartition partition) {
        return !pausedByStreams.contains(partition);
    }

    private void releaseReady(EventPartition waiting, HandOver handOver, long now) {
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
     * Lets the consumer fetch again where nothing waits or all that waits is ready, so that the next batch's question
     * travels while Kafka Streams works on this one.
     *
     * @return whether there is anything to hand over
     */
    private boolean reopen() {
        boolean ready = false;
        for (EventPartition waiting : events.values()) {
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

    private void reopen(EventPartition waiting) {
        if (waiting.paused()) {
            waiting.paused(false);
            if (isWantedByStreams(waiting.partition())) {
                super.resume(List.of(waiting.partition()));
            }
        }
    }

    /** The barrier itself. */
    private boolean isReady(EventPartition waiting, Batch batch) {
        if (replaced != null) {
            return false;
        }
        for (TopicPartition consent : waiting.dependencies()) {
            OptionalLong target = target(batch, consent);
            if (target.isEmpty() || !hasReached(consent, target.getAsLong())) {
                return false;
            }
        }
        return true;
    }

    /** Empty while there is no answer that is fresh and not from a leader that has since been replaced. */
    OptionalLong target(Batch batch, TopicPartition consent) {
        return batch.target(consent, freshAfter(), leaderEpochs.getOrDefault(consent, Known.NO_EPOCH));
    }

    private boolean hasReached(TopicPartition consent, long target) {
        OptionalLong position = consentPosition(consent);
        return position.isPresent() && position.getAsLong() >= target;
    }

    /**
     * How far consent has been handed over; empty while the consumer does not know. The position, not the last record's
     * offset: markers and compaction leave gaps, and the high watermark may lie behind one.
     */
    OptionalLong consentPosition(TopicPartition consent) {
        try {
            OptionalLong position = OptionalLong.of(super.position(consent, Duration.ZERO));
            positionProblems.remove(consent);
            return position;
        } catch (WakeupException e) {
            // not ours to answer: the next poll shall throw it
            super.wakeup();
            return OptionalLong.empty();
        } catch (KafkaException | IllegalStateException e) {
            // Not known within no time, not assigned, or an error that the next poll will throw again
            positionProblems.put(consent, e.toString());
            return OptionalLong.empty();
        }
    }

    // ---- questions and answers

    /** Asks for all that is needed in one go: for new events at once, for older ones where an answer is overdue. */
    private void ask() {
        long now = nanoClock.getAsLong();
        for (EventPartition waiting : events.values()) {
            Batch first = waiting.batches().peekFirst();
            if (first != null) {
                for (TopicPartition consent : waiting.dependencies()) {
                    if (target(first, consent).isEmpty() && isDue(consent, now)) {
                        toAsk.add(consent);
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
        for (TopicPartition consent : partitions) {
            consentPosition(consent).ifPresent(position -> positions.put(consent, position));
        }
        Question question = new Question(++askNumber, now, positions);
        for (TopicPartition consent : partitions) {
            questions.put(consent, new LastQuestion(question));
        }
        observer.asked(partitions.size());
        try {
            highWatermarks.ask(question, partitions);
        } catch (RuntimeException e) {
            for (TopicPartition consent : partitions) {
                take(new Unknown(question, consent, e.toString()));
            }
        }
    }

    private boolean isDue(TopicPartition consent, long now) {
        LastQuestion last = questions.get(consent);
        return last == null
                || (!last.pending
                        && now - last.question.askedAt() >= timings.retry().toNanos());
    }

    /** Answers to questions asked before this are too old to be reached. */
    long freshAfter() {
        return nanoClock.getAsLong() - timings.freshness().toNanos();
    }

    private void takeAnswers(Duration wait) {
        for (Answer answer : highWatermarks.answers(wait)) {
            take(answer instanceof Known known ? unlessShorter(unlessDeposed(known)) : answer);
        }
    }

    /**
     * A leader that was frozen or cut off while another was elected may answer before it learns of that, with a high
     * watermark of long ago.
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
     * No log ends before what was read of it when it was asked for its end, unless it is another log, or has lost records: its end
     * then says nothing of what has been read.
     */
    private static Answer unlessShorter(Answer answer) {
        Long read = answer.question().positions().get(answer.partition());
        return answer instanceof Known known && read != null && known.offset() < read
                ? new Unknown(
                        known.question(),
                        known.partition(),
                        "it ends at " + known.offset() + ", but was read up to " + read
                                + "; its topic was made anew, or a leader has lost records")
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
                EventPartition waiting = events.get(dependent);
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
            replaced = new ConsentReplaced(other.partition().topic(), other.before(), other.now());
        }
    }

    /** Whether waiting for an answer is better than waiting for records. */
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
        for (EventPartition partition : events.values()) {
            waiting |= !partition.batches().isEmpty();
        }
        if (!waiting) {
            return Duration.ofNanos(wait);
        }
        for (LastQuestion last : questions.values()) {
            if (last.pending) {
                long age = now - last.question.askedAt();
                // a poll does not end when an answer comes: it may add a quarter to a slow one's time
                wait = Math.min(wait, age < SLICE_NANOS ? 0 : Math.min(SLICE_NANOS, age / 4));
            }
        }
        return Duration.ofNanos(Math.min(wait, timings.retry().toNanos()));
    }

    // ---- long waits

    /**
     * Gives events back where the wait is long: the consumer returns to the first of them, and they are fetched again
     * when consent has caught up. At once where Kafka Streams paused the consent partition, since it alone can end that.
     */
    private void rewindLongWaits() {
        long now = nanoClock.getAsLong();
        for (EventPartition waiting : events.values()) {
            Batch head = waiting.head();
            if (head != null
                    && (isLong(head, now) || isConsentPausedByStreams(waiting, head))
                    && !isReady(waiting, head)) {
                rewind(waiting);
            }
        }
    }

    private void rewind(EventPartition waiting) {
        ConsumerRecord<byte[], byte[]> first =
                waiting.batches().getFirst().records().get(0);
        super.seek(waiting.partition(), new OffsetAndMetadata(first.offset(), first.leaderEpoch(), ""));
        observer.rewound(waiting.partition(), waiting.rewind());
    }

    /**
     * Gives events back where more wait than there is memory for, those first that came last. The events of one partition
     * may stay, however large: a poll has bounded them.
     */
    private void rewindBeyondBudget() {
        long bytes = waitingBytes();
        while (bytes > mostBytes) {
            EventPartition latest = null;
            int partitions = 0;
            for (EventPartition waiting : events.values()) {
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

    /** Bytes of events that wait here, about. */
    private long waitingBytes() {
        long bytes = 0;
        for (EventPartition waiting : events.values()) {
            bytes += waiting.bytes();
        }
        return bytes;
    }

    private boolean isLong(Batch batch, long now) {
        return now - batch.since() >= timings.hold().toNanos();
    }

    private boolean isConsentPausedByStreams(EventPartition waiting, Batch batch) {
        for (TopicPartition consent : waiting.dependencies()) {
            OptionalLong target = target(batch, consent);
            if (target.isPresent() && pausedByStreams.contains(consent) && !hasReached(consent, target.getAsLong())) {
                return true;
            }
        }
        return false;
    }

    private void reportLongWaits() {
        long now = nanoClock.getAsLong();
        List<Wait> waits = new ArrayList<>();
        for (EventPartition waiting : events.values()) {
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

    private List<Wait.Missing> missing(EventPartition waiting, Batch batch) {
        List<Wait.Missing> missing = new ArrayList<>();
        for (TopicPartition consent : waiting.dependencies()) {
            OptionalLong target = target(batch, consent);
            OptionalLong position = consentPosition(consent);
            if (target.isEmpty()) {
                LastQuestion last = questions.get(consent);
                Optional<String> problem = Optional.ofNullable(last == null ? null : last.problem);
                missing.add(new Wait.Missing(consent, OptionalLong.empty(), problem));
            } else if (position.isEmpty()) {
                missing.add(new Wait.Missing(
                        consent,
                        OptionalLong.empty(),
                        Optional.of("the consumer has no position on this partition yet: "
                                + positionProblems.getOrDefault(consent, "it was woken up"))));
            } else if (position.getAsLong() < target.getAsLong()) {
                OptionalLong behind = OptionalLong.of(target.getAsLong() - position.getAsLong());
                missing.add(new Wait.Missing(consent, behind, Optional.empty()));
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
            EventPartition waiting = events.get(partition);
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
        EventPartition waiting = events.get(partition);
        return waiting == null ? null : waiting.head();
    }

    /**
     * No lag while events wait. A task that is told of records to come waits for them before it works on what it has;
     * it would not work off consent, whose buffer would fill, and the barrier would wait for consent for ever.
     */
    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        EventPartition waiting = events.get(partition);
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

    /** The consumer's position says what comes next; what was fetched before does not belong there any more. */
    void forgetWaiting(TopicPartition partition) {
        EventPartition waiting = events.remove(partition);
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
        events.clear();
        questions.clear();
        positionProblems.clear();
        toAsk.clear();
        pausedByStreams.clear();
        if (longWaitsReported) {
            observer.waiting(name, List.of());
            longWaitsReported = false;
        }
    }

    /** Events that were never handed over go to the partition's next owner, who starts from the committed offset. */
    void forgetUnassigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            events.remove(partition);
            questions.remove(partition);
            positionProblems.remove(partition);
            pausedByStreams.remove(partition);
        }
    }

    /** Pause flags and positions end with an assignment, in the consumer and so here. */
    private final class Reassignment implements ConsumerRebalanceListener {
        private final ConsumerRebalanceListener subscriber;

        Reassignment(ConsumerRebalanceListener subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Kafka Streams first: it commits here, by the positions of what it was given
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
                "Committing the consumer's own positions would skip events that still wait at the read barrier;"
                        + " commit explicit offsets, as Kafka Streams does");
    }

    /** The last question asked for a consent partition. */
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
