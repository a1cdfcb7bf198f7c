// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.events.QuarantinedEvent;
import io.consentgate.serde.AvroDeserializer;
import io.consentgate.topology.GateHeaders;
import io.consentgate.topology.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the gate's committed outputs from its start on, and enters them into the reconciliation. Skips outputs for
 * records of an earlier demo on the same data.
 */
final class OutputReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final String run;
    private final Topics topics;
    private final Reconciliation books;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroDeserializer deserializer = new AvroDeserializer();
    private final Map<TopicPartition, Long> firstOfThisRun;
    private final AtomicLong reroutedConsents = new AtomicLong();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean finishing;
    private volatile @Nullable RuntimeException failure;

    private OutputReader(String run, Cluster cluster, Map<TopicPartition, Long> firstOfThisRun, Reconciliation books) {
        this.run = run;
        this.firstOfThisRun = Map.copyOf(firstOfThisRun);
        this.topics = cluster.topics();
        this.books = books;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        cluster.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        deserializer.configure(
                Map.of("schema.registry.url", cluster.registryUrl(), "specific.avro.reader", true), false);
        List<TopicPartition> outputs = partitionsOf(
                topics.clearedMessages(),
                topics.clearedDecisions(),
                topics.quarantine(),
                topics.deadLetters(),
                topics.outboundMessagesRerouted(),
                topics.offerDecisionsRerouted(),
                topics.consentStateRerouted());
        consumer.assign(outputs);
        consumer.endOffsets(outputs).forEach(consumer::seek);
        this.thread = new Thread(this::run, "demo-output-reader");
    }

    /**
     * Starts to read; sees all records published from now on.
     *
     * @param run prefix of the ids of this run's publications
     * @param firstOfThisRun first offset of this run on each topic that publishers write to
     */
    static OutputReader start(
            String run, Cluster cluster, Map<TopicPartition, Long> firstOfThisRun, Reconciliation books) {
        OutputReader reader = new OutputReader(run, cluster, firstOfThisRun, books);
        reader.thread.start();
        return reader;
    }

    private List<TopicPartition> partitionsOf(String... names) {
        return List.of(names).stream()
                .flatMap(name -> consumer.partitionsFor(name).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** Number of consent records that the gate rerouted to their subject's partition. */
    long reroutedConsents() {
        return reroutedConsents.get();
    }

    /** The failure that ended the reading early; null if there is none. */
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    /**
     * Reads to the current end of every output, and stops.
     *
     * @throws RuntimeException the failure that ended the reading, if any
     */
    void finish() throws InterruptedException {
        finishing = true;
        ended.await();
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    private void run() {
        try {
            while (!finishing) {
                poll();
            }
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                poll();
            }
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            ended.countDown();
        }
    }

    private void poll() {
        consumer.poll(POLL).forEach(this::enter);
    }

    private void enter(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        if (topic.equals(topics.consentStateRerouted())) {
            reroutedConsents.incrementAndGet();
        } else if (topics.isRerouted(topic)) {
            Position source = originOf(record);
            if (isOfThisRun(source)) {
                books.rerouted(source);
            }
        } else if (topic.equals(topics.quarantine())) {
            quarantined(record);
        } else if (topic.equals(topics.deadLetters())) {
            Position source = originOf(record);
            if (isOfThisRun(source)) {
                books.observed(new Output.DeadLettered(
                        at(record), source, header(record, GateHeaders.REASON), Digest.of(record.value())));
            }
        } else {
            cleared(record);
        }
    }

    private void cleared(ConsumerRecord<byte[], byte[]> record) {
        if (header(record, GateHeaders.VERDICT).equals("RELEASED")) {
            // Decided by a user in the review console, which no expectation covers; the event was entered when it was
            // quarantined.
            return;
        }
        String id = header(record, Publication.ID_HEADER);
        if (id.isEmpty() || id.startsWith(run)) {
            books.observed(new Output.Cleared(
                    at(record), id, codes(header(record, GateHeaders.ADVICE)), Digest.of(record.value())));
        }
    }

    private void quarantined(ConsumerRecord<byte[], byte[]> record) {
        if (!(deserializer.deserialize(record.topic(), record.headers(), record.value())
                instanceof QuarantinedEvent event)) {
            throw new IllegalStateException(at(record) + " is not a QuarantinedEvent");
        }
        Position source = new Position(
                event.getSource().getTopic(),
                event.getSource().getPartition(),
                event.getSource().getOffset());
        if (isOfThisRun(source)) {
            ByteBuffer bytes = event.getEvent().duplicate();
            byte[] value = new byte[bytes.remaining()];
            bytes.get(value);
            books.observed(new Output.Quarantined(
                    at(record),
                    header(record, GateHeaders.CASE_ID),
                    codes(header(record, GateHeaders.RULES)),
                    Digest.of(value)));
        }
    }

    private boolean isOfThisRun(Position source) {
        Long first = firstOfThisRun.get(new TopicPartition(source.topic(), source.partition()));
        return first == null || source.offset() >= first;
    }

    private static Position originOf(ConsumerRecord<byte[], byte[]> record) {
        try {
            return new Position(
                    header(record, GateHeaders.ORIGIN_TOPIC),
                    Integer.parseInt(header(record, GateHeaders.ORIGIN_PARTITION)),
                    Long.parseLong(header(record, GateHeaders.ORIGIN_OFFSET)));
        } catch (NumberFormatException e) {
            throw new IllegalStateException(at(record) + " does not say where it came from", e);
        }
    }

    private static Position at(ConsumerRecord<byte[], byte[]> record) {
        return new Position(record.topic(), record.partition(), record.offset());
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    private static Set<String> codes(String list) {
        return list.isEmpty() ? Set.of() : Arrays.stream(list.split(",", -1)).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        finishing = true;
        consumer.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
        deserializer.close();
    }
}
