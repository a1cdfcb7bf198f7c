// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Kafka's options for the gate. Precedence, highest first: what a promise rests on (refused when set otherwise),
 * the operator's {@code kafka:} group, our defaults, Kafka's defaults.
 */
public final class KafkaOptions {

    /** Room for a 1 MiB event wrapped into a quarantine record, and for publishers that raised their own limit. */
    public static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;

    private static final Map<String, Fixed> FIXED = fixed();

    private record Fixed(String value, String reason) {}

    private KafkaOptions() {}

    private static Map<String, Fixed> fixed() {
        Map<String, Fixed> fixed = new TreeMap<>();
        fixed.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                new Fixed(StreamsConfig.EXACTLY_ONCE_V2, "nothing lost and nothing twice rests on it"));
        fixed.put(
                StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG,
                new Fixed(
                        StreamsConfig.NO_OPTIMIZATION,
                        "a source topic used as changelog can come up empty under exactly-once (KAFKA-20416)"));
        fixed.put(
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
                new Fixed("true", "generated names change with the topology and lose state (KIP-1111)"));
        fixed.put(
                StreamsConfig.GROUP_PROTOCOL_CONFIG,
                new Fixed(
                        "classic",
                        "the streams protocol ignores a wrapped main consumer, and with it the read barrier"));
        return fixed;
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
        FIXED.forEach((name, fixed) -> options.put(name, fixed.value()));
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
        FIXED.forEach((name, fixed) -> {
            String asked = options.get(name);
            if (asked != null && !asked.equalsIgnoreCase(fixed.value())) {
                findings.add("kafka." + name + " is " + asked + "; the gate keeps it at " + fixed.value() + ": "
                        + fixed.reason() + ". Take the setting out");
            }
        });
        if (!findings.isEmpty()) {
            throw new InvalidConfig(findings);
        }
    }
}
