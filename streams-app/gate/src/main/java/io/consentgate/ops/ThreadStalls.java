// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import io.consentgate.ops.WorkingThreads.WorkingThread;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds stream threads that are alive but make no progress: they neither poll nor begin or finish a record. A thread at
 * the read barrier keeps polling. A thread that waits for the schema registry reports its wait and does not count.
 * Kafka Streams restores state on other threads. Thread-safe.
 */
final class ThreadStalls {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadStalls.class);

    /**
     * After a longer gap between two looks, the process stood still or its clock was set. That says nothing about its
     * threads.
     */
    private static final Duration BLIND = Duration.ofSeconds(10);

    private final Clock clock;
    private final Duration limit;
    private final Map<String, Seen> byThread = new HashMap<>();
    private WorkingThreads threads = WorkingThreads.NONE;
    private Instant lookedAt = Instant.MIN;

    /** @param limit time without progress after which a thread is hung */
    ThreadStalls(Clock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * @param since when the thread was first seen at this point
     * @param told whether it was logged
     */
    private record Seen(WorkingThread thread, Instant since, boolean told) {}

    synchronized void watch(WorkingThreads started) {
        threads = started;
    }

    /** Call about every second. */
    synchronized void look() {
        Instant now = clock.instant();
        boolean blind = lookedAt.isBefore(now.minus(BLIND)) || lookedAt.isAfter(now);
        lookedAt = now;
        Map<String, Seen> before = Map.copyOf(byThread);
        byThread.clear();
        for (WorkingThread thread : threads.threads()) {
            Seen seen = before.get(thread.name());
            if (seen != null && !blind && !thread.waits() && seen.thread.steps() == thread.steps()) {
                byThread.put(thread.name(), tell(seen, now));
            } else {
                byThread.put(thread.name(), new Seen(thread, now, false));
            }
        }
    }

    private Seen tell(Seen seen, Instant now) {
        if (seen.told || !isHung(seen, now)) {
            return seen;
        }
        if (seen.thread.at().isPresent()) {
            LOG.error("{}. The process is not live any more; its supervisor has to start it again", sentence(seen));
        } else {
            LOG.warn("{}", sentence(seen));
        }
        return new Seen(seen.thread, seen.since, true);
    }

    /** Longest time without progress of any thread. */
    synchronized Duration longest() {
        look();
        Instant now = clock.instant();
        return byThread.values().stream()
                .map(seen -> Duration.between(seen.since, now))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** One sentence per thread that hangs at a record: only a restart frees its partitions. */
    synchronized List<String> hung() {
        return standing(true);
    }

    /**
     * One sentence per thread that stalls without a record. It commits, polls or begins a task, and waits for brokers
     * as long as they are away. A restart does not help.
     */
    synchronized List<String> heldUp() {
        return standing(false);
    }

    private List<String> standing(boolean atRecord) {
        look();
        Instant now = clock.instant();
        return byThread.values().stream()
                .filter(seen -> isHung(seen, now) && seen.thread.at().isPresent() == atRecord)
                .map(ThreadStalls::sentence)
                .sorted()
                .toList();
    }

    private boolean isHung(Seen seen, Instant now) {
        return Duration.between(seen.since, now).compareTo(limit) > 0;
    }

    private static String sentence(Seen seen) {
        Instant since = seen.since.truncatedTo(ChronoUnit.SECONDS);
        String thread = "thread " + seen.thread.name();
        return seen.thread
                .at()
                .map(record -> thread + " is hung: it has not advanced since " + since + ", at " + record)
                .orElseGet(() -> thread + " has not advanced since " + since
                        + ", at no record: it waits for brokers, in a poll, a commit or the start of a task");
    }
}
