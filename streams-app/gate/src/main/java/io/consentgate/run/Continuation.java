// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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
 * @param judgedTopics topics whose records are judged, and may be sent; the others, of consent, may be read again
 * @param beginnings first offset that each input partition still has; every input partition is in it
 * @param committed where the group goes on; a partition that it has no position on is absent
 * @param ends high watermark of each input partition
 * @param judged partitions whose state shows that the gate has judged events there. Under exactly-once state is written
 *     in one transaction with the position, so there was one
 */
record Continuation(
        String group,
        Set<String> judgedTopics,
        Map<TopicPartition, Long> beginnings,
        Map<TopicPartition, Long> committed,
        Map<TopicPartition, Long> ends,
        Set<Integer> judged) {

    Continuation with(Set<Integer> nowJudged) {
        return new Continuation(group, judgedTopics, beginnings, committed, ends, nowJudged);
    }

    /** Partitions on which the group has no position on any input: never read, or forgotten. */
    Set<Integer> withoutPosition() {
        Set<Integer> without = partitions(beginnings.keySet());
        without.removeAll(partitions(committed.keySet()));
        return without;
    }

    /**
     * What would be judged from its beginning though the group has been at work on the partitions of that number: nobody
     * has read it yet, or whoever put the group back left it out.
     */
    List<TopicPartition> leftOut() {
        Set<Integer> without = withoutPosition();
        return sorted(beginnings.keySet().stream()
                .filter(partition -> judgedTopics.contains(partition.topic())
                        && !without.contains(partition.partition())
                        && !committed.containsKey(partition)
                        && offset(beginnings, partition) < offset(ends, partition)));
    }

    /** Where the group has read consent: what it read is in its state, and comes no second time. */
    List<TopicPartition> consentRead() {
        return sorted(committed.keySet().stream()
                .filter(partition -> beginnings.containsKey(partition)
                        && !judgedTopics.contains(partition.topic())
                        && offset(committed, partition) > offset(beginnings, partition)));
    }

    /** What is worth an operator's look and in the way of nothing. */
    List<String> warnings() {
        List<TopicPartition> leftOut = leftOut().stream()
                .filter(partition -> judged.contains(partition.partition()))
                .toList();
        return leftOut.isEmpty()
                ? List.of()
                : List.of(
                        "group " + group + " has no position on " + leftOut + ", though it has worked on other topics' "
                                + "partitions of that number: records there are judged from the beginning. That is right where "
                                + "none of them was judged before. If the group was put back by hand, stop the gate and put it "
                                + "back there, too");
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
        return "what the gate had not read is gone from "
                + gone.stream()
                        .map(partition -> partition + " (group " + group + " stopped at offset "
                                + offset(committed, partition) + ", the topic begins at "
                                + offset(beginnings, partition) + ": up to "
                                + (offset(beginnings, partition) - offset(committed, partition)) + " records)")
                        .collect(Collectors.joining(", "))
                + ". Retention or an operator deleted it while the gate did not read. Records there are lost: no setting "
                + "brings them back, have their publishers send them again. Where there were none, but only aborted "
                + "transactions and markers, as a gate or publisher that was killed leaves them on a topic that was quiet "
                + "since, nothing is lost. To go on with what is left, start once with 'gate run "
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
        String topics = judgedTopicsOf(afresh(Discontinuity.POSITION_LOST).keySet());
        if (!topics.isEmpty()) {
            text.append("Put the group back to before the oldest event that it had not judged: kafka-consumer-groups "
                            + "--bootstrap-server \"$BOOTSTRAP\" --group ")
                    .append(group)
                    .append(" --reset-offsets --to-datetime YYYY-MM-DDTHH:MM:SS.000 --execute")
                    .append(topics)
                    .append(
                            ". The time, in UTC, is compared with the records', which are their publishers': go back from when "
                                    + "the gate stopped by as much as it lagged then, and by as much as publishers' clocks may be "
                                    + "behind. What is later is judged again, and may be sent twice; what is earlier is never judged. "
                                    + "Leave no topic out: it would be judged from its beginning. Topics of consent are read again, "
                                    + "which does no harm. ");
        }
        return text.append("To have it all judged again, start once with 'gate run ")
                .append(Discontinuity.POSITION_LOST.option())
                .append("'")
                .toString();
    }

    /** As options of the tool, e.g. {@code --topic offer-decisions:0,3}. */
    private String judgedTopicsOf(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> judgedTopics.contains(partition.topic()))
                .collect(Collectors.groupingBy(
                        TopicPartition::topic,
                        TreeMap::new,
                        Collectors.mapping(TopicPartition::partition, Collectors.toCollection(TreeSet::new))))
                .entrySet()
                .stream()
                .map(topic -> " --topic " + topic.getKey() + ":"
                        + topic.getValue().stream().map(String::valueOf).collect(Collectors.joining(",")))
                .collect(Collectors.joining());
    }

    /** Of the partitions that the group has a position on. */
    private List<TopicPartition> where(Predicate<TopicPartition> condition) {
        return sorted(
                beginnings.keySet().stream().filter(committed::containsKey).filter(condition));
    }

    private static List<TopicPartition> sorted(Stream<TopicPartition> partitions) {
        return partitions
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
