// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's options for the gate. Precedence, highest first: what a promise rests on (refused when set otherwise),
 * the operator's {@code kafka:} group, our defaults, Kafka's defaults.
 */
public final class KafkaOptions {

    /** Room for a 1 MiB event wrapped into a quarantine record, and for publishers that raised their own limit. */
    public static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;

    private static final List<String> PREFIXES = List.of(
            StreamsConfig.MAIN_CONSUMER_PREFIX,
            StreamsConfig.RESTORE_CONSUMER_PREFIX,
            StreamsConfig.GLOBAL_CONSUMER_PREFIX,
            StreamsConfig.CONSUMER_PREFIX,
            StreamsConfig.PRODUCER_PREFIX,
            StreamsConfig.ADMIN_CLIENT_PREFIX);

    private static final Map<String, Kept> KEPT = kept();

    /**
     * An option that a promise rests on, or that a setting of ours decides.
     *
     * @param value the only value it may have; null when it may not be set
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
        kept.put(StreamsConfig.APPLICATION_ID_CONFIG, new Kept(null, "set application-id instead"));
        kept.put(StreamsConfig.STATE_DIR_CONFIG, new Kept(null, "set state-dir instead"));
        kept.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, new Kept(null, "set threads instead"));
        kept.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, new Kept(null, "set instance-id instead"));
        return kept;
    }

    /**
     * Options for Kafka Streams.
     *
     * @throws InvalidConfig when the operator's options would break a promise
     */
    public static Properties streams(GateConfig config) {
        refuseBrokenPromises(config.kafka());
        Properties options = new Properties();
        options.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        options.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        options.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        options.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 0);
        // No cache: the only keyed writes are consent records, which are few, and a cache under exactly-once is
        // flushed at every commit anyway.
        options.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        options.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
        options.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        options.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
        // A changelog row is its consent record and a little more. By the broker's default the largest record that
        // consent-state takes would not fit, and would stop its partition for ever.
        options.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), MAX_REQUEST_BYTES);
        // Streams' own 10 s would abort the open transaction of a task that waits for the schema registry.
        options.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 60_000);
        options.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        if (config.instanceId() != null) {
            options.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), config.instanceId());
        }
        // The read barrier does what this cannot, and every other value costs a formatted string per record
        // (StreamTask).
        options.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
        // Off only draws a warning at every start; the gate has no global store.
        options.put("processing.exception.handler.global.enabled", true);
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

    private static void refuseBrokenPromises(Map<String, String> options) {
        List<String> findings = new ArrayList<>();
        new TreeMap<>(options).forEach((name, asked) -> {
            Kept kept = KEPT.get(withoutPrefix(name));
            if (kept != null && !asked.equalsIgnoreCase(kept.value())) {
                findings.add("kafka." + name + " is " + asked + "; the gate "
                        + (kept.value() == null ? "does not take it: " : "keeps it at " + kept.value() + ": ")
                        + kept.reason() + ". Take the setting out");
            }
        });
        if (!findings.isEmpty()) {
            throw new InvalidConfig(findings);
        }
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
