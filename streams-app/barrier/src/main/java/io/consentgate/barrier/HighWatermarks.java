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
     * Sends the question and returns without waiting. Each partition gets exactly one {@link Answer} within a bounded time.
     * The leader read the high watermark of an answer after this call began.
     */
    void ask(Question question, Set<TopicPartition> partitions);

    /**
     * Takes all answers that have arrived. If there is none, waits up to {@code wait} for the first one.
     *
     * @throws org.apache.kafka.common.errors.InterruptException if interrupted while waiting; never with a zero wait
     */
    List<Answer> answers(Duration wait);

    @Override
    void close();

    /**
     * A question.
     *
     * @param number grows from one question to the next
     * @param askedAt nanoseconds of the barrier's clock
     * @param positions the consumer's positions on the partitions at that time, where it knew them
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
     * All records below {@code offset} are committed to the log, and no acknowledged one lies at or above it, provided that
     * the broker that answered was still the leader.
     *
     * @param leaderEpoch of the leader that answered (KIP-320): it grows with each election; {@link #NO_EPOCH} if the answer
     *     names none
     */
    record Known(Question question, TopicPartition partition, long offset, int leaderEpoch) implements Answer {
        /** Lower than any epoch. */
        static final int NO_EPOCH = -1;
    }

    /** The leader did not answer, or refused. */
    record Unknown(Question question, TopicPartition partition, String problem) implements Answer {}

    /**
     * The topic is another one than at the first question.
     *
     * @param before topic id at the first question
     * @param now topic id now
     */
    record Replaced(Question question, TopicPartition partition, Uuid before, Uuid now) implements Answer {}
}
