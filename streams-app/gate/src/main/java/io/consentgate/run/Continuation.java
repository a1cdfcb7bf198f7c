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
 * Compares the group's committed positions with what the topics still hold. Kafka's consumer skips a gap between them
 * without a warning: it continues at the first remaining record.
 *
 * @param group the gate's consumer group
 * @param judgedTopics topics whose records are judged and may be sent; the other topics, of consent, may be read again
 * @param beginnings first remaining offset of each input partition; every input partition has an entry
 * @param committed the group's position; partitions without a position have no entry
 * @param ends high watermark of each input partition
 * @param judged partition numbers whose state shows that the gate has judged events there. Under exactly-once, one
 *     transaction writes state and position, so such a partition once had a position
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

    /** Partition numbers without a position on any input: never read, or the position was deleted. */
    Set<Integer> withoutPosition() {
        Set<Integer> without = partitions(beginnings.keySet());
        without.removeAll(partitions(committed.keySet()));
        return without;
    }

    /**
     * Partitions that the gate would judge from the beginning, although the group has positions on other topics with
     * the same partition number. Either no gate has read them yet, or an operator's offset reset left them out.
     */
    List<TopicPartition> leftOut() {
        Set<Integer> without = withoutPosition();
        return sorted(beginnings.keySet().stream()
                .filter(partition -> judgedTopics.contains(partition.topic())
                        && !without.contains(partition.partition())
                        && !committed.containsKey(partition)
                        && offset(beginnings, partition) < offset(ends, partition)));
    }

    /**
     * Consent partitions that the group has read. Their records are in its state, and the group will not read them
     * again.
     */
    List<TopicPartition> consentRead() {
        return sorted(committed.keySet().stream()
                .filter(partition -> beginnings.containsKey(partition)
                        && !judgedTopics.contains(partition.topic())
                        && offset(committed, partition) > offset(beginnings, partition)));
    }

    /** Findings for the operator that do not prevent the start. */
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

    /** Findings that prevent the start, each with its meaning and remedy; empty when there are none. */
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

    /** Positions that resolve the finding: the first remaining offset of each affected partition. */
    Map<TopicPartition, Long> startOver(Discontinuity kind) {
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
        String topics = judgedTopicsOf(startOver(Discontinuity.POSITION_LOST).keySet());
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

    /** As options of kafka-consumer-groups, e.g. {@code --topic offer-decisions:0,3}. */
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

    /** Selects from the partitions on which the group has a position. */
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
