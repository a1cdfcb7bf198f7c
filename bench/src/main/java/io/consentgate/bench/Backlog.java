// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.serde.AvroSerializer;
import io.consentgate.topology.Topics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The records on the topics before a contender starts.
 *
 * @param events messages and decisions together
 * @param diverted number of events that the gate must divert
 * @param bytes length of all event values together
 */
record Backlog(long events, long diverted, long bytes) {

    /** For people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "backlog: %,d events of %d bytes on average, %.1f %% to be diverted",
                events,
                bytes / events,
                100.0 * diverted / events);
    }

    /** One decision per this many messages. */
    private static final int MESSAGES_PER_DECISION = 10;

    /**
     * Creates the gate's topics and publishes the consent of this many people.
     *
     * @return generates these people's events
     */
    static Workload publishConsent(Stack stack, Topics topics, int partitions, int subjects) {
        stack.createTopics(topics, partitions);
        Workload workload = new Workload(subjects, Instant.now().truncatedTo(ChronoUnit.MILLIS));
        try (Publisher publisher = new Publisher(stack)) {
            for (int i = 0; i < workload.subjects(); i++) {
                publisher.send(topics.consentState(), workload.subject(i), workload.consent(i));
            }
        }
        return workload;
    }

    /** Publishes the events. */
    static Backlog publishEvents(Stack stack, Topics topics, Workload workload, int messages) {
        Count count = new Count();
        try (Publisher publisher = new Publisher(stack)) {
            for (int i = 0; i < messages; i++) {
                var message = workload.message(i);
                count.add(
                        message.diverted(),
                        publisher.send(
                                topics.outboundMessages(), message.value().getSubjectId(), message.value()));
                if (i % MESSAGES_PER_DECISION == 0) {
                    var decision = workload.decision(i / MESSAGES_PER_DECISION);
                    count.add(
                            decision.diverted(),
                            publisher.send(
                                    topics.offerDecisions(), decision.value().getSubjectId(), decision.value()));
                }
            }
        }
        requireArrived(stack, topics, count.events);
        return new Backlog(count.events, count.diverted, count.bytes);
    }

    private static void requireArrived(Stack stack, Topics topics, long events) {
        long arrived = stack.endOffsets(List.of(topics.outboundMessages(), topics.offerDecisions())).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (arrived != events) {
            throw new IllegalStateException("Of " + events + " events published " + arrived + " reached the broker");
        }
    }

    private static final class Count {
        private long events;
        private long diverted;
        private long bytes;

        void add(boolean isDiverted, int length) {
            events++;
            diverted += isDiverted ? 1 : 0;
            bytes += length;
        }
    }

    /** Encodes and sends like a publisher's Kafka client. */
    static final class Publisher implements AutoCloseable {
        private final Producer<byte[], byte[]> producer;
        private final AvroSerializer serializer = new AvroSerializer();
        private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

        Publisher(Stack stack) {
            serializer.configure(Map.of("schema.registry.url", stack.registryUrl()), false);
            producer = new KafkaProducer<>(
                    Map.of(
                            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            stack.bootstrapServers(),
                            ProducerConfig.COMPRESSION_TYPE_CONFIG,
                            "lz4"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }

        /** Sends one record with the current time. */
        int send(String topic, String subject, SpecificRecord value) {
            return send(topic, subject, value, System.currentTimeMillis());
        }

        /**
         * Sends one record. A record that the broker refuses makes {@link #close} fail.
         *
         * @param timestamp the record's, in milliseconds since the epoch
         * @return length of the value
         */
        @SuppressWarnings("FutureReturnValueIgnored")
        int send(String topic, String subject, SpecificRecord value, long timestamp) {
            byte[] bytes = serializer.serialize(topic, value);
            if (bytes == null) {
                throw new IllegalStateException("the serializer made nothing of a record");
            }
            producer.send(
                    new ProducerRecord<>(topic, null, timestamp, subject.getBytes(UTF_8), bytes),
                    (metadata, exception) -> {
                        if (exception != null) {
                            failure.compareAndSet(null, exception);
                        }
                    });
            return bytes.length;
        }

        /**
         * Waits until the broker has acknowledged every record.
         *
         * @throws IllegalStateException when the broker refused a record
         */
        @Override
        public void close() {
            producer.close();
            serializer.close();
            Exception first = failure.get();
            if (first != null) {
                throw new IllegalStateException("the broker did not take a record: " + first.getMessage(), first);
            }
        }
    }
}
