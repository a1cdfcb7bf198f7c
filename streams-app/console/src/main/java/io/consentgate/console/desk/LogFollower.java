// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.CaseChange;
import io.consentgate.console.cases.ReviewDesk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics into the index on its own thread, in no consumer group: every console reads everything. After a
 * failure, it retries from the index's position without limit. Thread-safe.
 */
final class LogFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration FORGETTING = Duration.ofHours(1);

    private final Consumer<byte[], byte[]> consumer;
    private final IndexWriter writer;
    private final List<TopicPartition> partitions;
    private final Supplier<Optional<Changelog>> changelogs;
    private final Clock clock;
    private final Thread thread = new Thread(this::run, "review-index");
    private final List<java.util.function.Consumer<CaseChange>> listeners = new CopyOnWriteArrayList<>();
    private final Map<TopicPartition, Long> applied = new ConcurrentHashMap<>();
    private final AtomicLong changeNumber;
    private final AtomicLong steps = new AtomicLong();
    private final Object progress = new Object();
    private volatile Map<TopicPartition, Long> endsAtStart = Map.of();
    private volatile @Nullable Following following;
    private volatile boolean caughtUp;
    private volatile boolean failing;
    private volatile boolean closed;
    private volatile long behind;

    /**
     * @param partitions of the topics that always exist
     * @param changelogs returns the gate's changelog as currently known; asked continuously
     */
    LogFollower(
            Consumer<byte[], byte[]> consumer,
            IndexWriter writer,
            List<TopicPartition> partitions,
            Supplier<Optional<Changelog>> changelogs,
            Clock clock) {
        this.consumer = consumer;
        this.writer = writer;
        this.partitions = List.copyOf(partitions);
        this.changelogs = changelogs;
        this.clock = clock;
        // Keeps growing across restarts, for pages that are still open.
        this.changeNumber = new AtomicLong(clock.millis());
    }

    /**
     * The current reading.
     *
     * @param changelog the gate's; empty while there is none
     * @param changelogEnds its end offsets when its reading began
     */
    private record Following(
            List<TopicPartition> partitions, Optional<Changelog> changelog, Map<TopicPartition, Long> changelogEnds) {}

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            follow();
        } finally {
            consumer.close();
        }
    }

    private void follow() {
        Instant forgetAt = Instant.MIN;
        boolean failed = false;
        while (!closed) {
            try {
                Following now = following;
                Optional<Changelog> changelog = changelogs.get();
                if (now == null || failed || !changelog.equals(now.changelog())) {
                    now = position(changelog);
                    following = now;
                    failed = false;
                }
                step(now.partitions());
                failing = false;
                if (!clock.instant().isBefore(forgetAt)) {
                    writer.forget(clock.instant());
                    forgetAt = clock.instant().plus(FORGETTING);
                }
            } catch (WakeupException e) {
                // close() interrupts the thread; the loop then ends.
            } catch (Throwable e) {
                // Includes errors: without this thread the queue stops, and nothing would restart the thread.
                if (!closed) {
                    failed(e);
                    failed = true;
                }
            }
        }
    }

    private void failed(Throwable e) {
        if (!failing) {
            LOG.atWarn()
                    .addKeyValue("failure", e.getClass().getName())
                    .log("The review index cannot go on reading the log; it tries again. {}", e.getMessage());
        }
        failing = true;
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private Following position(Optional<Changelog> changelog) {
        if (changelog.isPresent() && writer.begins(changelog.get())) {
            applied.keySet().removeAll(changelog.get().partitions());
        }
        List<TopicPartition> all = Stream.concat(
                        partitions.stream(), changelog.stream().flatMap(found -> found.partitions().stream()))
                .toList();
        consumer.assign(all);
        Map<TopicPartition, Long> known = writer.positions();
        for (TopicPartition partition : all) {
            Long next = known.get(partition);
            if (next == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, next);
                applied.put(partition, next);
            }
        }
        if (endsAtStart.isEmpty()) {
            endsAtStart = consumer.endOffsets(all);
        }
        return new Following(
                all,
                changelog,
                changelog.map(found -> consumer.endOffsets(found.partitions())).orElse(Map.of()));
    }

    private void step(List<TopicPartition> followed) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        Map<TopicPartition, Long> moved = new HashMap<>();
        long lag = 0;
        for (TopicPartition partition : followed) {
            long next = consumer.position(partition);
            if (!Long.valueOf(next).equals(applied.get(partition))) {
                moved.put(partition, next);
            }
            OptionalLong partitionLag = consumer.currentLag(partition);
            lag += partitionLag.isPresent() ? partitionLag.getAsLong() : 0;
        }
        behind = lag;
        List<CaseChange> changes = moved.isEmpty() ? List.of() : writer.apply(records, moved);
        applied.putAll(moved);
        if (!caughtUp && haveApplied(endsAtStart)) {
            caughtUp = true;
            LOG.info("The review index has read the log");
        }
        if (!changes.isEmpty()) {
            changeNumber.addAndGet(changes.size());
        }
        if (!moved.isEmpty()) {
            synchronized (progress) {
                steps.incrementAndGet();
                progress.notifyAll();
            }
        }
        for (CaseChange change : changes) {
            for (java.util.function.Consumer<CaseChange> listener : listeners) {
                tell(listener, change);
            }
        }
    }

    private static void tell(java.util.function.Consumer<CaseChange> listener, CaseChange change) {
        try {
            listener.accept(change);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("A listener to the review queue failed");
        }
    }

    private boolean haveApplied(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> hasApplied(end.getKey(), end.getValue()));
    }

    private boolean hasApplied(TopicPartition partition, long end) {
        return applied.getOrDefault(partition, 0L) >= end;
    }

    /** Whether the index contains a record within the given time. */
    boolean awaitApplied(Position position, Duration patience) {
        TopicPartition partition = new TopicPartition(position.topic(), position.partition());
        return await(
                        patience,
                        () -> hasApplied(partition, position.offset() + 1) ? Optional.of(true) : Optional.empty())
                .isPresent();
    }

    /** Repeats the question after each step of the index until it has an answer, or the patience ends. */
    <T> Optional<T> await(Duration patience, Supplier<Optional<T>> question) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            long seen = steps.get();
            // Outside the lock: the question may be slow, and must not block the index.
            Optional<T> answer = question.get();
            if (answer.isPresent() || System.nanoTime() >= deadline || closed) {
                return answer;
            }
            synchronized (progress) {
                try {
                    long left = (deadline - System.nanoTime()) / 1_000_000;
                    while (steps.get() == seen && left > 0 && !closed) {
                        progress.wait(left);
                        left = (deadline - System.nanoTime()) / 1_000_000;
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return Optional.empty();
                }
            }
        }
    }

    /** How far the index has read the gate's consents. */
    ChangelogProgress changelogProgress() {
        Following now = following;
        if (now == null) {
            return ChangelogProgress.READING;
        }
        if (now.changelog().isEmpty()) {
            return ChangelogProgress.NONE;
        }
        return haveApplied(now.changelogEnds()) ? ChangelogProgress.READ : ChangelogProgress.READING;
    }

    /** Progress of reading a changelog. */
    enum ChangelogProgress {
        /** No changelog exists. */
        NONE,
        READING,
        /** Everything present at the start of reading has been read. */
        READ
    }

    long changeNumber() {
        return changeNumber.get();
    }

    void listen(java.util.function.Consumer<CaseChange> listener) {
        listeners.add(listener);
    }

    void unlisten(java.util.function.Consumer<CaseChange> listener) {
        listeners.remove(listener);
    }

    ReviewDesk.Progress progress() {
        return new ReviewDesk.Progress(caughtUp, behind, failing, thread.getState() == Thread.State.TERMINATED);
    }

    /** The thread that reads, from start to close. */
    Thread thread() {
        return thread;
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (progress) {
            progress.notifyAll();
        }
    }
}
