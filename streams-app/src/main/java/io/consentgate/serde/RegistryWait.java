// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits out a registry that is down, slow or refuses, instead of losing what cannot be read meanwhile.
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

    private final RegistryHealth health;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    /** Nanoseconds that a thread has waited for the record in hand. */
    private final ThreadLocal<Long> waited = ThreadLocal.withInitial(() -> 0L);

    public RegistryWait(RegistryHealth health) {
        this.health = health;
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
        long begun = System.nanoTime();
        long deadline = begun + patience.toNanos() - waited.get();
        RegistryUnavailable problem = first;
        Duration pause = FIRST_PAUSE;
        waiting.incrementAndGet();
        try {
            while (true) {
                failed(problem);
                if (problem.kind() == RegistryUnavailable.Kind.INTERRUPTED) {
                    throw problem;
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw problem;
                }
                pause(Math.min(left, withJitter(pause)), problem);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                try {
                    T result = attempt.run();
                    recovered();
                    return result;
                } catch (RegistryUnavailable again) {
                    problem = again;
                }
            }
        } finally {
            waiting.decrementAndGet();
            waited.set(waited.get() + System.nanoTime() - begun);
        }
    }

    private static long withJitter(Duration pause) {
        long nanos = pause.toNanos();
        return nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
    }

    private void pause(long nanos, RegistryUnavailable problem) {
        try {
            if (closed.await(nanos, TimeUnit.NANOSECONDS)) {
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
