// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.barrier.BudgetedConsumer;
import io.consentgate.config.GateConfig;
import io.consentgate.config.KafkaOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads a topic for the commands: committed records only. Joins no group, moves no offset, creates nothing. */
final class CommittedReader {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private CommittedReader() {}

    static Consumer<byte[], byte[]> open(GateConfig config) {
        return open(config, null);
    }

    /** @param group group whose offsets the consumer can look up, without joining it */
    static Consumer<byte[], byte[]> open(GateConfig config, @Nullable String group) {
        Properties options = KafkaOptions.client(config);
        options.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        options.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        options.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        options.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        options.remove(ConsumerConfig.GROUP_ID_CONFIG);
        if (group != null) {
            options.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        }
        return BudgetedConsumer.open(options, config.memory().pollBytes());
    }

    /** @throws MissingTopic if there is no such topic */
    static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new MissingTopic(topic);
        }
        return partitions;
    }

    /** Compares positions, not the last record's offset: transaction markers and aborted records have offsets, too. */
    static boolean hasReached(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
