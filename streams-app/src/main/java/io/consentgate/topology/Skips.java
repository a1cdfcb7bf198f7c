// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Records that the gate is to step over because it cannot handle them, by an operator's word: one of a partition at most,
 * for the gate meets the next one only then. Immutable.
 */
public final class Skips {

    /** Most bytes of the id of a person whose consent can be stepped over. */
    public static final int LONGEST_SUBJECT = DeadLetters.LONGEST_SUBJECT;

    /** Nothing is stepped over. */
    public static final Skips NONE = new Skips(Map.of());

    private final Map<TopicPartition, Skip> skips;

    public Skips(Map<TopicPartition, Skip> skips) {
        this.skips = Map.copyOf(skips);
    }

    /**
     * One record.
     *
     * @param offset where it is in its partition
     * @param reason the operator's
     */
    public record Skip(long offset, String reason) {}

    /** Why a record that was just read is to be stepped over; null where it is not. */
    @Nullable
    String reasonOf(RecordMetadata read) {
        if (skips.isEmpty()) {
            return null;
        }
        Skip skip = skips.get(new TopicPartition(read.topic(), read.partition()));
        return skip == null || skip.offset() != read.offset() ? null : skip.reason();
    }
}
