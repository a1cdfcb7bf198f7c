// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a gate would go on reading, beside what its topics still hold. Kafka's consumer bridges a gap between the two
 * without a word: it goes to the beginning of what is left.
 *
 * @param group the gate's consumer group
 * @param beginnings first offset that each input partition still has; every input partition is in it
 * @param committed where the group goes on; a partition that it has no position on is absent
 * @param ends high watermark of each input partition
 * @param judged partitions whose state shows that the gate has judged events there. Under exactly-once state is written
 *     in one transaction with the position, so there was one
 */
record Continuation(
        String group,
        Map<TopicPartition, Long> beginnings,
        Map<TopicPartition, Long> committed,
        Map<TopicPartition, Long> ends,
        Set<Integer> judged) {

    /** Partitions on which the group has no position on any input: never read, or forgotten. */
    Set<Integer> withoutPosition() {
        Set<Integer> without = partitions(beginnings.keySet());
        without.removeAll(partitions(committed.keySet()));
        return without;
    }

    /** What is in the way of going on, each with what it means and what can be done; empty when nothing is. */
    Map<Discontinuity, String> findings() {
        Map<Discontinuity, String> findings = new EnumMap<>(Discontinuity.class);
        List<TopicPartition> gone = gone();
        if (!gone.isEmpty()) {
            findings.put(Discontinuity.RECORDS_GONE, recordsGone(gone));
        }
        Set<Integer> forgotten = forgotten();
        List<TopicPartition> beyond = beyond();
        if (!forgotten.isEmpty() || !beyond.isEmpty()) {
            findings.put(Discontinuity.POSITION_LOST, positionLost(forgotten, beyond));
        }
        return findings;
    }

    /** Where the group has to go on for this to be over: at the beginning of what is left. */
    Map<TopicPartition, Long> afresh(Discontinuity kind) {
        Stream<TopicPartition> partitions = switch (kind) {
            case RECORDS_GONE -> gone().stream();
            case POSITION_LOST -> {
                Set<Integer> forgotten = forgotten();
                yield Stream.concat(
                        beyond().stream(),
                        beginnings.keySet().stream().filter(partition -> forgotten.contains(partition.partition())));
            }
        };
        return partitions.collect(Collectors.toMap(Function.identity(), partition -> offset(beginnings, partition)));
    }

    private List<TopicPartition> gone() {
        return where(partition -> offset(committed, partition) < offset(beginnings, partition));
    }

    private List<TopicPartition> beyond() {
        return where(partition -> offset(committed, partition) > offset(ends, partition));
    }

    private Set<Integer> forgotten() {
        Set<Integer> forgotten = withoutPosition();
        forgotten.retainAll(judged);
        return forgotten;
    }

    private String recordsGone(List<TopicPartition> gone) {
        return "records that the gate never judged are gone from "
                + gone.stream()
                        .map(partition -> partition + " (group " + group + " stopped at offset "
                                + offset(committed, partition) + ", the topic begins at "
                                + offset(beginnings, partition) + ": up to "
                                + (offset(beginnings, partition) - offset(committed, partition)) + " records)")
                        .collect(Collectors.joining(", "))
                + ". Retention or an operator deleted them while the gate did not read. No setting brings them back: "
                + "have their publishers send them again. To go on with what is left, start once with 'gate run "
                + Discontinuity.RECORDS_GONE.option() + "'";
    }

    private String positionLost(Set<Integer> forgotten, List<TopicPartition> beyond) {
        StringBuilder text = new StringBuilder("the gate would judge again what it judged before, and clear it a "
                + "second time, so that people get the same message twice: ");
        if (!forgotten.isEmpty()) {
            text.append("group ")
                    .append(group)
                    .append(" has no position on partitions ")
                    .append(forgotten)
                    .append(
                            " any more, though its changelogs show that it had one; the offsets of a group that is away "
                                    + "expire (offsets.retention.minutes). ");
        }
        if (!beyond.isEmpty()) {
            text.append(beyond.stream()
                            .map(partition -> partition + " ends at " + offset(ends, partition) + ", before offset "
                                    + offset(committed, partition) + " where the group stopped")
                            .collect(Collectors.joining(", ")))
                    .append("; the topic was made anew, or a leader lost records. ");
        }
        return text.append("Put the group back to when the gate stopped: kafka-consumer-groups --bootstrap-server "
                        + "\"$BOOTSTRAP\" --group ")
                .append(group)
                .append(
                        " --reset-offsets --to-datetime 2026-01-31T10:00:00.000 --execute --topic TOPIC, for each topic "
                                + "of events and verdicts and its -rerouted twin; topics of consent may be read again. To have it "
                                + "all judged again, start once with 'gate run ")
                .append(Discontinuity.POSITION_LOST.option())
                .append("'")
                .toString();
    }

    /** Of the partitions that the group has a position on. */
    private List<TopicPartition> where(Predicate<TopicPartition> condition) {
        return beginnings.keySet().stream()
                .filter(committed::containsKey)
                .filter(condition)
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
                .toList();
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return Objects.requireNonNull(offsets.get(partition));
    }

    private static Set<Integer> partitions(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toCollection(TreeSet::new));
    }
}
