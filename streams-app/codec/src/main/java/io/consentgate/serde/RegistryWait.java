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
 * Waits out a registry that is down, slow or refuses, instead of losing what cannot be read meanwhile, and for single schemas
 * that it does not give, as long as a thread may in a minute. Questions that get no schema count, too.
 *
 * <p>Blocks the calling thread, with growing pauses, until the attempt succeeds, proves the data bad, the patience
 * ends, or {@link #close()} or an interrupt ends the wait. One outage is logged once, whatever the number of threads
 * and records that meet it. Thread-safe.
 */
public final class RegistryWait implements AutoCloseable {

    /** Something that needs the registry. */
    @FunctionalInterface
    public interface Attempt<T, X extends Exception> {
        T run() throws X;
    }

    private static final Logger LOG = LoggerFactory.getLogger(RegistryWait.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** A follower that lags is there in moments. */
    private static final Duration LONGEST_PAUSE_FOR_A_SCHEMA = Duration.ofSeconds(1);

    /**
     * Of a thread, for schemas that are not given then. A registry that says so takes milliseconds; one on which each question
     * times out would have all of the thread's time. What is then not asked for can be replayed.
     */
    static final Duration ASKING_PER_MINUTE = Duration.ofSeconds(20);

    /** Told that a thread waits for the registry, on that thread; must be quick and must not throw. */
    public interface Observer {

        /** For when nobody looks. */
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
        /** Returns true at once when all waits are over. */
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
    /** Nanoseconds that a thread has waited for the record in hand. */
    private final ThreadLocal<Long> waited = ThreadLocal.withInitial(() -> 0L);

    /**
     * @param forSchemas how long one thread may wait in a minute for schemas that the registry does not give while it gives
     *     others, all such schemas together
     */
    public RegistryWait(RegistryHealth health, Duration forSchemas) {
        this(health, forSchemas, Observer.NONE);
    }

    /** As the other constructor, for one who wants to know which threads wait. */
    public RegistryWait(RegistryHealth health, Duration forSchemas, Observer observer) {
        this.health = health;
        this.observer = observer;
        this.clock = Ticker.systemTicker();
        this.forSchemas = ThreadLocal.withInitial(() -> new WaitingTime(forSchemas, clock));
        this.asking = ThreadLocal.withInitial(() -> new WaitingTime(ASKING_PER_MINUTE, clock));
        this.pausing = nanos -> closed.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** On a clock that moves while it pauses. */
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

    /** Whether the calling thread may still wait in this minute for a schema that the registry does not give. */
    boolean mayWaitForASchema() {
        return forSchemas.get().left() > 0;
    }

    /** Whether the calling thread may still ask in this minute for a schema that the registry may not give. */
    boolean mayAskForASchema() {
        return asking.get().left() > 0;
    }

    /** The calling thread has waited, for as long, for addresses of the registry that might have given a schema. */
    void waitedForASchema(long nanos) {
        forSchemas.get().spend(nanos);
    }

    /** The calling thread has asked, for as long, for a schema that the registry does not give. */
    void askedForASchema(long nanos) {
        asking.get().spend(nanos);
        forSchemas.get().spend(nanos);
    }

    /**
     * The calling thread turns to the next record, which may need several schemas: patience is for all of them. What no
     * record caused counts to the one before.
     */
    public void nextRecord() {
        waited.remove();
    }

    /**
     * Runs an attempt until it does not throw {@link RegistryUnavailable}.
     *
     * @param patience how long to go on, less what the calling thread has waited since {@link #nextRecord}; keep it well
     *     below {@code max.poll.interval.ms}
     * @throws RegistryUnavailable the last one, when the patience ended; of kind INTERRUPTED when the wait was ended
     * @throws X what the attempt throws
     */
    public <T, X extends Exception> T await(Duration patience, Attempt<T, X> attempt) throws X {
        try {
            T result = attempt.run();
            // While others wait, a first success only shows that this schema was cached.
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

    /** Only the pause is a wait: what an attempt does with a record, it does at that record. */
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
