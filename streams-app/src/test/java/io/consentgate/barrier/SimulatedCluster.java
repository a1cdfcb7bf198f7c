// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Brokers, publishers and the group coordinator, in virtual time. All chance comes from one seed; nothing happens but
 * in {@link #advance}.
 */
final class SimulatedCluster {

    static final int SUBJECTS_PER_PARTITION = 2;

    final SplittableRandom random;
    final List<String> consentTopics;
    final List<String> eventTopics;
    final int partitions;
    final Map<TopicPartition, Log> logs = new LinkedHashMap<>();
    final List<Actor> actors = new ArrayList<>();
    final Group group;

    /** min.compaction.lag.ms of the consent topics. */
    final Duration compactionLag;

    /** Microseconds. */
    long now;

    private boolean calm;
    private final int[] versions;
    private final int[][] acknowledged;
    private final List<Unacknowledged> unacknowledged = new ArrayList<>();
    private final List<Transaction> transactions = new ArrayList<>();
    private final int pace;
    private int eventsLeft;
    private int consentsLeft;
    private int eventsPublished;

    SimulatedCluster(SplittableRandom random) {
        this.random = random;
        this.partitions = 1 + random.nextInt(2);
        this.consentTopics = List.of("consent-state", "consent-state-rerouted").subList(0, 1 + random.nextInt(2));
        this.eventTopics = List.of("outbound-messages", "offer-decisions").subList(0, 1 + random.nextInt(2));
        for (List<String> topics : List.of(consentTopics, eventTopics)) {
            for (String topic : topics) {
                for (int partition = 0; partition < partitions; partition++) {
                    logs.put(new TopicPartition(topic, partition), new Log(topic, partition));
                }
            }
        }
        this.group = new Group(partitions);
        int subjects = partitions * SUBJECTS_PER_PARTITION;
        this.versions = new int[subjects];
        this.acknowledged = new int[consentTopics.size()][subjects];
        this.compactionLag = Duration.ofMillis(oneIn(2) ? 40 : 400);
        this.pace = 3 + random.nextInt(40);
        this.eventsLeft = 2 + random.nextInt(10);
        this.consentsLeft = 2 + random.nextInt(14);
    }

    /** Whether one in {@code n} times. */
    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    Log log(TopicPartition partition) {
        Log log = logs.get(partition);
        if (log == null) {
            throw new IllegalStateException("No such partition: " + partition);
        }
        return log;
    }

    Log log(String topic, int partition) {
        return log(new TopicPartition(topic, partition));
    }

    /** The events that a reader is owed: transactions that were aborted, or are still open, leave none. */
    List<Integer> eventsOwed() {
        List<Integer> owed = new ArrayList<>();
        for (Log log : logs.values()) {
            if (eventTopics.contains(log.partition.topic())) {
                for (Entry entry : log.entries) {
                    if (entry.isVisible()) {
                        owed.add(entry.number);
                    }
                }
            }
        }
        Collections.sort(owed);
        return owed;
    }

    boolean hasEnded() {
        return transactions.isEmpty();
    }

    /** A little time passes, and something may happen; not beyond {@code limit}. */
    void advance(long limit) {
        now = Math.min(limit, now + 1 + random.nextInt(oneIn(4) ? 20_000 : 1_000));
        if (!calm) {
            publish();
            disturb();
        }
        replicate();
        acknowledge();
        endTransactions();
        for (Actor actor : actors) {
            actor.step();
        }
    }

    /** From here on publishers are silent, transactions end, and every broker can be reached. */
    void calmDown() {
        calm = true;
        for (Log log : logs.values()) {
            log.reachable = true;
        }
    }

    // ---- publishers

    private void publish() {
        int subject = random.nextInt(versions.length);
        if (consentsLeft > 0 && oneIn(pace)) {
            if (oneIn(2)) {
                publishConsent(subject, null);
            } else {
                Transaction transaction = transaction();
                for (int count = 1 + random.nextInt(3); count > 0; count--) {
                    publishConsent(random.nextInt(versions.length), transaction);
                }
                transactions.add(transaction);
            }
        }
        if (eventsLeft > 0 && oneIn(2 * pace)) {
            publishEvent(subject);
        }
    }

    private void publishConsent(int subject, @Nullable Transaction transaction) {
        consentsLeft--;
        int topic = random.nextInt(consentTopics.size());
        Log log = log(consentTopics.get(topic), subject % partitions);
        int version = ++versions[subject];
        long offset = log.append(new Entry(subject, version, new int[0], transaction, clock()));
        Unacknowledged sent = new Unacknowledged(log, offset, topic, subject, version);
        if (transaction == null) {
            unacknowledged.add(sent);
        } else {
            transaction.sent.add(sent);
            transaction.unmarked.merge(log, 1, (before, one) -> before);
        }
    }

    private void publishEvent(int subject) {
        eventsLeft--;
        int[] required = new int[consentTopics.size()];
        for (int topic = 0; topic < required.length; topic++) {
            required[topic] = acknowledged[topic][subject];
        }
        String topic = eventTopics.get(random.nextInt(eventTopics.size()));
        Log log = log(topic, subject % partitions);
        Transaction transaction = null;
        if (oneIn(4)) {
            transaction = transaction();
            transaction.unmarked.put(log, 1);
            transactions.add(transaction);
        }
        log.append(new Entry(subject, eventsPublished++, required, transaction, clock()));
    }

    private Transaction transaction() {
        return new Transaction(now + random.nextInt(60_000), oneIn(4), oneIn(8));
    }

    /** Publishers' clocks agree on nothing. */
    private long clock() {
        return 1_000L + random.nextInt(1_000);
    }

    private void replicate() {
        for (Log log : logs.values()) {
            int behind = (int) (log.end() - log.highWatermark);
            if (behind > 0 && (calm || oneIn(2))) {
                log.commit(log.highWatermark + (calm ? behind : 1 + random.nextInt(behind)), now);
            }
        }
    }

    private void acknowledge() {
        for (Iterator<Unacknowledged> i = unacknowledged.iterator(); i.hasNext(); ) {
            Unacknowledged sent = i.next();
            if (sent.log.highWatermark > sent.offset && (calm || oneIn(2))) {
                i.remove();
                acknowledged(sent);
            }
        }
    }

    private void acknowledged(Unacknowledged sent) {
        acknowledged[sent.topic][sent.subject] = Math.max(acknowledged[sent.topic][sent.subject], sent.version);
        if (!calm && eventsLeft > 0 && oneIn(2)) {
            publishEvent(sent.subject);
        }
    }

    private void endTransactions() {
        // a commit may make a publisher begin another transaction
        for (Transaction transaction : List.copyOf(transactions)) {
            if (transaction.state == State.OPEN
                    && (calm || (!transaction.abandoned && oneIn(3)) || now > transaction.expires)) {
                decide(transaction);
            }
            if (transaction.state != State.OPEN) {
                writeMarkers(transaction);
                if (transaction.unmarked.isEmpty()) {
                    transactions.remove(transaction);
                }
            }
        }
    }

    private void decide(Transaction transaction) {
        if (transaction.aborts || transaction.abandoned) {
            transaction.state = State.ABORTED;
            return;
        }
        for (Unacknowledged sent : transaction.sent) {
            if (sent.log.highWatermark <= sent.offset) {
                return; // a producer flushes before it commits
            }
        }
        // commitTransaction() returns here, before any partition has its marker
        transaction.state = State.COMMITTED;
        for (Unacknowledged sent : transaction.sent) {
            acknowledged(sent);
        }
    }

    private void writeMarkers(Transaction transaction) {
        for (Iterator<Log> i = transaction.unmarked.keySet().iterator(); i.hasNext(); ) {
            Log log = i.next();
            if (calm || oneIn(4)) {
                i.remove();
                log.append(new Entry(-1, -1, new int[0], transaction, 0));
                log.marked.add(transaction);
            }
        }
    }

    private void disturb() {
        if (oneIn(25)) {
            String topic = consentTopics.get(random.nextInt(consentTopics.size()));
            Log log = log(topic, random.nextInt(partitions));
            log.reachable = !log.reachable;
        }
        if (oneIn(8)) {
            log(consentTopics.get(0), random.nextInt(partitions)).compact(now - compactionLag.toNanos() / 1_000);
        }
    }

    // ---- what they consist of

    /** Whoever does something as time passes. */
    interface Actor {
        void step();
    }

    enum State {
        OPEN,
        COMMITTED,
        ABORTED
    }

    static final class Transaction {
        private final long expires;
        private final boolean aborts;
        private final boolean abandoned;
        private final List<Unacknowledged> sent = new ArrayList<>();
        private final Map<Log, Integer> unmarked = new LinkedHashMap<>();
        private State state = State.OPEN;

        Transaction(long expires, boolean aborts, boolean abandoned) {
            this.expires = expires;
            this.aborts = aborts;
            this.abandoned = abandoned;
        }
    }

    private record Unacknowledged(Log log, long offset, int topic, int subject, int version) {}

    /**
     * A consent record (number is its version), an event (number is its id; required holds the versions acknowledged
     * before it), or a marker (no subject).
     */
    static final class Entry {
        final int subject;
        final int number;
        final int[] required;
        final @Nullable Transaction transaction;
        final long timestamp;
        long committedAt;
        boolean compacted;

        Entry(int subject, int number, int[] required, @Nullable Transaction transaction, long timestamp) {
            this.subject = subject;
            this.number = number;
            this.required = required;
            this.transaction = transaction;
            this.timestamp = timestamp;
        }

        boolean isVisible() {
            return subject >= 0 && !compacted && (transaction == null || transaction.state == State.COMMITTED);
        }
    }

    static final class Log {
        final TopicPartition partition;
        final List<Entry> entries = new ArrayList<>();
        boolean reachable = true;
        long highWatermark;
        private final List<Transaction> marked = new ArrayList<>();

        Log(String topic, int partition) {
            this.partition = new TopicPartition(topic, partition);
        }

        long end() {
            return entries.size();
        }

        Entry entry(long offset) {
            return entries.get((int) offset);
        }

        private long append(Entry entry) {
            entries.add(entry);
            return entries.size() - 1L;
        }

        private void commit(long end, long at) {
            while (highWatermark < end) {
                entry(highWatermark++).committedAt = at;
            }
        }

        long lastStableOffset() {
            for (int offset = 0; offset < highWatermark; offset++) {
                Transaction transaction = entries.get(offset).transaction;
                if (transaction != null && !isEnded(transaction)) {
                    return offset;
                }
            }
            return highWatermark;
        }

        /** As seen by a reader: its marker must be below the high watermark too. */
        private boolean isEnded(Transaction transaction) {
            if (!marked.contains(transaction)) {
                return false;
            }
            for (int offset = 0; offset < highWatermark; offset++) {
                Entry entry = entries.get(offset);
                if (entry.subject < 0 && entry.transaction == transaction) {
                    return true;
                }
            }
            return false;
        }

        /** Removes what a later record of the same subject replaces. */
        private void compact(long committedBefore) {
            Map<Integer, Entry> latest = new HashMap<>();
            long end = lastStableOffset();
            for (int offset = 0; offset < end; offset++) {
                Entry entry = entries.get(offset);
                if (entry.isVisible() && entry.committedAt < committedBefore) {
                    Entry replaced = latest.put(entry.subject, entry);
                    if (replaced != null) {
                        replaced.compacted = true;
                    }
                }
            }
        }

        /** Whether a reader is owed anything in this range. */
        boolean hasVisible(long from, long to) {
            for (long offset = from; offset < to; offset++) {
                if (entry(offset).isVisible()) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Who owns which task, and what is committed. */
    static final class Group {
        final @Nullable SimulatedConsumer[] owners;
        final @Nullable SimulatedConsumer[] targets;
        final Map<TopicPartition, Long> committed = new HashMap<>();
        final Map<Integer, int[][]> tables = new HashMap<>();
        final List<Integer> judged = new ArrayList<>();

        Group(int partitions) {
            owners = new @Nullable SimulatedConsumer[partitions];
            targets = new @Nullable SimulatedConsumer[partitions];
        }

        void leave(SimulatedConsumer consumer) {
            for (int partition = 0; partition < owners.length; partition++) {
                if (owners[partition] == consumer) {
                    owners[partition] = null;
                }
            }
        }

        static int[][] copy(int[][] table) {
            int[][] copy = new int[table.length][];
            for (int topic = 0; topic < table.length; topic++) {
                copy[topic] = Arrays.copyOf(table[topic], table[topic].length);
            }
            return copy;
        }
    }
}
