// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.barrier.CarefulReading;
import io.consentgate.topology.Skips.Skip;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Fetches one by one what may end the process while it is fetched, and not at all what an operator had stepped over unread. */
final class FetchedWithCare implements CarefulReading {

    /** Records that a gate may take before it commits any of them, and a good deal more. */
    private static final long SUSPECTED = 5_000;

    private final Map<TopicPartition, Skip> steppedOver;
    private final Map<TopicPartition, Long> suspected;
    private final RecordsAtWork atWork;
    private final Set<TopicPartition> partitions;

    /**
     * @param steppedOver one record of a partition
     * @param suspected where earlier starts ended without getting further
     */
    FetchedWithCare(Map<TopicPartition, Skip> steppedOver, Map<TopicPartition, Long> suspected, RecordsAtWork atWork) {
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
        Skip skipped = steppedOver.get(partition);
        Long first = suspected.get(partition);
        return (skipped != null && position <= skipped.offset()) || (first != null && position < first + SUSPECTED);
    }

    @Override
    public boolean isSteppedOver(TopicPartition partition, long offset) {
        Skip skipped = steppedOver.get(partition);
        return skipped != null && skipped.offset() == offset;
    }

    @Override
    public byte @Nullable [] keyInPlaceOf(TopicPartition partition, long offset) {
        Skip skipped = steppedOver.get(partition);
        String subject = skipped == null || skipped.offset() != offset ? null : skipped.subject();
        return subject == null ? null : subject.getBytes(UTF_8);
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
