// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.config.GateConfig;
import io.consentgate.config.KafkaOptions;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes lines to one topic: in order per subject, each once, and acknowledged by all in-sync replicas. Uses no
 * transaction: an open transaction on the consent topic would block the gate until its end.
 *
 * <p>Used by one thread; the brokers' answers arrive on another.
 */
final class Publication implements AutoCloseable {

    private static final int PATIENCE_MS = 15_000;

    private final Producer<String, byte[]> producer;
    private final String topic;
    private final Object answers = new Object();
    private long acknowledged;
    private @Nullable Failure failure;

    Publication(Producer<String, byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    /**
     * Opens a producer for a topic.
     *
     * @throws MissingTopic if the topic does not exist: otherwise, a producer would create it with the wrong partition
     *     count
     */
    static Publication open(GateConfig config, String topic) {
        requireTopic(config, topic);
        return new Publication(
                new KafkaProducer<>(options(config), new StringSerializer(), new ByteArraySerializer()), topic);
    }

    /** Options of the command line's producer. */
    static Properties options(GateConfig config) {
        Properties options = KafkaOptions.client(config);
        options.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        options.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        options.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, KafkaOptions.MAX_REQUEST_BYTES);
        options.put(ProducerConfig.ACKS_CONFIG, "all");
        options.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // On a newly created partition, a broker may accept a second request before the first. It then refuses the
        // first until its time-out (KAFKA-15591).
        options.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return options;
    }

    /** @throws MissingTopic if the topic does not exist */
    static void requireTopic(GateConfig config, String topic) {
        try (Admin admin = Admin.create(KafkaOptions.client(config))) {
            Objects.requireNonNull(admin.describeTopics(List.of(topic))
                            .topicNameValues()
                            .get(topic))
                    .get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new MissingTopic(topic);
            }
            throw new KafkaException("cannot look for topic " + topic, e.getCause());
        }
    }

    /**
     * Sends a value under its subject's key; null erases the subject. The timestamp is now: with the event's own time,
     * an old event would exceed the topic's retention on arrival.
     *
     * @param line line number in the file, for messages
     * @return false when an earlier line failed; nothing is sent then
     */
    boolean send(int line, String subjectId, byte @Nullable [] value) {
        if (failure() != null) {
            return false;
        }
        // The callback learns of every failure before flush() returns.
        Future<RecordMetadata> unused =
                producer.send(new ProducerRecord<>(topic, subjectId, value), (metadata, cause) -> answer(line, cause));
        return true;
    }

    private void answer(int line, @Nullable Exception cause) {
        synchronized (answers) {
            if (cause == null) {
                acknowledged++;
            } else if (failure == null || line < failure.line()) {
                failure = new Failure(line, cause);
            }
        }
    }

    /** Waits for the brokers' answers to all sent lines. */
    void awaitAnswers() {
        producer.flush();
    }

    /** Number of lines acknowledged so far. */
    long acknowledged() {
        synchronized (answers) {
            return acknowledged;
        }
    }

    /** The first line that the brokers refused; null if there is none. */
    @Nullable
    Failure failure() {
        synchronized (answers) {
            return failure;
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    /** A refused line, and the reason. */
    record Failure(int line, Exception cause) {}
}
