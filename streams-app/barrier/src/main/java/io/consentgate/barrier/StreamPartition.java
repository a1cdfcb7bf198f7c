// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import io.consentgate.barrier.HighWatermarks.Known;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What the barrier keeps for one assigned stream partition: batches fetched and not yet handed over, oldest first. */
final class StreamPartition {

    private final TopicPartition partition;
    private final Set<TopicPartition> dependencies;
    private final Deque<Batch> batches = new ArrayDeque<>();

    /** A rewound batch whose wait is over: its records do not wait a second time when they are fetched again. */
    private @Nullable Batch settled;

    /** The batch that was handed over last; its question may cover records that come now. */
    private @Nullable Batch released;

    /** Whether the barrier wants the partition paused, no matter what Kafka Streams wants. */
    private boolean paused;

    StreamPartition(TopicPartition partition, Set<TopicPartition> dependencies) {
        this.partition = partition;
        this.dependencies = dependencies;
    }

    TopicPartition partition() {
        return partition;
    }

    Set<TopicPartition> dependencies() {
        return dependencies;
    }

    Deque<Batch> batches() {
        return batches;
    }

    boolean paused() {
        return paused;
    }

    void paused(boolean paused) {
        this.paused = paused;
    }

    /** The oldest batch if it holds records (a rewound one does not), else null. */
    @Nullable
    Batch head() {
        Batch head = batches.peekFirst();
        return head == null || head.records.isEmpty() ? null : head;
    }

    /**
     * Takes in what a poll returned.
     *
     * @param onBroker the offset below which every record is known to be on its broker by now
     * @param ask the number of the next question
     * @param coveredSince a question that was asked before this time does not cover new records
     * @return whether these records need the next question; not if all of them have waited before, or were on their broker
     *     when an earlier question was asked
     */
    boolean add(
            List<ConsumerRecord<byte[], byte[]>> records,
            OffsetAndMetadata next,
            long onBroker,
            long ask,
            long coveredSince,
            long now) {
        Batch before = settled;
        if (before == null) {
            Batch asked = batches.isEmpty() ? released : batches.getLast();
            if (asked != null && asked.covers(records, coveredSince)) {
                batches.add(asked.further(records, next, now));
                return false;
            }
            batches.add(new Batch(records, next, onBroker, ask, now, now, new HashMap<>()));
            return true;
        }
        int again = before.countOfRefetched(records);
        if (again == records.size()) {
            batches.add(before.further(records, next, now));
            settled = next.offset() < before.next.offset() ? before : null;
            return false;
        }
        settled = null;
        if (again > 0) {
            List<ConsumerRecord<byte[], byte[]>> refetched = new ArrayList<>(records.subList(0, again));
            batches.add(before.further(refetched, after(refetched), now));
        }
        batches.add(new Batch(
                new ArrayList<>(records.subList(again, records.size())),
                next,
                onBroker,
                ask,
                now,
                now,
                new HashMap<>()));
        return true;
    }

    /** Approximate bytes of the records that wait. */
    long bytes() {
        long bytes = 0;
        for (Batch batch : batches) {
            bytes += batch.bytes;
        }
        return bytes;
    }

    /** Drops all records but keeps what the oldest batch waits for. Returns how many were dropped. */
    int rewind() {
        Batch head = batches.getFirst();
        int letGo = 0;
        for (Batch batch : batches) {
            letGo += batch.records.size();
        }
        head.forgetRecords();
        batches.clear();
        batches.add(head);
        return letGo;
    }

    /** Ends the wait of the oldest batch, and returns its records. */
    List<ConsumerRecord<byte[], byte[]>> release() {
        Batch head = batches.removeFirst();
        List<ConsumerRecord<byte[], byte[]>> records = head.records;
        head.forgetRecords();
        released = head;
        return records;
    }

    /** Ends the wait of a rewound batch. */
    void settle() {
        settled = batches.removeFirst();
    }

    private static OffsetAndMetadata after(List<ConsumerRecord<byte[], byte[]>> records) {
        ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
        return new OffsetAndMetadata(last.offset() + 1, last.leaderEpoch(), "");
    }

    private record Target(long offset, long askedAt, int leaderEpoch) {}

