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

    /** Microseconds, as all times here. No step takes longer. */
    private static final int LONGEST_STEP = 5_000;

    /** From the call of send() until the record is committed to the log, where it comes to that. */
    private static final int LONGEST_DELIVERY = 2 * LONGEST_STEP;

    private static final int STEADY_TRANSACTION = 60 * LONGEST_STEP;

    private static final int NO_SUBJECT = -1;

    final SplittableRandom random;
    final List<String> tableTopics;
    final List<String> streamTopics;
    final int partitions;
    final Map<TopicPartition, Log> logs = new LinkedHashMap<>();
    final List<Actor> actors = new ArrayList<>();
    final Group group;

    /** min.compaction.lag.ms of the table topics. */
    final Duration compactionLag;

    /** What the barrier is told; together with the clocks' error and the time that a delivery takes it is below the lag. */
    final Duration freshness;

    /** Long after zero, so that clocks may be behind. */
    long now = 1_000_000_000;

    private boolean calm;
    private final long clocksBehind;
    private final int electionPace;
    private final int replicationPace;

    /** Whether publishers' transactions overlap without end on each table partition, once all else is calm. */
    private final boolean overlapsSteadily;

    private final int[] versions;
    private final int[][] acknowledged;
    private final List<Unacknowledged> unacknowledged = new ArrayList<>();
    private final List<Transaction> transactions = new ArrayList<>();
    private final int pace;
    private int eventsLeft;
    private int tableRecordsLeft;
    private int eventsPublished;

    SimulatedCluster(SplittableRandom random) {
        this.random = random;
        this.partitions = 1 + random.nextInt(2);
        this.tableTopics = List.of("table", "other-table").subList(0, 1 + random.nextInt(2));
        this.streamTopics = List.of("stream", "other-stream").subList(0, 1 + random.nextInt(2));
        for (List<String> topics : List.of(tableTopics, streamTopics)) {
            for (String topic : topics) {
                for (int partition = 0; partition < partitions; partition++) {
                    logs.put(new TopicPartition(topic, partition), new Log(topic, partition));
                }
            }
        }
        this.group = new Group(partitions);
        int subjects = partitions * SUBJECTS_PER_PARTITION;
        this.versions = new int[subjects];
        this.acknowledged = new int[tableTopics.size()][subjects];
        this.overlapsSteadily = oneIn(4);
        long lagMillis = overlapsSteadily ? 15_000 : oneIn(3) ? 400 : 120;
        this.compactionLag = Duration.ofMillis(lagMillis);
        this.freshness = Duration.ofMillis(lagMillis * (10 + random.nextInt(20)) / 100);
        long behind = micros(compactionLag) - micros(freshness) - LONGEST_DELIVERY - 1;
        this.clocksBehind = oneIn(4) ? 0 : Math.max(0, behind);
        this.electionPace = oneIn(3) ? Integer.MAX_VALUE : 50 + random.nextInt(300);
        this.replicationPace = 2 + random.nextInt(5);
        this.pace = 2 + random.nextInt(oneIn(2) ? 6 : 40);
        this.eventsLeft = 2 + random.nextInt(16);
        this.tableRecordsLeft = 2 + random.nextInt(24);
    }

    /** Whether one in {@code n} times. */
    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
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

    /** The stream records that a reader is owed: transactions that were aborted, or are still open, leave none. */
    List<Integer> eventsOwed() {
        List<Integer> owed = new ArrayList<>();
        for (Log log : logs.values()) {
            if (streamTopics.contains(log.partition.topic())) {
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

    /** Whether no transaction is under way, except those that never stop coming. */
    boolean hasEnded() {
        return transactions.stream().allMatch(transaction -> transaction.steady);
    }

    /** A little time passes, and something may happen; not beyond {@code limit}. */
    void advance(long limit) {
        now = Math.min(limit, now + 1 + random.nextInt(oneIn(4) ? LONGEST_STEP : 1_000));
        if (!calm) {
            publish();
            disturb();
        } else if (overlapsSteadily) {
            overlap();
        }
        replicate();
        acknowledge();
        endTransactions();
        for (Actor actor : actors) {
            actor.step();
        }
    }

    /**
     * From here on leaders stay and can be reached, and transactions end, abandoned ones when they expire. Publishers are
     * silent, except for those whose transactions overlap.
     */
    void calmDown() {
        calm = true;
        for (Log log : logs.values()) {
            log.answers = true;
            log.servesFrom = now;
            log.deposed = null;
        }
    }

    // ---- publishers

    private void publish() {
        int subject = oneIn(2) ? 0 : random.nextInt(versions.length);
        if (tableRecordsLeft > 0 && oneIn(pace)) {
            if (oneIn(2)) {
                publishTableRecord(subject, null);
            } else {
                Transaction transaction = transaction();
                for (int count = 1 + random.nextInt(3); count > 0; count--) {
                    publishTableRecord(random.nextInt(versions.length), transaction);
                }
                transactions.add(transaction);
            }
        }
        if (eventsLeft > 0 && oneIn(2 * pace)) {
            publishEvent(subject);
        }
    }

    /** The worst moment for a leader to fail: with records that it has not replicated. */
    private void perhapsFailOver(Log log) {
        if (electionPace < Integer.MAX_VALUE && oneIn(8)) {
            elect(log);
        }
    }

    /** Begins a transaction on each table partition before the one before it ends, so that one is always open. */
    private void overlap() {
        for (Log log : logs.values()) {
            if (tableTopics.contains(log.partition.topic()) && now >= log.nextSteadyAt) {
                Transaction transaction = new Transaction(now + STEADY_TRANSACTION, oneIn(4), false, true);
                int subject = log.partition.partition() + partitions * random.nextInt(SUBJECTS_PER_PARTITION);
                publishTableRecord(subject, tableTopics.indexOf(log.partition.topic()), transaction);
                transactions.add(transaction);
                log.nextSteadyAt = now + STEADY_TRANSACTION / 2;
            }
        }
    }

    private void publishTableRecord(int subject, @Nullable Transaction transaction) {
        tableRecordsLeft--;
        int topic = random.nextInt(tableTopics.size());
        publishTableRecord(subject, topic, transaction);
        perhapsFailOver(log(tableTopics.get(topic), subject % partitions));
    }

    private void publishTableRecord(int subject, int topic, @Nullable Transaction transaction) {
        Log log = log(tableTopics.get(topic), subject % partitions);
        int version = ++versions[subject];
        Entry entry = new Entry(subject, version, transaction, now, publishersClock());
        log.append(entry);
        Unacknowledged sent = new Unacknowledged(log, entry, topic);
        if (transaction == null) {
            unacknowledged.add(sent);
        } else {
            transaction.sent.add(sent);
            transaction.unmarked.merge(log, 1, (before, one) -> before);
        }
    }

    private void publishEvent(int subject) {
        eventsLeft--;
        String topic = streamTopics.get(random.nextInt(streamTopics.size()));
        Log log = log(topic, subject % partitions);
        if (oneIn(5)) {
            leaveGap(log);
        }
        Transaction transaction = null;
        if (oneIn(4)) {
            transaction = transaction();
            transaction.unmarked.put(log, 1);
            transactions.add(transaction);
        }
        Entry event = new Entry(subject, eventsPublished++, transaction, now, publishersClock());
        event.required = new int[tableTopics.size()];
        for (int each = 0; each < event.required.length; each++) {
            event.required[each] = acknowledged[each][subject];
            log(tableTopics.get(each), subject % partitions).collectOpen(event.waitsFor);
        }
        log.append(event);
        if (oneIn(3)) {
            // the worst moment for the table to be slow
            Log table = log(tableTopics.get(random.nextInt(tableTopics.size())), subject % partitions);
            table.servesFrom = now + random.nextInt(120_000);
        }
    }

    /** Offsets that no record has, more than a fetch brings, as compaction or aborted batches leave them. */
    private void leaveGap(Log log) {
        for (int count = 1 + random.nextInt(9); count > 0; count--) {
            log.append(new Entry(NO_SUBJECT, -1, null, now, now));
        }
    }

    private Transaction transaction() {
        long lasts = random.nextInt(oneIn(4) ? 500_000 : 60_000);
        return new Transaction(now + lasts, oneIn(4), oneIn(8), false);
    }

    /** Publishers' clocks agree on nothing, but those behind keep within what 001 allows. */
    private long publishersClock() {
        return switch (random.nextInt(3)) {
            case 0 -> now - clocksBehind;
            case 1 -> now - random.nextLong(clocksBehind + 1);
            default -> now + random.nextInt(100_000);
        };
    }

    private void replicate() {
        for (Log log : logs.values()) {
            int behind = (int) (log.end() - log.highWatermark);
            if (behind > 0 && (calm || oneIn(replicationPace))) {
                log.commit(log.highWatermark + (calm ? behind : 1 + random.nextInt(behind)));
            }
            log.commitWhatWasSentBefore(now - LONGEST_DELIVERY + LONGEST_STEP);
        }
    }

    private void acknowledge() {
        for (Iterator<Unacknowledged> i = unacknowledged.iterator(); i.hasNext(); ) {
            Unacknowledged sent = i.next();
            if (sent.isCommitted() && (calm || oneIn(2))) {
                i.remove();
                acknowledged(sent);
            }
        }
    }

    private void acknowledged(Unacknowledged sent) {
        Entry written = sent.entry;
        int[] versionsOfTopic = acknowledged[sent.topic];
        versionsOfTopic[written.subject] = Math.max(versionsOfTopic[written.subject], written.number);
        if (!calm && eventsLeft > 0 && oneIn(2)) {
            publishEvent(written.subject);
        }
    }

    private void endTransactions() {
        // a commit may make a publisher begin another transaction
        for (Transaction transaction : List.copyOf(transactions)) {
            if (transaction.state == State.OPEN && (now > transaction.expires || endsEarly(transaction))) {
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

    private boolean endsEarly(Transaction transaction) {
        return !transaction.abandoned && !transaction.steady && (calm || oneIn(3));
    }

    private void decide(Transaction transaction) {
        if (transaction.aborts || transaction.abandoned) {
            transaction.state = State.ABORTED;
            return;
        }
        for (Unacknowledged sent : transaction.sent) {
            if (!sent.isCommitted()) {
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
                log.mark(transaction, now);
            }
        }
    }

    private void disturb() {
        if (oneIn(40)) {
            String topic = tableTopics.get(random.nextInt(tableTopics.size()));
            Log log = log(topic, random.nextInt(partitions));
            log.answers = !log.answers;
        }
        if (oneIn(2)) {
            log(tableTopics.get(0), random.nextInt(partitions)).compact(now - micros(compactionLag));
        }
        if (oneIn(electionPace)) {
            List<String> topics = oneIn(4) ? streamTopics : tableTopics;
            elect(log(topics.get(random.nextInt(topics.size())), random.nextInt(partitions)));
        }
        for (Log log : logs.values()) {
            if (log.deposed != null && oneIn(30)) {
                log.deposed = null;
            }
        }
    }

    /**
     * A follower of the in-sync replicas takes over. It has every record that was ever below the high watermark, of the
     * others as many as it happens to have; and it learns late what the high watermark is. Its predecessor may not know
     * yet. Publishers of the table send again what was not acknowledged, or give up.
     */
    private void elect(Log log) {
        List<Entry> truncated = log.elect(random);
        for (Entry entry : truncated) {
            Transaction transaction = entry.transaction;
            if (entry.isMarker() && transaction != null) {
                transaction.unmarked.put(log, 1);
                if (!transactions.contains(transaction)) {
                    transactions.add(transaction);
                }
            }
        }
        for (Entry entry : truncated) {
            if (entry.required.length == 0 && entry.subject != NO_SUBJECT) {
                sendAgain(log, entry);
            }
        }
    }

    private void sendAgain(Log log, Entry written) {
        Transaction transaction = written.transaction;
        boolean givesUp = oneIn(4);
        if (transaction == null) {
            if (givesUp) {
                unacknowledged.removeIf(sent -> sent.entry == written);
            } else {
                log.append(written);
            }
        } else if (transaction.state == State.OPEN) {
            if (givesUp) {
                transaction.aborts = true;
            } else {
                log.append(written);
            }
        }
    }

    // ---- what they consist of

    /** Something that acts as time passes. */
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
        private final boolean abandoned;
        private final boolean steady;
        private final List<Unacknowledged> sent = new ArrayList<>();
        private final Map<Log, Integer> unmarked = new LinkedHashMap<>();
        private boolean aborts;
        private State state = State.OPEN;

        Transaction(long expires, boolean aborts, boolean abandoned, boolean steady) {
            this.expires = expires;
            this.aborts = aborts;
            this.abandoned = abandoned;
            this.steady = steady;
        }

        boolean isOpen() {
            return state == State.OPEN;
        }
    }

    private record Unacknowledged(Log log, Entry entry, int topic) {
        boolean isCommitted() {
            return entry.offset < log.highWatermark && log.entry(entry.offset) == entry;
        }
    }

    /**
     * A table record (number is its version), a stream record (number is its id), a marker (of a transaction, without subject) or a
     * gap (without subject).
     */
    static final class Entry {
        final int subject;
        final int number;
        final @Nullable Transaction transaction;
        final long sentAt;
        final long timestamp;

        /** Of a stream record: the versions that were acknowledged before it was produced. */
        int[] required = new int[0];

        /** Of a stream record: transactions that were open below the high watermark of its table partition when it was produced. */
        final List<Transaction> waitsFor = new ArrayList<>();

        long offset;
        int epoch;
        boolean compacted;

        Entry(int subject, int number, @Nullable Transaction transaction, long sentAt, long timestamp) {
            this.subject = subject;
            this.number = number;
            this.transaction = transaction;
            this.sentAt = sentAt;
            this.timestamp = timestamp;
        }

        boolean isMarker() {
            return subject == NO_SUBJECT && transaction != null;
        }

        boolean isVisible() {
            return subject != NO_SUBJECT && !compacted && (transaction == null || transaction.state == State.COMMITTED);
        }
    }

    /** A leader that has been replaced and does not know it: what it answers, and up to where it serves fetches. */
    record Deposed(int epoch, boolean ready, long highWatermark, long lastStableOffset) {}

    static final class Log {
        private static final long UNKNOWN = -1;

        final TopicPartition partition;
        final List<Entry> entries = new ArrayList<>();

        /** Whether questions reach the leader. */
        boolean answers = true;

        /** Until then fetches do not. */
        long servesFrom;

        /** As the leader knows it. */
        long highWatermark;

        /** The largest high watermark that any leader has had: below it lies all that was ever acknowledged or read. */
        long committedEnd;

        int epoch;

        @Nullable
        Deposed deposed;

        private long stable = UNKNOWN;
        private long epochStart;
        private long nextSteadyAt;
        private final Map<Transaction, Long> marked = new HashMap<>();

        Log(String topic, int partition) {
            this.partition = new TopicPartition(topic, partition);
        }

        long end() {
            return entries.size();
        }

        Entry entry(long offset) {
            return entries.get((int) offset);
        }

        private void append(Entry entry) {
            entry.offset = entries.size();
            entry.epoch = epoch;
            entries.add(entry);
        }

        private void mark(Transaction transaction, long now) {
            stable = UNKNOWN;
            marked.put(transaction, end());
            append(new Entry(NO_SUBJECT, -1, transaction, now, now));
        }

        private void commit(long end) {
            if (end > highWatermark) {
                highWatermark = end;
                stable = UNKNOWN;
            }
            committedEnd = Math.max(committedEnd, highWatermark);
        }

        private void commitWhatWasSentBefore(long time) {
            long end = end();
            while (end > committedEnd && entry(end - 1).sentAt >= time) {
                end--;
            }
            if (end > committedEnd) {
                commit(end);
            }
        }

        /** A leader answers questions for its high watermark only when it knows all that was acknowledged (KIP-207). */
        boolean isReady() {
            return highWatermark >= epochStart;
        }

        /** Returns what the new leader does not have. */
        private List<Entry> elect(SplittableRandom random) {
            deposed = new Deposed(epoch, isReady(), highWatermark, lastStableOffset());
            int kept = (int) committedEnd + random.nextInt((int) (end() - committedEnd) + 1);
            List<Entry> tail = entries.subList(kept, entries.size());
            List<Entry> truncated = new ArrayList<>(tail);
            tail.clear();
            marked.values().removeIf(marker -> marker >= kept);
            stable = UNKNOWN;
            epoch++;
            epochStart = kept;
            highWatermark = Math.max(0, committedEnd - random.nextInt(6));
            return truncated;
        }

        /** Kept, since every fetch asks for it. */
        long lastStableOffset() {
            if (stable == UNKNOWN) {
                stable = firstOpenOffset();
            }
            return stable;
        }

        private long firstOpenOffset() {
            for (int offset = 0; offset < highWatermark; offset++) {
                if (isOpen(entries.get(offset).transaction)) {
                    return offset;
                }
            }
            return highWatermark;
        }

        /** As seen by a reader: its marker must be below the high watermark too. */
        private boolean isOpen(@Nullable Transaction transaction) {
            if (transaction == null) {
                return false;
            }
            Long marker = marked.get(transaction);
            return marker == null || marker >= highWatermark;
        }

        private void collectOpen(List<Transaction> open) {
            for (int offset = 0; offset < committedEnd; offset++) {
                Transaction transaction = entries.get(offset).transaction;
                if (transaction != null && transaction.isOpen()) {
                    open.add(transaction);
                }
            }
        }

        /**
         * Removes what a later record of the same subject replaces. As Kafka does, by the timestamp of that record; and
         * where Kafka spares whole segments for one record that is too young, this spares that record only.
         */
        private void compact(long stampedUntil) {
            Map<Integer, Entry> latest = new HashMap<>();
            long end = lastStableOffset();
            for (int offset = 0; offset < end; offset++) {
                Entry entry = entries.get(offset);
                if (entry.isVisible() && entry.timestamp <= stampedUntil) {
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
