// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.topology.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What must be true of the cluster before the gate may judge anything. Kafka Streams checks little of it: with the
 * classic protocol and no repartition topic it joins topics of different partition counts without a word.
 */
public final class Preflight {

    private static final long DELETE_RETENTION_FLOOR_MS = 7L * 24 * 60 * 60 * 1000;

    private Preflight() {}

    /**
     * Judges the topics as they are.
     *
     * @param existing what {@link TopicAdmin#describe} found
     */
    public static Report check(Topics topics, List<Topics.Spec> specs, Map<String, TopicAdmin.Existing> existing) {
        List<String> errors = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        missing(specs, existing, errors);
        partitionCounts(topics, existing, errors);
        compaction(topics, existing, errors, warnings);
        events(topics, existing, errors);
        recordSizes(topics, existing, errors);
        retentionByAppendTime(specs, existing, errors);
        int partitions = existing.containsKey(topics.consentState())
                ? existing.get(topics.consentState()).partitions()
                : 0;
        return new Report(partitions, List.copyOf(errors), List.copyOf(warnings));
    }

    private static void missing(
            List<Topics.Spec> specs, Map<String, TopicAdmin.Existing> existing, List<String> errors) {
        String absent = specs.stream()
                .map(Topics.Spec::name)
                .filter(name -> !existing.containsKey(name))
                .collect(Collectors.joining(", "));
        if (!absent.isEmpty()) {
            errors.add("topics are missing: " + absent
                    + ". Create them with 'gate topics create', or with your own tool from 'gate topics print'");
        }
    }

    private static void partitionCounts(Topics topics, Map<String, TopicAdmin.Existing> existing, List<String> errors) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String topic : topics.copartitioned()) {
            if (existing.containsKey(topic)) {
                counts.put(topic, existing.get(topic).partitions());
            }
        }
        if (new TreeSet<>(counts.values()).size() > 1) {
            errors.add("partition counts differ: " + counts
                    + ". All of them must be equal, else a subject's events meet another partition's consent. "
                    + "Re-create the topics that differ; adding partitions to one moves its keys");
        }
    }

    private static void compaction(
            Topics topics, Map<String, TopicAdmin.Existing> existing, List<String> errors, List<String> warnings) {
        TopicAdmin.Existing table = existing.get(topics.consentState());
        if (table == null) {
            return;
        }
        String policy = table.settings().getOrDefault("cleanup.policy", "");
        if (!policy.equals("compact")) {
            errors.add(topics.consentState() + " has cleanup.policy=" + policy
                    + "; it must be 'compact', else consents are lost when they age. Alter it: kafka-configs --alter "
                    + "--entity-type topics --entity-name " + topics.consentState()
                    + " --add-config cleanup.policy=compact");
        }
        if (Boolean.parseBoolean(table.settings().get("unclean.leader.election.enable"))) {
            errors.add(topics.consentState() + " has unclean.leader.election.enable=true"
                    + "; a leader that lacks acknowledged withdrawals could take over. Set it to false");
        }
        long compactionLag = Long.parseLong(table.settings().getOrDefault("min.compaction.lag.ms", "0"));
        if (compactionLag < Topics.MIN_COMPACTION_LAG.toMillis()) {
            errors.add(topics.consentState() + " has min.compaction.lag.ms=" + compactionLag
                    + "; the log cleaner could take away a withdrawal before the gate has read it. Set it to at least "
                    + Topics.MIN_COMPACTION_LAG.toMillis());
        }
        long deleteRetention = Long.parseLong(table.settings().getOrDefault("delete.retention.ms", "86400000"));
        if (deleteRetention < DELETE_RETENTION_FLOOR_MS) {
            warnings.add(topics.consentState() + " has delete.retention.ms=" + deleteRetention
                    + "; a gate that was down for longer misses erasures. Set it beyond the longest outage planned for "
                    + "(30 days: 2592000000)");
        }
    }

    private static void events(Topics topics, Map<String, TopicAdmin.Existing> existing, List<String> errors) {
        for (String topic : new TreeSet<>(topics.copartitioned())) {
            TopicAdmin.Existing found = existing.get(topic);
            if (found != null
                    && !topic.equals(topics.consentState())
                    && found.settings().getOrDefault("cleanup.policy", "").contains("compact")) {
                errors.add(topic
                        + " is compacted; compaction would drop events of one subject. Set cleanup.policy=delete");
            }
        }
    }

    /** A record that came in must fit into what goes out, wrapped or not, or it would stop its partition for ever. */
    private static void recordSizes(Topics topics, Map<String, TopicAdmin.Existing> existing, List<String> errors) {
        long largestIn = 0;
        for (String topic : List.of(
                topics.outboundMessages(), topics.offerDecisions(), topics.consentState(), topics.reviewVerdicts())) {
            largestIn = Math.max(largestIn, maxMessageBytes(existing, topic));
        }
        for (String topic : List.of(
                topics.outboundMessagesRerouted(),
                topics.offerDecisionsRerouted(),
                topics.consentStateRerouted(),
                topics.clearedMessages(),
                topics.clearedDecisions(),
                topics.quarantine(),
                topics.deadLetters(),
                topics.reviewVerdictsRerouted(),
                topics.reviewOutcomes())) {
            long out = maxMessageBytes(existing, topic);
            if (existing.containsKey(topic) && out < largestIn + WRAPPING_BYTES) {
                errors.add(topic + " has max.message.bytes=" + out + "; the inputs allow " + largestIn
                        + ", and a record grows by its reasons and headers. Set it to at least "
                        + (largestIn + WRAPPING_BYTES));
            }
        }
    }

    /** By the publisher's own time, a replayed event would fall to retention before anyone read it. */
    private static void retentionByAppendTime(
            List<Topics.Spec> specs, Map<String, TopicAdmin.Existing> existing, List<String> errors) {
        for (Topics.Spec wanted : specs) {
            TopicAdmin.Existing found = existing.get(wanted.name());
            String type = wanted.settings().get("message.timestamp.type");
            if (found != null && type != null && !type.equals(found.settings().get("message.timestamp.type"))) {
                errors.add(wanted.name() + " has message.timestamp.type="
                        + found.settings().get("message.timestamp.type") + "; set it to " + type
                        + ", so that its retention counts from when the gate wrote a record");
            }
        }
    }

    private static final long WRAPPING_BYTES = 64 * 1024;

    private static long maxMessageBytes(Map<String, TopicAdmin.Existing> existing, String topic) {
        TopicAdmin.Existing found = existing.get(topic);
        return found == null ? 0 : Long.parseLong(found.settings().getOrDefault("max.message.bytes", "1048588"));
    }

    /**
     * What was found.
     *
     * @param partitions the partition count that all co-partitioned topics share, when there are no errors
     * @param errors each names what, where and the remedy; the gate does not start with one
     * @param warnings worth an operator's look; the gate starts
     */
    public record Report(int partitions, List<String> errors, List<String> warnings) {}
}
