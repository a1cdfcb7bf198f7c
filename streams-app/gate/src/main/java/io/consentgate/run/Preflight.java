// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.config.GateConfig;
import io.consentgate.config.KafkaOptions;
import io.consentgate.topology.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Checks what must hold in the cluster before the gate may judge. Kafka Streams checks little of this. With the classic
 * protocol and no repartition topic, it joins topics of different partition counts without an error.
 */
public final class Preflight {

    private static final int TRANSACTION_VERSION = 2;
    private static final long DELETE_RETENTION_FLOOR_MS = Duration.ofDays(7).toMillis();

    private static final long ERASURE_LAG_MS = Duration.ofDays(1).toMillis();
    private static final long KAFKAS_RETENTION_MS = Duration.ofDays(7).toMillis();
    private static final String SEGMENT_MS = "segment.ms";
    private static final long KAFKAS_SEGMENT_MS = Duration.ofDays(7).toMillis();
    private static final String MOST_BEFORE = "message.timestamp.before.max.ms";
    private static final String MOST_AFTER = "message.timestamp.after.max.ms";
    private static final long KAFKAS_MOST_AFTER_MS = Duration.ofHours(1).toMillis();
    private static final long KAFKAS_DELETE_RETENTION_MS = Duration.ofDays(1).toMillis();

    private Preflight() {}

    /**
     * Inspects the cluster, including whether the gate would continue where it stopped.
     *
     * @param accepted discontinuities that the operator accepts for this start. An accepted one becomes a warning, and
     *     the gate's consumer group moves to the first remaining offset
     * @throws org.apache.kafka.common.errors.RetriableException when the cluster does not answer
     */
    public static Report inspect(GateConfig config, Admin admin, Set<Discontinuity> accepted) {
        Topics topics = Topics.prefixed(config.topics().prefix());
        List<Topics.Spec> specs =
                topics.specs(config.quarantine().retention(), config.review().retention());
        List<String> changelogs = Topics.changelogs(config.applicationId());
        Map<String, TopicAdmin.Existing> existing = new TopicAdmin(admin)
                .describe(Stream.concat(specs.stream().map(Topics.Spec::name), changelogs.stream())
                        .toList());
        Report report = check(
                topics,
                specs,
                changelogs,
                KafkaOptions.largestRequest(config),
                existing,
                new TopicAdmin(admin).brokers(),
                config.brokers().acceptOldTransactions());
        if (!report.errors().isEmpty()) {
            return report;
        }
        GroupPositions positions = new GroupPositions(admin, KafkaOptions.client(config), config.applicationId());
        Continuation continuation = positions.read(
                partitions(topics.copartitioned(), existing), topics.events(), partitions(changelogs, existing));
        String changelog = Topics.consentChangelog(config.applicationId());
        // Asked again after the positions: another instance may have created the changelog meanwhile.
        Optional<String> stateGone = existing.containsKey(changelog)
                ? Optional.empty()
                : stateGone(changelog, new TopicAdmin(admin).describe(List.of(changelog)), continuation);
        if (stateGone.isPresent()) {
            return report.with(continuation.warnings()).withError(stateGone.get());
        }
        Map<Discontinuity, String> findings = continuation.findings();
        if (accepted.containsAll(findings.keySet())) {
            findings.keySet().forEach(kind -> positions.move(continuation.startOver(kind)));
        }
        return report.with(continuation.warnings()).with(findings, accepted);
    }