    /** Records that one poll returned, and how far the table must be read before they are handed over. */
    static final class Batch {
        private List<ConsumerRecord<byte[], byte[]>> records;
        private long bytes;
        private OffsetAndMetadata next;
        private final int lastEpoch;
        private final long after;
        private final long onBroker;
        private final long ask;
        private final long askedAt;
        private final long since;
        private final Map<TopicPartition, Target> targets;

        private Batch(
                List<ConsumerRecord<byte[], byte[]>> records,
                OffsetAndMetadata next,
                long onBroker,
                long ask,
                long askedAt,
                long since,
                Map<TopicPartition, Target> targets) {
            this.records = records;
            this.bytes = weight(records);
            this.next = next;
            this.lastEpoch = epoch(records.get(records.size() - 1));
            this.after = next.offset();
            this.onBroker = onBroker;
            this.ask = ask;
            this.askedAt = askedAt;
            this.since = since;
            this.targets = targets;
        }

        List<ConsumerRecord<byte[], byte[]>> records() {
            return records;
        }

        /** The position of the consumer once these records have been handed over. */
        OffsetAndMetadata next() {
            return next;
        }

        void next(OffsetAndMetadata further) {
            this.next = further;
        }

        long since() {
            return since;
        }

        /**
         * Takes in an answer. An answer to a question from before these records were known to be on their broker says
         * nothing about them. Of the others each one is enough, so the first is kept while it is fresh: a later one of the
         * same leader can only be larger. An answer of a later leader replaces it, even if smaller: the new leader's log
         * may not reach the first.
         */
        void answer(Known answer, long freshAfter) {
            if (answer.question().number() >= ask) {
                Target target = targets.get(answer.partition());
                if (target == null || target.askedAt - freshAfter < 0 || target.leaderEpoch < answer.leaderEpoch()) {
                    targets.put(
                            answer.partition(),
                            new Target(answer.offset(), answer.question().askedAt(), answer.leaderEpoch()));
                }
            }
        }

        /**
         * The position to reach on a table partition. Empty while there is no answer that is fresh and from this leader
         * epoch or a later one.
         */
        OptionalLong target(TopicPartition table, long freshAfter, int leaderEpoch) {
            Target target = targets.get(table);
            return target == null || target.askedAt - freshAfter < 0 || target.leaderEpoch < leaderEpoch
                    ? OptionalLong.empty()
                    : OptionalLong.of(target.offset);
        }

        private void forgetRecords() {
            records = List.of();
            bytes = 0;
        }

        private static long weight(List<ConsumerRecord<byte[], byte[]>> records) {
            long weight = 0;
            for (ConsumerRecord<byte[], byte[]> record : records) {
                weight += PollBudget.weight(record);
            }
            return weight;
        }

        /**
         * Whether these records follow this batch and were on their broker when its question was asked, not long ago. A
         * record of a later leader does not count: it may have replaced the one that was there.
         */
        private boolean covers(List<ConsumerRecord<byte[], byte[]>> following, long coveredSince) {
            ConsumerRecord<byte[], byte[]> last = following.get(following.size() - 1);
            return askedAt - coveredSince > 0
                    && following.get(0).offset() >= after
                    && last.offset() < onBroker
                    && epoch(last) >= 0
                    && epoch(last) <= lastEpoch;
        }

        /** A batch of records that the same question covers. It keeps the log end that was known at that question. */
        private Batch further(List<ConsumerRecord<byte[], byte[]>> covered, OffsetAndMetadata position, long now) {
            return new Batch(covered, position, onBroker, ask, askedAt, now, targets);
        }

        /**
         * How many of these records, from the first on, were in this batch before it was rewound. A later epoch than any in
         * the batch means that the log was truncated and written again: then it is another record.
         */
        private int countOfRefetched(List<ConsumerRecord<byte[], byte[]>> fetched) {
            int count = 0;
            while (count < fetched.size()
                    && fetched.get(count).offset() < next.offset()
                    && epoch(fetched.get(count)) <= lastEpoch) {
                count++;
            }
            return count;
        }

        private static int epoch(ConsumerRecord<byte[], byte[]> record) {
            return record.leaderEpoch().orElse(-1);
        }
    }
}
