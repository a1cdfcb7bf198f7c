// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds partitions with a stuck last stable offset although records follow it. A publisher then keeps a transaction
 * open, and consumers of committed records cannot pass. To the consumer, such a partition looks fully read, with a lag
 * of 0. With overlapping transactions, the last stable offset trails but moves, and does not count here. Thread-safe.
 */
final class OpenTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(OpenTransactions.class);

    /** Reads end offsets. */
    @FunctionalInterface
    interface Ends {
        /** The end offsets of these partitions, as far as the brokers answer in time. */
        Map<TopicPartition, Long> of(Set<TopicPartition> partitions, IsolationLevel readers);
    }

    private final Clock clock;
    private final Duration limit;
    private final Map<TopicPartition, Standing> standing = new HashMap<>();

    /** @param limit age from which an open transaction is reported */
    OpenTransactions(Clock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * @param stable the last stable offset
     * @param since when it was first seen at this offset with records behind it
     * @param seen when this was last confirmed; unknown since then if brokers do not answer
     * @param behind number of offsets behind it
     * @param told whether it was logged
     */
    private record Standing(long stable, Instant since, Instant seen, long behind, boolean told) {

        Duration age() {
            return Duration.between(since, seen);
        }
    }

    /**
     * Call every few seconds. Asks the brokers; partitions without an answer keep their entry and do not age.
     *
     * @param read the partitions that this process reads
     */
    void look(Set<TopicPartition> read, Ends ends) {
        // Order matters: a record written between the two requests must not seem to be behind the last stable offset.
        Map<TopicPartition, Long> all = ends.of(read, IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> stable = ends.of(read, IsolationLevel.READ_COMMITTED);
        take(read, all, stable);
    }

    private synchronized void take(
            Set<TopicPartition> read, Map<TopicPartition, Long> all, Map<TopicPartition, Long> stable) {
        Instant now = clock.instant();
        standing.keySet().retainAll(read);
        Set<TopicPartition> told = new HashSet<>(all.keySet());
        told.retainAll(stable.keySet());
        for (TopicPartition partition : told) {
            long to = stable.getOrDefault(partition, 0L);
            long behind = all.getOrDefault(partition, 0L) - to;
            Standing before = standing.get(partition);
            if (behind <= 0) {
                standing.remove(partition);
            } else if (before == null || before.stable != to) {
                standing.put(partition, new Standing(to, now, now, behind, false));
            } else {
                Standing still = new Standing(to, before.since, now, behind, before.told);
                standing.put(partition, tell(partition, still));
            }
        }
    }

    private Standing tell(TopicPartition partition, Standing still) {
        if (still.told || !isTooLong(still)) {
            return still;
        }
        LOG.warn("{}", sentence(partition, still));
        return new Standing(still.stable, still.since, still.seen, still.behind, true);
    }

    private boolean isTooLong(Standing still) {
        return still.age().compareTo(limit) > 0;
    }

    /** Longest age of an open transaction, as far as this process observed it. */
    synchronized Duration longest() {
        return standing.values().stream()
                .map(Standing::age)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Number of offsets behind transactions that have been open for too long. */
    synchronized long recordsBehind() {
        return standing.values().stream()
                .filter(this::isTooLong)
                .mapToLong(Standing::behind)
                .sum();
    }

    /** One sentence per transaction that has been open for too long, longest first. */
    synchronized List<String> tooLong() {
        return standing.entrySet().stream()
                .filter(entry -> isTooLong(entry.getValue()))
                .sorted(Map.Entry.<TopicPartition, Standing>comparingByValue(Comparator.comparing(Standing::since))
                        .thenComparing(entry -> entry.getKey().toString()))
                .map(entry -> sentence(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String sentence(TopicPartition partition, Standing still) {
        return partition + " cannot be read beyond offset " + still.stable
                + ": a publisher has kept a transaction open since "
                + still.since.truncatedTo(ChronoUnit.SECONDS) + " or before; records behind it: at most "
                + still.behind;
    }
}
