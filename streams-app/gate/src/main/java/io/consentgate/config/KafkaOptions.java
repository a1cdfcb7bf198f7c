// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's options for the gate. Precedence, highest first: options that the gate's guarantees depend on (other values
 * are refused), the operator's {@code kafka:} group, the gate's defaults, Kafka's defaults.
 */
public final class KafkaOptions {

    /** Room for a 1 MiB event wrapped into a quarantine record, and for publishers that raised their own limit. */
    public static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;

    /**
     * Maximum age of a stopped gate's state. Older state is rebuilt from its changelogs. It may miss tombstones that
     * were already removed, so this limit is below the changelogs' {@code delete.retention.ms}, with a margin for the
     * start.
     */
    public static final Duration STATE_MAX_AGE = Duration.ofDays(20);

    /** Settings of the gate's changelogs, by Kafka's names of topic settings. */
    public static final Map<String, String> CHANGELOG_SETTINGS = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.DELETE_RETENTION_MS_CONFIG,
            days(30),
            // An erased row leaves the log within a day (GDPR article 17). By default, a quiet log is never cleaned.
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
            days(1),
            // Consent rows are stamped 0, and case rows have publishers' timestamps. A broker with a limit on timestamp
            // differences would refuse them and stop the gate for good. With append time, the broker checks neither.
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "LogAppendTime",
            TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
            "false");

    private static final List<String> PREFIXES = List.of(
            StreamsConfig.MAIN_CONSUMER_PREFIX,
            StreamsConfig.RESTORE_CONSUMER_PREFIX,
            StreamsConfig.GLOBAL_CONSUMER_PREFIX,
            StreamsConfig.CONSUMER_PREFIX,
            StreamsConfig.PRODUCER_PREFIX,
            StreamsConfig.ADMIN_CLIENT_PREFIX);

    /** Kafka's default (ConsumerConfig). */
    private static final Duration MAX_POLL_INTERVAL = Duration.ofMinutes(5);

    /** Kafka's default (ProducerConfig). */
    private static final long PRODUCER_BUFFER = 32L * 1024 * 1024;

    /**
     * One part in this many of the interval stays free for the commit and for the records after the one that waited.
     */
    private static final int POLL_MARGIN = 10;

    private static final Map<String, Kept> KEPT = kept();

    /** Prefixes of options without a definition: Kafka uses the rest of the name, or passes it on. */
    private static final List<String> KNOWN_PREFIXES = List.of(
            StreamsConfig.TOPIC_PREFIX, StreamsConfig.CLIENT_TAG_PREFIX, AbstractConfig.CONFIG_PROVIDERS_CONFIG);

    private static final Set<String> KNOWN = Stream.of(
                    StreamsConfig.configDef().names(),
                    ConsumerConfig.configNames(),
                    ProducerConfig.configNames(),
                    AdminClientConfig.configNames())
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    /**
     * An option that a guarantee depends on, or that a gate setting decides.
     *
     * @param value the only accepted value; null when the option may not be set
     * @param reason why, and what to do instead
     */
    private record Kept(@Nullable String value, String reason) {}

    private KafkaOptions() {}

    private static Map<String, Kept> kept() {
        Map<String, Kept> kept = new TreeMap<>();
        kept.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                new Kept(StreamsConfig.EXACTLY_ONCE_V2, "nothing lost and nothing twice rests on it"));
        kept.put(
                StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG,
                new Kept(
                        StreamsConfig.NO_OPTIMIZATION,
                        "a source topic used as changelog can come up empty under exactly-once (KAFKA-20416)"));
        kept.put(
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
                new Kept("true", "generated names change with the topology and lose state (KIP-1111)"));
        kept.put(
                StreamsConfig.GROUP_PROTOCOL_CONFIG,
                new Kept(
                        "classic",
                        "the streams protocol ignores a wrapped main consumer, and with it the read barrier"));
        kept.put(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                new Kept("read_committed", "a grant or event whose transaction was aborted would count"));
        kept.put(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                new Kept("earliest", "withdrawals and events before the first start would be skipped"));
        for (String option :
                List.of(ProducerConfig.PARTITIONER_CLASS_CONFIG, ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG)) {
            kept.put(option, new Kept(null, "a rerouted record would not arrive at its subject"));
        }
        for (String option : List.of(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                "default.production.exception.handler",
                "default.deserialization.exception.handler",
                StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG)) {
            kept.put(option, new Kept(null, "a handler that goes on loses the record that failed"));
        }
        CHANGELOG_SETTINGS.forEach(
                (name, value) -> kept.put(
                        StreamsConfig.topicPrefix(name),
                        new Kept(
                                value,
                                "what was erased or decided would come back with an instance that was away, or stay on the broker")));
        kept.put(StreamsConfig.APPLICATION_ID_CONFIG, new Kept(null, "set application-id instead"));
        kept.put(StreamsConfig.STATE_DIR_CONFIG, new Kept(null, "set state-dir instead"));
        kept.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, new Kept(null, "set threads instead"));
        kept.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, new Kept(null, "set instance-id instead"));
        return kept;
    }

    /**
     * Options for Kafka Streams.
     *
     * @throws InvalidConfig when the operator's options would break a guarantee
     */
    public static Properties streams(GateConfig config) {
        refuseBrokenPromises(config);
        Properties options = new Properties();
        options.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        options.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        options.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        options.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 0);
        // No cache: the only keyed writes are consent records, which are few. Under exactly-once, each commit would
        // flush the cache anyway.
        options.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        options.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreOptions.class.getName());
        options.put(StoreOptions.MEMORY, stateMemory(config));
        options.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
        options.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        options.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
        // A changelog row is slightly larger than its consent record. Under the broker's default, the largest record of
        // consent-state would not fit, and would stop its partition for ever.
        options.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), largestRequest(config));
        if (config.topics().replicationFactor() > 0) {
            options.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int)
                    config.topics().replicationFactor());
        }
        CHANGELOG_SETTINGS.forEach((name, value) -> options.put(StreamsConfig.topicPrefix(name), value));
        // Kafka Streams' default of 10 s would abort the open transaction of a task that waits for the schema registry.
        options.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 60_000);
        options.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        if (config.instanceId() != null) {
            options.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), config.instanceId());
        }
        // The read barrier replaces this option, and every other value formats a string per record (StreamTask).
        options.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
        // False only causes a warning at every start, also from the consumer's assignor. The gate has no global store.
        for (String prefix : List.of("", StreamsConfig.MAIN_CONSUMER_PREFIX)) {
            options.put(prefix + "processing.exception.handler.global.enabled", true);
        }
        options.putAll(config.kafka());
        for (String option : List.of(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG,
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
                StreamsConfig.GROUP_PROTOCOL_CONFIG)) {
            options.put(
                    option,
                    Objects.requireNonNull(
                            Objects.requireNonNull(KEPT.get(option)).value()));
        }
        return options;
    }

    /** Memory of all state stores together, outside the heap, bytes. */
    public static long stateMemory(GateConfig config) {
        return config.stateMemoryMb() * 1024L * 1024L;
    }

    /** Largest request of the gate's producers, bytes. A changelog must accept this size. */
    public static long largestRequest(GateConfig config) {
        return producerBytes(config, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    }

    /** Buffer limit of one gate producer, bytes. */
    static long producerBuffer(GateConfig config) {
        return producerBytes(config, ProducerConfig.BUFFER_MEMORY_CONFIG, PRODUCER_BUFFER);
    }

    private static long producerBytes(GateConfig config, String option, long byDefault) {
        return Stream.of(StreamsConfig.PRODUCER_PREFIX + option, option)
                .map(name -> number(config.kafka(), name))
                .flatMapToLong(OptionalLong::stream)
                .findFirst()
                .orElse(byDefault);
    }

    /** Largest fetch response of one gate consumer, bytes on the wire. */
    static long largestFetch(GateConfig config) {
        String option = ConsumerConfig.FETCH_MAX_BYTES_CONFIG;
        return Stream.of(StreamsConfig.MAIN_CONSUMER_PREFIX + option, StreamsConfig.CONSUMER_PREFIX + option, option)
                .map(name -> number(config.kafka(), name))
                .flatMapToLong(OptionalLong::stream)
                .findFirst()
                .orElse(ConsumerConfig.DEFAULT_FETCH_MAX_BYTES);
    }

    /** Options for a plain client of the same cluster, e.g. an admin client or the command line's consumer. */
    public static Properties client(GateConfig config) {
        Properties options = new Properties();
        config.kafka().forEach((name, value) -> {
            if (!name.startsWith("consumer.") && !name.startsWith("producer.") && !name.startsWith("admin.")) {
                options.put(name, value);
            }
        });
        return options;
    }

    /**
     * Options of the {@code kafka:} group that neither Kafka's clients nor Kafka Streams define, sorted by name. A
     * class named in another option may read them. Otherwise they are misspelt, and Kafka ignores them.
     */
    public static List<String> unknown(GateConfig config) {
        return config.kafka().keySet().stream()
                .filter(name -> !KNOWN.contains(withoutPrefix(name))
                        && KNOWN_PREFIXES.stream().noneMatch(withoutPrefix(name)::startsWith))
                .sorted()
                .toList();
    }

    private static void refuseBrokenPromises(GateConfig config) {
        Map<String, String> options = config.kafka();
        List<String> findings = new ArrayList<>();
        new TreeMap<>(options).forEach((name, asked) -> {
            Kept kept = KEPT.get(withoutPrefix(name));
            if (kept != null && !asked.equalsIgnoreCase(kept.value())) {
                findings.add("kafka." + name + " is " + asked + "; the gate "
                        + (kept.value() == null ? "does not take it: " : "keeps it at " + kept.value() + ": ")
                        + kept.reason() + ". Take the setting out");
            }
        });
        staleState(options).ifPresent(findings::add);
        tooMuchPatience(config).ifPresent(findings::add);
        if (!findings.isEmpty()) {
            throw new InvalidConfig(findings);
        }
    }

    /**
     * A running instance deletes the state of tasks that moved to other instances, unless its cleanup delay is too
     * long.
     */
    private static Optional<String> staleState(Map<String, String> options) {
        long delay =
                number(options, StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG).orElse(0);
        return delay <= STATE_MAX_AGE.toMillis()
                ? Optional.empty()
                : Optional.of("kafka." + StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG + " is " + delay
                        + "; state of a task that comes back after so long would bring back what was erased meanwhile. "
                        + "Set at most " + STATE_MAX_AGE.toMillis());
    }

    /** A thread that waits for the registry does not poll, so the group would reassign its partitions. */
    private static Optional<String> tooMuchPatience(GateConfig config) {
        String option = ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG;
        Duration interval = Duration.ofMillis(
                Stream.of(StreamsConfig.MAIN_CONSUMER_PREFIX + option, StreamsConfig.CONSUMER_PREFIX + option, option)
                        .map(name -> number(config.kafka(), name))
                        .flatMapToLong(OptionalLong::stream)
                        .findFirst()
                        .orElse(MAX_POLL_INTERVAL.toMillis()));
        Duration most = interval.minus(interval.dividedBy(POLL_MARGIN));
        return config.registry().patience().compareTo(most) <= 0
                ? Optional.empty()
                : Optional.of("registry.patience is "
                        + ShortDuration.text(config.registry().patience())
                        + "; it must stay a tenth below max.poll.interval.ms, which is " + interval.toMillis()
                        + ", else the group takes the partitions away from a thread that waits. Set at most "
                        + most.toSeconds() + "s, or raise kafka.main.consumer." + option);
    }

    /** Kafka itself refuses a value that is no number. */
    private static OptionalLong number(Map<String, String> options, String name) {
        try {
            String value = options.get(name);
            return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value.strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static String days(int days) {
        return String.valueOf(Duration.ofDays(days).toMillis());
    }

    private static String withoutPrefix(String name) {
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return name.substring(prefix.length());
            }
        }
        return name;
    }
}