    /**
     * Kafka Streams recreates a deleted changelog and continues with an empty table. That table has no objections, and
     * events that need no consent would clear.
     */
    static Optional<String> stateGone(
            String changelog, Map<String, TopicAdmin.Existing> existing, Continuation continuation) {
        List<TopicPartition> read = continuation.consentRead();
        return existing.containsKey(changelog) || read.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        changelog + " is gone, and with it what the gate had read of consent, withdrawals and "
                                + "objections: group " + continuation.group() + " would not read them again on " + read
                                + ". Stop all instances, wait for session.timeout.ms (45 s by default), delete their state "
                                + "folders, put the group to the beginning there, and start: "
                                + "kafka-consumer-groups --bootstrap-server \"$BOOTSTRAP\" --group "
                                + continuation.group()
                                + " --reset-offsets --to-earliest --execute"
                                + read.stream()
                                        .map(TopicPartition::topic)
                                        .distinct()
                                        .map(topic -> " --topic " + topic)
                                        .collect(Collectors.joining())
                                + ". What was in other changelogs that are gone, such as open cases and replies, does not come back");
    }

    private static Map<String, Integer> partitions(
            Collection<String> topics, Map<String, TopicAdmin.Existing> existing) {
        Map<String, Integer> partitions = new TreeMap<>();
        for (String topic : topics) {
            TopicAdmin.Existing found = existing.get(topic);
            if (found != null) {
                partitions.put(topic, found.partitions());
            }
        }
        return partitions;
    }

    /**
     * Judges the topics as described.
     *
     * @param changelogs names of the gate's changelogs; Kafka Streams creates missing ones with valid settings
     * @param largestRow largest row that the gate may write to a changelog, bytes
     * @param existing the result of {@link TopicAdmin#describe}
     * @param brokers of the cluster; with one broker there is one replica
     * @param oldTransactions whether the operator accepts brokers without KIP-890
     */
    static Report check(
            Topics topics,
            List<Topics.Spec> specs,
            List<String> changelogs,
            long largestRow,
            Map<String, TopicAdmin.Existing> existing,
            TopicAdmin.Brokers brokers,
            boolean oldTransactions) {
        List<String> errors = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        missing(specs, existing, errors);
        partitionCounts(topics, existing, errors);
        changelogPartitions(topics, changelogs, existing, errors);
        compaction(topics, existing, errors, warnings);
        twins(topics, specs, existing, errors, warnings);
        changelogs(changelogs, existing, errors, warnings);
        changelogSizes(changelogs, largestRow, existing, errors);
        nothingElseCompacted(topics, specs, existing, errors);
        timestampLimits(topics, existing, errors);
        recordSizes(topics, existing, errors);
        retentionByAppendTime(specs, existing, errors);
        segments(specs, existing, warnings);
        contentThatStays(topics, specs, existing, warnings);
        if (brokers.transactionVersion() < TRANSACTION_VERSION) {
            (oldTransactions ? warnings : errors).add(transactions(brokers.transactionVersion(), oldTransactions));
        }
        if (brokers.count() > 1) {
            replicas(existing, warnings);
        }
        int partitions = existing.containsKey(topics.consentState())
                ? existing.get(topics.consentState()).partitions()
                : 0;
        return new Report(partitions, smallestOutput(topics, existing), List.copyOf(errors), List.copyOf(warnings));
    }

    /** Part 2 of KIP-890: each transaction has its own epoch, so a late request cannot enter the next transaction. */
    private static String transactions(int found, boolean accepted) {
        String gap = "the brokers' feature transaction.version is " + found + ", and exactly-once needs "
                + TRANSACTION_VERSION
                + " (KIP-890): a late request of an aborted transaction could be taken into the next"
                + " one, so that a clearance is lost, doubled, or seen although it was aborted. ";
        return accepted
                ? gap + "brokers.accept-old-transactions accepts that"
                : gap + "Upgrade the brokers to Kafka 4.0 or later and raise it: kafka-features --bootstrap-server"
                        + " \"$BOOTSTRAP\" upgrade --feature transaction.version=" + TRANSACTION_VERSION
                        + "; or accept it with brokers.accept-old-transactions: true";
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

    private static void changelogPartitions(
            Topics topics, List<String> changelogs, Map<String, TopicAdmin.Existing> existing, List<String> errors) {
        TopicAdmin.Existing inputs = existing.get(topics.consentState());
        if (inputs == null) {
            return;
        }
        Map<String, Integer> others = new TreeMap<>();
        for (String changelog : changelogs) {
            TopicAdmin.Existing found = existing.get(changelog);
            if (found != null && found.partitions() != inputs.partitions()) {
                others.put(changelog, found.partitions());
            }
        }
        if (!others.isEmpty()) {
            errors.add(
                    "partition counts of changelogs are not that of the inputs, " + inputs.partitions() + ": " + others
                            + ". Partitions were added to a running set, which moves subjects away from their state. Start a new set "
                            + "of topics under another topics.prefix and application-id, and have consent published there first. Do "
                            + "not reset the application, as Kafka Streams would advise: it deletes what the gate knows of consent");
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
                    + "; it must be 'compact', else consents are lost when they age. "
                    + alter(topics.consentState(), Map.of("cleanup.policy", "compact")));
        }
        uncleanElection(topics.consentState(), table, errors);
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
        if (number(table, "max.compaction.lag.ms", Long.MAX_VALUE) > ERASURE_LAG_MS) {
            warnings.add(topics.consentState() + " has max.compaction.lag.ms="
                    + number(table, "max.compaction.lag.ms", Long.MAX_VALUE)
                    + "; what was erased may stay on the broker for that long. "
                    + alter(topics.consentState(), Map.of("max.compaction.lag.ms", String.valueOf(ERASURE_LAG_MS))));
        }
    }

    private static void uncleanElection(String topic, TopicAdmin.Existing found, List<String> errors) {
        if (Boolean.parseBoolean(found.settings().get("unclean.leader.election.enable"))) {
            errors.add(topic + " has unclean.leader.election.enable=true; a leader that lacks acknowledged withdrawals "
                    + "could take over. " + alter(topic, Map.of("unclean.leader.election.enable", "false")));
        }
    }

    /**
     * A rerouted record is committed as read on its input. If its twin deletes it before the gate reads it there, it is
     * lost.
     */
    private static void twins(
            Topics topics,
            List<Topics.Spec> specs,
            Map<String, TopicAdmin.Existing> existing,
            List<String> errors,
            List<String> warnings) {
        for (Topics.Spec wanted : specs) {
            TopicAdmin.Existing found = existing.get(wanted.name());
            if (found == null || !topics.isRerouted(wanted.name())) {
                continue;
            }
            boolean ofConsent = topics.consent().contains(wanted.name());
            if (ofConsent) {
                uncleanElection(wanted.name(), found, errors);
            }
            String least = Objects.requireNonNull(wanted.settings().get("retention.ms"));
            long retention = number(found, "retention.ms", KAFKAS_RETENTION_MS);
            if (retention >= 0 && retention < Long.parseLong(least)) {
                (ofConsent ? errors : warnings)
                        .add(wanted.name() + " has retention.ms=" + retention + "; "
                                + (ofConsent ? "a withdrawal" : "a record")
                                + " that was brought there and not read for "
                                + "so long is lost. " + alter(wanted.name(), Map.of("retention.ms", least)));
            }
        }
    }

    /** A returning instance continues from its own state, and gets the missed changes from the changelogs. */
    private static void changelogs(
            List<String> changelogs,
            Map<String, TopicAdmin.Existing> existing,
            List<String> errors,
            List<String> warnings) {
        for (String changelog : changelogs) {
            TopicAdmin.Existing found = existing.get(changelog);
            if (found == null) {
                continue;
            }
            Map<String, String> dangerous = new TreeMap<>();
            Map<String, String> untidy = new TreeMap<>();
            KafkaOptions.CHANGELOG_SETTINGS.forEach((name, wanted) -> {
                switch (name) {
                    case "delete.retention.ms" -> {
                        if (number(found, name, KAFKAS_DELETE_RETENTION_MS) < Long.parseLong(wanted)) {
                            dangerous.put(name, wanted);
                        }
                    }
                    case "max.compaction.lag.ms" -> {
                        if (number(found, name, Long.MAX_VALUE) > Long.parseLong(wanted)) {
                            untidy.put(name, wanted);
                        }
                    }
                    case "message.timestamp.type" -> {
                        if (!wanted.equals(found.settings().get(name))) {
                            untidy.put(name, wanted);
                        }
                    }
                    default -> {
                        if (!wanted.equals(found.settings().get(name))) {
                            dangerous.put(name, wanted);
                        }
                    }
                }
            });
            if (!dangerous.isEmpty()) {
                Map<String, String> all = new TreeMap<>(dangerous);
                all.putAll(untidy);
                errors.add(changelog + " has " + asFound(found, all.keySet()) + "; consents that were "
                        + "erased and cases that were decided could come back. " + alter(changelog, all));
            } else if (!untidy.isEmpty()) {
                warnings.add(
                        changelog + " has " + asFound(found, untidy.keySet()) + "; what was erased may stay on the "
                                + "broker, and a broker that limits timestamps would stop the gate. "
                                + alter(changelog, untidy));
            }
        }
    }

    /** Kafka Streams sets their limit only at creation. */
    private static void changelogSizes(
            List<String> changelogs, long largestRow, Map<String, TopicAdmin.Existing> existing, List<String> errors) {
        for (String changelog : changelogs) {
            long holds = maxMessageBytes(existing, changelog);
            if (existing.containsKey(changelog) && holds < largestRow) {
                errors.add(changelog + " has max.message.bytes=" + holds + "; the gate may write " + largestRow
                        + " at once (kafka.producer.max.request.size), and a row that does not fit would stop its "
                        + "partition for ever. "
                        + alter(changelog, Map.of("max.message.bytes", String.valueOf(largestRow))));
            }
        }
    }

    private static String asFound(TopicAdmin.Existing found, Collection<String> settings) {
        return settings.stream()
                .map(name -> name + "=" + found.settings().get(name))
                .collect(Collectors.joining(", "));
    }

    private static String alter(String topic, Map<String, String> settings) {
        return "Alter it: kafka-configs --bootstrap-server \"$BOOTSTRAP\" --alter --entity-type topics --entity-name "
                + topic + " --add-config "
                + new TreeMap<>(settings)
                        .entrySet().stream()
                                .map(setting -> setting.getKey() + "=" + setting.getValue())
                                .collect(Collectors.joining(","));
    }

    private static long number(TopicAdmin.Existing found, String setting, long otherwise) {
        String value = found.settings().get(setting);
        return value == null ? otherwise : Long.parseLong(value);
    }

    private static void nothingElseCompacted(
            Topics topics, List<Topics.Spec> specs, Map<String, TopicAdmin.Existing> existing, List<String> errors) {
        for (Topics.Spec wanted : specs) {
            TopicAdmin.Existing found = existing.get(wanted.name());
            if (found != null
                    && !wanted.name().equals(topics.consentState())
                    && found.settings().getOrDefault("cleanup.policy", "").contains("compact")) {
                errors.add(
                        wanted.name() + " is compacted; compaction would drop all records of one subject but the last. "
                                + alter(wanted.name(), Map.of("cleanup.policy", "delete")));
            }
        }
    }

    /**
     * Cleared events keep their publisher's timestamp, after any wait. A broker that refuses the timestamp would stop
     * the gate at the same record for ever.
     */
    private static void timestampLimits(Topics topics, Map<String, TopicAdmin.Existing> existing, List<String> errors) {
        timestampLimits(topics.outboundMessages(), topics.clearedMessages(), existing, errors);
        timestampLimits(topics.offerDecisions(), topics.clearedDecisions(), existing, errors);
    }

    private static void timestampLimits(
            String input, String output, Map<String, TopicAdmin.Existing> existing, List<String> errors) {
        TopicAdmin.Existing out = existing.get(output);
        if (out == null || isByAppendTime(out)) {
            return;
        }
        Map<String, String> wanted = new TreeMap<>();
        if (number(out, MOST_BEFORE, Long.MAX_VALUE) < Long.MAX_VALUE) {
            wanted.put(MOST_BEFORE, String.valueOf(Long.MAX_VALUE));
        }
        TopicAdmin.Existing in = existing.get(input);
        long furthestAhead = in == null || isByAppendTime(in) ? 0 : number(in, MOST_AFTER, KAFKAS_MOST_AFTER_MS);
        if (number(out, MOST_AFTER, KAFKAS_MOST_AFTER_MS) < furthestAhead) {
            wanted.put(MOST_AFTER, String.valueOf(furthestAhead));
        }
        if (!wanted.isEmpty()) {
            errors.add(output + " has " + asFound(out, wanted.keySet()) + "; it would refuse what " + input
                    + " takes or what has waited, and stop the gate at that record for ever. " + alter(output, wanted));
        }
    }

    private static boolean isByAppendTime(TopicAdmin.Existing topic) {
        return "LogAppendTime".equals(topic.settings().get("message.timestamp.type"));
    }

    /** An input record must fit into the outputs, wrapped or not. Otherwise it would stop its partition for ever. */
    private static void recordSizes(Topics topics, Map<String, TopicAdmin.Existing> existing, List<String> errors) {
        long largestIn = 0;
        for (String topic : List.of(
                topics.outboundMessages(), topics.offerDecisions(), topics.consentState(), topics.reviewVerdicts())) {
            largestIn = Math.max(largestIn, maxMessageBytes(existing, topic));
        }
        for (String topic : outputs(topics)) {
            long out = maxMessageBytes(existing, topic);
            if (existing.containsKey(topic) && out < largestIn + WRAPPING_BYTES) {
                errors.add(topic + " has max.message.bytes=" + out + "; the inputs allow " + largestIn
                        + ", and a record grows by its reasons and headers. Set it to at least "
                        + (largestIn + WRAPPING_BYTES));
            }
        }
    }

    private static List<String> outputs(Topics topics) {
        return List.of(
                topics.outboundMessagesRerouted(),
                topics.offerDecisionsRerouted(),
                topics.consentStateRerouted(),
                topics.clearedMessages(),
                topics.clearedDecisions(),
                topics.quarantine(),
                topics.deadLetters(),
                topics.reviewVerdictsRerouted(),
                topics.reviewOutcomes());
    }

    private static long smallestOutput(Topics topics, Map<String, TopicAdmin.Existing> existing) {
        return outputs(topics).stream()
                .filter(existing::containsKey)
                .mapToLong(topic -> maxMessageBytes(existing, topic))
                .min()
                .orElse(0);
    }

    /** By the publisher's timestamp, retention would delete a replayed event before anyone read it. */
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

    /** Retention deletes whole segments, and never the active one. */
    private static void segments(
            List<Topics.Spec> specs, Map<String, TopicAdmin.Existing> existing, List<String> warnings) {
        for (Topics.Spec wanted : specs) {
            TopicAdmin.Existing found = existing.get(wanted.name());
            String most = wanted.settings().get(SEGMENT_MS);
            if (found != null && most != null && number(found, SEGMENT_MS, KAFKAS_SEGMENT_MS) > Long.parseLong(most)) {
                warnings.add(wanted.name() + " has segment.ms=" + number(found, SEGMENT_MS, KAFKAS_SEGMENT_MS)
                        + "; content may stay for that long after its retention. "
                        + alter(wanted.name(), Map.of(SEGMENT_MS, most)));
            }
        }
    }

    /** Each quarantined event states until when it is retained. */
    private static void contentThatStays(
            Topics topics, List<Topics.Spec> specs, Map<String, TopicAdmin.Existing> existing, List<String> warnings) {
        Set<String> ofContent = Set.of(topics.quarantine(), topics.deadLetters(), topics.reviewVerdicts());
        for (Topics.Spec wanted : specs) {
            TopicAdmin.Existing found = existing.get(wanted.name());
            if (found == null || !ofContent.contains(wanted.name())) {
                continue;
            }
            String most = Objects.requireNonNull(wanted.settings().get("retention.ms"));
            long retention = number(found, "retention.ms", KAFKAS_RETENTION_MS);
            if (retention < 0 || retention > Long.parseLong(most)) {
                warnings.add(wanted.name() + " has retention.ms=" + retention
                        + "; content may stay after quarantine.retention, when events say that it is gone. "
                        + alter(wanted.name(), Map.of("retention.ms", most)));
            }
        }
    }

    private static void replicas(Map<String, TopicAdmin.Existing> existing, List<String> warnings) {
        String single = existing.entrySet().stream()
                .filter(topic -> topic.getValue().replicas() < 2)
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!single.isEmpty()) {
            warnings.add("topics have one replica: " + single
                    + "; with the disk of one broker events, withdrawals and, in a changelog, what the gate knows of objections"
                    + " would be lost. Add replicas with kafka-reassign-partitions, and set topics.replication-factor for"
                    + " topics and changelogs to come");
        }
    }

    private static final long WRAPPING_BYTES = 64 * 1024;

    private static long maxMessageBytes(Map<String, TopicAdmin.Existing> existing, String topic) {
        TopicAdmin.Existing found = existing.get(topic);
        return found == null ? 0 : Long.parseLong(found.settings().getOrDefault("max.message.bytes", "1048588"));
    }

    /**
     * The findings.
     *
     * @param partitions the partition count of all co-partitioned topics, when there are no errors
     * @param smallestOutput the smallest {@code max.message.bytes} of the gate's outputs; 0 when there are no outputs
     * @param errors each names what, where and the remedy; with one, the gate does not start
     * @param warnings for the operator; the gate starts all the same
     */
    public record Report(int partitions, long smallestOutput, List<String> errors, List<String> warnings) {

        private Report withError(String error) {
            return new Report(
                    partitions,
                    smallestOutput,
                    Stream.concat(errors.stream(), Stream.of(error)).toList(),
                    warnings);
        }

        private Report with(List<String> more) {
            return new Report(
                    partitions,
                    smallestOutput,
                    errors,
                    Stream.concat(warnings.stream(), more.stream()).toList());
        }

        private Report with(Map<Discontinuity, String> findings, Set<Discontinuity> accepted) {
            List<String> allErrors = new ArrayList<>(errors);
            List<String> allWarnings = new ArrayList<>(warnings);
            findings.forEach((kind, text) -> {
                if (accepted.contains(kind)) {
                    allWarnings.add("accepted for this start: " + text);
                } else {
                    allErrors.add(text);
                }
            });
            accepted.stream()
                    .filter(kind -> !findings.containsKey(kind))
                    .forEach(kind -> allWarnings.add(
                            kind.option() + " was not needed; take it out, or the next gap goes by without a word"));
            return new Report(partitions, smallestOutput, List.copyOf(allErrors), List.copyOf(allWarnings));
        }
    }
}
