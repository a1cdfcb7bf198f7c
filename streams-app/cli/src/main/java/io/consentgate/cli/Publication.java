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
 * Lines on their way to one topic: in order per subject, each once, and acknowledged by all replicas in sync. Not in a
 * transaction: an open one on the consent topic would hold the gate up until it ends.
 *
 * <p>Serves one thread; the brokers' answers come on another.
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
     * Opens the way to a topic.
     *
     * @throws MissingTopic if it does not exist: a producer would otherwise make one with the wrong partition count
     */
    static Publication open(GateConfig config, String topic) {
        requireTopic(config, topic);
        return new Publication(
                new KafkaProducer<>(options(config), new StringSerializer(), new ByteArraySerializer()), topic);
    }

    /** Of a producer that the command line publishes with. */
    static Properties options(GateConfig config) {
        Properties options = KafkaOptions.client(config);
        options.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        options.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        options.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, KafkaOptions.MAX_REQUEST_BYTES);
        options.put(ProducerConfig.ACKS_CONFIG, "all");
        options.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // On a partition that was just created a broker takes a second request before the first, and then refuses the
        // first until it expires (KAFKA-15591).
        options.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return options;
    }

    /** @throws MissingTopic if it does not exist */
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
     * Sends a value under its subject's key; null erases the subject. The timestamp is now: by the event's own time an
     * old one would be past the topic's retention on arrival.
     *
     * @param line where it stands in the file, for messages
     * @return false when an earlier one failed, and nothing was sent
     */
    boolean send(int line, String subjectId, byte @Nullable [] value) {
        if (failure() != null) {
            return false;
        }
        // The callback hears of every failure, and of each before flush() returns.
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

    /** Waits until the brokers have answered for every line sent. */
    void awaitAnswers() {
        producer.flush();
    }

    /** How many lines the brokers have taken so far. */
    long acknowledged() {
        synchronized (answers) {
            return acknowledged;
        }
    }

    /** The first line that the brokers did not take; null while there is none. */
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

    /** A line that was not taken, and why. */
    record Failure(int line, Exception cause) {}
}
