// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.console.cases.LogUnavailable;
import io.consentgate.serde.ContractCodec;
import io.consentgate.serde.RegistryUnavailable;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Writes verdicts and acts to the log, with the subject as key, acknowledged by all in-sync replicas. Thread-safe. */
final class LogWriter implements AutoCloseable {

    /** Slightly longer than the producer's own time-out, after which the producer has surely given up. */
    static final Duration PATIENCE = Duration.ofSeconds(12);

    private final Producer<byte[], byte[]> producer;
    private final ContractCodec codec;

    LogWriter(Producer<byte[], byte[]> producer, ContractCodec codec) {
        this.producer = producer;
        this.codec = codec;
    }

    /**
     * Writes a record and waits for its acknowledgement.
     *
     * @throws LogUnavailable if it was not acknowledged; it may be written again
     */
    Position write(String topic, String subjectId, SpecificRecordBase value) {
        return await(topic, send(topic, subjectId, value));
    }

    /**
     * Sends a record; {@link #await} tells whether it arrived.
     *
     * @throws LogUnavailable if it cannot be sent at all
     */
    Future<RecordMetadata> send(String topic, String subjectId, SpecificRecordBase value) {
        try {
            return producer.send(new ProducerRecord<>(topic, subjectId.getBytes(UTF_8), codec.write(topic, value)));
        } catch (RegistryUnavailable | KafkaException e) {
            throw unavailable(topic, e);
        }
    }

    /**
     * The position of a sent record.
     *
     * @throws LogUnavailable if it was not acknowledged; it may be written again
     */
    static Position await(String topic, Future<RecordMetadata> sent) {
        try {
            RecordMetadata written = sent.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new Position(written.topic(), written.partition(), written.offset());
        } catch (ExecutionException e) {
            throw unavailable(topic, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw unavailable(topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(topic, e);
        }
    }

    private static LogUnavailable unavailable(String topic, Throwable cause) {
        return new LogUnavailable(
                "Nothing could be written to " + topic + " (" + cause.getClass().getSimpleName()
                        + "); check brokers and registry, and try again",
                cause);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
