// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Records that the gate is to step over because it cannot handle them, by an operator's word or setting: one of a partition at most,
 * for the gate meets the next one only then. Immutable.
 */
public final class Skips {

    /** Most bytes of the id of a person whose consent can be stepped over. */
    public static final int LONGEST_SUBJECT = DeadLetters.LONGEST_SUBJECT;

    /** Nothing is stepped over. */
    public static final Skips NONE = new Skips(Map.of());

    private static final String UNREAD = " (not read)";

    private final Map<TopicPartition, Skip> skips;

    public Skips(Map<TopicPartition, Skip> skips) {
        this.skips = Map.copyOf(skips);
    }

    /**
     * One record.
     *
     * @param offset where it is in its partition
     * @param reason the operator's, or what the gate found
     * @param unread whether it is not even fetched, so that nothing is known of it but its place
     * @param subject whose consent it is, by the operator's word; null unless it is an unread consent
     */
    public record Skip(
            long offset,
            String reason,
            boolean unread,
            @Nullable String subject) {

        public Skip {
            if (subject != null && !unread) {
                throw new IllegalArgumentException("a record that is read says itself whose it is");
            }
        }

        /** Of a record that is fetched as always. */
        public Skip(long offset, String reason) {
            this(offset, reason, false, null);
        }

        /** Of a record that is no consent. */
        public Skip(long offset, String reason, boolean unread) {
            this(offset, reason, unread, null);
        }

        /** For the dead letter. */
        String told() {
            return unread ? reason + UNREAD : reason;
        }
    }

    /** Whether that record is stepped over. */
    public boolean contains(TopicPartition partition, long offset) {
        Skip skip = skips.get(partition);
        return skip != null && skip.offset() == offset;
    }

    /** Those records that are not fetched, by their partitions. */
    public Map<TopicPartition, Skip> unread() {
        return skips.entrySet().stream()
                .filter(skip -> skip.getValue().unread())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** These, and those of others on partitions on which these have none. */
    public Skips or(Map<TopicPartition, Skip> others) {
        Map<TopicPartition, Skip> all = new HashMap<>(others);
        all.putAll(skips);
        return new Skips(all);
    }

    /** Why a record that was just read is to be stepped over; null where it is not. */
    @Nullable
    String reasonOf(RecordMetadata read) {
        Skip skip = at(read);
        return skip == null ? null : skip.told();
    }

    /** How a record that was just read is to be stepped over; null where it is not. */
    @Nullable
    Skip at(RecordMetadata read) {
        if (skips.isEmpty()) {
            return null;
        }
        Skip skip = skips.get(new TopicPartition(read.topic(), read.partition()));
        return skip == null || skip.offset() != read.offset() ? null : skip;
    }
}
