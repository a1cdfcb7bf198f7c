// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.barrier.CarefulReading;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Fetches one by one what may end the process while it is fetched, and not at all what an operator had stepped over unread. */
final class FetchedWithCare implements CarefulReading {

    /** Records that a gate may take before it commits any of them, and a good deal more. */
    private static final long SUSPECTED = 5_000;

    private final Map<TopicPartition, Long> steppedOver;
    private final Map<TopicPartition, Long> suspected;
    private final RecordsAtWork atWork;
    private final Set<TopicPartition> partitions;

    /**
     * @param steppedOver the offset of one record of a partition
     * @param suspected where earlier starts ended without getting further
     */
    FetchedWithCare(Map<TopicPartition, Long> steppedOver, Map<TopicPartition, Long> suspected, RecordsAtWork atWork) {
        this.steppedOver = steppedOver;
        this.suspected = suspected;
        this.atWork = atWork;
        Set<TopicPartition> both = new HashSet<>(steppedOver.keySet());
        both.addAll(suspected.keySet());
        this.partitions = Set.copyOf(both);
    }

    @Override
    public Set<TopicPartition> partitions() {
        return partitions;
    }

    @Override
    public boolean appliesAt(TopicPartition partition, long position) {
        Long skipped = steppedOver.get(partition);
        Long first = suspected.get(partition);
        return (skipped != null && position <= skipped) || (first != null && position < first + SUSPECTED);
    }

    @Override
    public boolean isSteppedOver(TopicPartition partition, long offset) {
        Long skipped = steppedOver.get(partition);
        return skipped != null && skipped == offset;
    }

    @Override
    public void fetches(TopicPartition partition, long position) {
        atWork.fetches(partition, position);
    }

    @Override
    public void fetched() {
        atWork.polls();
    }
}
