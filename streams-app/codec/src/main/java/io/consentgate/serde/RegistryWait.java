// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits while the registry is down, slow or refusing, so that no record is lost. Also waits for single schemas that the
 * registry does not return, up to a limit per thread and minute. Requests that return no schema count toward the limit.
 *
 * <p>Blocks the calling thread, with growing pauses. The wait ends when the attempt succeeds or proves the data bad,
 * when the patience ends, or on {@link #close()} or an interrupt. One outage is logged once, for any number of threads
 * and records. Thread-safe.
 */
public final class RegistryWait implements AutoCloseable {

    /** An action that needs the registry. */
    @FunctionalInterface
    public interface Attempt<T, X extends Exception> {
        T run() throws X;
    }

    private static final Logger LOG = LoggerFactory.getLogger(RegistryWait.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** A lagging follower catches up within moments. */
    private static final Duration LONGEST_PAUSE_FOR_A_SCHEMA = Duration.ofSeconds(1);

    /**
     * Limit per thread for requests about schemas that the registry does not return. A registry that denies a schema
     * answers within milliseconds. One whose requests time out would otherwise take all of the thread's time. Records
     * skipped this way can be replayed.
     */
    static final Duration ASKING_PER_MINUTE = Duration.ofSeconds(20);

    /**
     * Observes on the waiting thread that it waits for the registry; implementations must be fast and must not throw.
     */
    public interface Observer {

        /** Observes nothing. */
        Observer NONE = new Observer() {
            @Override
            public void waits() {}

            @Override
            public void goesOn() {}
        };

        void waits();

        void goesOn();
    }

    /** Lets time pass. */
    @FunctionalInterface
    interface Pausing {
        /** Returns true immediately once all waits are over. */
        boolean pause(long nanos) throws InterruptedException;
    }

    private final RegistryHealth health;
    private final ThreadLocal<WaitingTime> forSchemas;
    private final ThreadLocal<WaitingTime> asking;
    private final Observer observer;
    private final Ticker clock;
    private final Pausing pausing;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    /** Nanoseconds that a thread has waited for its current record. */
    private final ThreadLocal<Long> waited = ThreadLocal.withInitial(() -> 0L);

    /**
     * @param forSchemas waiting time per thread and minute for schemas that the registry does not return while it
     *     returns others; one limit for all such schemas
     */
    public RegistryWait(RegistryHealth health, Duration forSchemas) {
        this(health, forSchemas, Observer.NONE);
    }

    /** As the other constructor, with an observer of the waiting threads. */
    public RegistryWait(RegistryHealth health, Duration forSchemas, Observer observer) {
        this.health = health;
        this.observer = observer;
        this.clock = Ticker.systemTicker();
        this.forSchemas = ThreadLocal.withInitial(() -> new WaitingTime(forSchemas, clock));
        this.asking = ThreadLocal.withInitial(() -> new WaitingTime(ASKING_PER_MINUTE, clock));
        this.pausing = nanos -> closed.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** With a clock that advances while it pauses. */
    RegistryWait(RegistryHealth health, Duration forSchemas, Ticker clock, Pausing pausing) {
        this.health = health;
        this.observer = Observer.NONE;
        this.clock = clock;
        this.forSchemas = ThreadLocal.withInitial(() -> new WaitingTime(forSchemas, clock));
        this.asking = ThreadLocal.withInitial(() -> new WaitingTime(ASKING_PER_MINUTE, clock));
        this.pausing = pausing;
    }

    RegistryHealth health() {
        return health;
    }

    /**
     * Whether the calling thread has waiting time left in this minute for a schema that the registry does not return.
     */
    boolean mayWaitForASchema() {
        return forSchemas.get().left() > 0;
    }

    /**
     * Whether the calling thread has request time left in this minute for a schema that the registry may not return.
     */
    boolean mayAskForASchema() {
        return asking.get().left() > 0;
    }

    /** Counts the calling thread's wait for addresses of the registry that might have returned a schema. */
    void waitedForASchema(long nanos) {
        forSchemas.get().spend(nanos);
    }

    /** Counts the calling thread's requests for a schema that the registry does not return. */
    void askedForASchema(long nanos) {
        asking.get().spend(nanos);
        forSchemas.get().spend(nanos);
    }

    /**
     * The calling thread begins its next record, which may need several schemas under one patience. Waits outside any
     * record count toward the previous record.
     */
    public void nextRecord() {
        waited.remove();
    }

    /**
     * Repeats an attempt until it no longer throws {@link RegistryUnavailable}.
     *
     * @param patience time limit, less the calling thread's waits since {@link #nextRecord}; keep it well below {@code
     *     max.poll.interval.ms}
     * @throws RegistryUnavailable the last one, when the patience ended; of kind INTERRUPTED when the wait was ended
     * @throws X the attempt's other exceptions
     */
    public <T, X extends Exception> T await(Duration patience, Attempt<T, X> attempt) throws X {
        try {
            T result = attempt.run();
            // While others wait, an immediate success only shows that this schema was cached.
            if (!health.status().available() && waiting.get() == 0) {
                recovered();
            }
            return result;
        } catch (RegistryUnavailable problem) {
            return keepTrying(patience, attempt, problem);
        }
    }

    private <T, X extends Exception> T keepTrying(Duration patience, Attempt<T, X> attempt, RegistryUnavailable first)
            throws X {
        long begun = clock.read();
        long deadline = begun + patience.toNanos() - waited.get();
        RegistryUnavailable problem = first;
        Duration pause = FIRST_PAUSE;
        waiting.incrementAndGet();
        try {
            while (true) {
                if (problem.kind() == RegistryUnavailable.Kind.INTERRUPTED) {
                    throw problem;
                }
                boolean forSchema = problem.kind() == RegistryUnavailable.Kind.WITHHELD;
                long left = forSchema ? forSchemas.get().left() : deadline - clock.read();
                if (!forSchema) {
                    failed(problem);
                    if (left <= 0) {
                        throw problem;
                    }
                }
                Duration longest = forSchema ? LONGEST_PAUSE_FOR_A_SCHEMA : LONGEST_PAUSE;
                long paused = clock.read();
                pauseSeen(Math.min(left, withJitter(pause)), problem);
                if (forSchema) {
                    forSchemas.get().spend(clock.read() - paused);
                }
                try {
                    T result = attempt.run();
                    recovered();
                    return result;
                } catch (RegistryUnavailable again) {
                    problem = again;
                }
                pause = pause.multipliedBy(2).compareTo(longest) > 0 ? longest : pause.multipliedBy(2);
            }
        } finally {
            waiting.decrementAndGet();
            waited.set(waited.get() + clock.read() - begun);
        }
    }

    private static long withJitter(Duration pause) {
        long nanos = pause.toNanos();
        return nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
    }

    /** Only the pause counts as a wait: a failure during the attempt may be caused by the record. */
    private void pauseSeen(long nanos, RegistryUnavailable problem) {
        observer.waits();
        try {
            pause(nanos, problem);
        } finally {
            observer.goesOn();
        }
    }

    private void pause(long nanos, RegistryUnavailable problem) {
        try {
            if (pausing.pause(nanos)) {
                throw new RegistryUnavailable(
                        RegistryUnavailable.Kind.INTERRUPTED,
                        "shut down while waiting: " + problem.getMessage(),
                        problem);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailable(
                    RegistryUnavailable.Kind.INTERRUPTED, "interrupted while waiting: " + problem.getMessage(), e);
        }
    }

    private void failed(RegistryUnavailable problem) {
        if (health.failed(problem).available()) {
            LOG.atWarn()
                    .addKeyValue("kind", problem.kind())
                    .addKeyValue("needsOperator", problem.kind().needsOperator())
                    .log(
                            "Waiting for the schema registry; records that need it stay where they are. {}",
                            problem.getMessage());
        }
    }

    private void recovered() {
        RegistryHealth.Status before = health.answered();
        if (!before.available()) {
            LOG.atInfo()
                    .addKeyValue("unavailableSince", before.since())
                    .log("The schema registry answers again; going on");
        }
    }

    /** Ends all waits, now and later, with {@link RegistryUnavailable} of kind INTERRUPTED. */
    @Override
    public void close() {
        closed.countDown();
    }
}
