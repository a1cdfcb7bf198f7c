// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Asks partition leaders for their high watermarks. Used by one thread; answers may be produced by another.
 */
interface HighWatermarks extends AutoCloseable {

    /**
     * Sends the question at once and returns without waiting. Each partition gets exactly one {@link Answer} to it,
     * within a bounded time. The high watermark of an answer was read by the leader after this call began.
     */
    void ask(Question question, Set<TopicPartition> partitions);

    /**
     * Takes all answers that have arrived, waiting up to {@code wait} for the first one if there is none.
     *
     * @throws org.apache.kafka.common.errors.InterruptException if interrupted while waiting; never with a zero wait
     */
    List<Answer> answers(Duration wait);

    @Override
    void close();

    /**
     * Names a question.
     *
     * @param number growing from one question to the next
     * @param askedAt when, in nanoseconds of the barrier's clock
     * @param positions how far the consumer had read the partitions then, as far as it knew
     */
    record Question(long number, long askedAt, Map<TopicPartition, Long> positions) {
        public Question {
            positions = Map.copyOf(positions);
        }
    }

    /** What came back for one partition of one question. */
    sealed interface Answer {
        Question question();

        TopicPartition partition();
    }

    /**
     * All records below {@code offset} are committed to the log, and no acknowledged one lies at or above it, if who says
     * so was still the leader.
     *
     * @param leaderEpoch of the leader that says so (KIP-320): it grows with each election; {@link #NO_EPOCH} if it did
     *     not say
     */
    record Known(Question question, TopicPartition partition, long offset, int leaderEpoch) implements Answer {
        /** Lower than any. */
        static final int NO_EPOCH = -1;
    }

    /** The leader could not be asked, or refused. */
    record Unknown(Question question, TopicPartition partition, String problem) implements Answer {}

    /**
     * The partition's topic is not the one that it was when it was first asked about.
     *
     * @param before topic id then
     * @param now topic id now
     */
    record Replaced(Question question, TopicPartition partition, Uuid before, Uuid now) implements Answer {}
}
