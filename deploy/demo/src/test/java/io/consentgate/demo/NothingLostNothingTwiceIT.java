// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.cli.ExitCode;
import io.consentgate.demo.scenario.Expectation;
import io.consentgate.demo.scenario.Scenario;
import io.consentgate.events.Channel;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.Initiator;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Purpose;
import io.consentgate.local.LocalStack;
import io.consentgate.serde.AvroSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 1. A gate in a process of its own is killed again and again, its broker restarts, its registry is away for 20
 * seconds while a schema that it has never seen is needed, and at the end the books balance: each record is in exactly
 * one output, with the expected verdict and its own bytes.
 *
 * <p>{@code -Dpromises.events=N} and {@code -Dpromises.seed=N} make it another run.
 */
class NothingLostNothingTwiceIT {

    private static final long EVENTS = Long.getLong("promises.events", 100_000);
    private static final long SEED = Long.getLong("promises.seed", 2026);
    private static final int PARTITIONS = 4;
    private static final double MOST_PER_SECOND = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int NEWER_MESSAGES = 200;
    private static final int MOST_KILLS = 15;
    private static final Duration OUTAGE = Duration.ofSeconds(20);

    private final Random random = new Random(SEED);
    private final Reconciliation books = new Reconciliation(Scenario.systems());
    private final String run = "it-" + SEED + ":";
    private int kills;

    @Test
    void shouldJudgeEachEventOnceThroughKillsABrokerRestartAndARegistryOutage(@TempDir Path folder) throws Exception {
        try (LocalStack stack =
                LocalStack.builder().dataFolder(folder.resolve("stack")).start()) {
            Cluster cluster = Cluster.on(stack, PARTITIONS);
            try (GateProcess gate = new GateProcess(folder, cluster, Map.of());
                    GateProgress progress = new GateProgress(cluster, "consent-gate");
                    OutputReader outputs = OutputReader.start(run, cluster, progress.endOf(cluster.inputs()), books)) {
                gate.start();
                try (Publisher publisher = Publisher.start(
                        run,
                        cluster,
                        MOST_PER_SECOND,
                        new Scenario(SEED, Clock.systemUTC(), new Scenario.Mix(0.1, 0.1)),
                        books,
                        progress)) {
                    disturb(gate, cluster, stack, publisher);
                    awaitPublished(EVENTS, gate, publisher);
                    publisher.stop();
                    awaitDrained(gate, progress, cluster);
                    assertThat(gate.stop()).as(gate.log()).isEqualTo(ExitCode.TERMINATED);
                    outputs.finish();

                    report(publisher, outputs);
                    assertThat(publisher.failure()).isNull();
                    compareReaders(cluster);
                }
            }
        }
        assertThat(books.published()).isGreaterThanOrEqualTo(EVENTS);
        assertThat(books.mismatches()).isEmpty();
    }

    private void disturb(GateProcess gate, Cluster cluster, LocalStack stack, Publisher publisher) throws Exception {
        killAtRandomMoments(2, 0.05, 0.40, gate, publisher);

        awaitPublished((long) (0.45 * EVENTS), gate, publisher);
        stack.kafka().stop();
        stack.kafka().start();

        awaitPublished((long) (0.60 * EVENTS), gate, publisher);
        loseTheRegistryWhenItIsNeeded(gate, cluster, stack);

        awaitPublished((long) (0.65 * EVENTS), gate, publisher);
        killAmidClearances(gate, cluster);
    }

    /** Each kill falls into its own slice of the run, anywhere within it, but never before the gate works again. */
    private void killAtRandomMoments(int times, double from, double to, GateProcess gate, Publisher publisher)
            throws Exception {
        double slice = (to - from) / times;
        for (int i = 0; i < times; i++) {
            double moment = from + slice * (i + random.nextDouble());
            long judgedBefore = judged();
            awaitPublished((long) (moment * EVENTS), gate, publisher);
            await().atMost(PATIENCE).until(() -> judged() > judgedBefore);
            kill(gate);
        }
    }

    /** Until a kill leaves clearances in an open transaction, which is then aborted: most fall between two. */
    private void killAmidClearances(GateProcess gate, Cluster cluster) throws InterruptedException {
        try (Consumer<byte[], byte[]> committed = reader(cluster, "read_committed");
                Consumer<byte[], byte[]> uncommitted = reader(cluster, "read_uncommitted")) {
            boolean amid = false;
            for (int kill = 0; kill < MOST_KILLS && !amid; kill++) {
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> endOfCleared(uncommitted) > endOfCleared(committed));
                gate.kill();
                kills++;
                amid = endOfCleared(uncommitted) > endOfCleared(committed);
                gate.start();
            }
            assertThat(amid).as("a kill amid clearances").isTrue();
        }
    }

    private void kill(GateProcess gate) throws InterruptedException {
        gate.kill();
        kills++;
        gate.start();
    }

    /**
     * A publisher registers a newer schema and uses it; then the registry goes, before the gate has asked for it. A gate
     * that is killed in the middle knows no schema at all when it is back.
     */
    private void loseTheRegistryWhenItIsNeeded(GateProcess gate, Cluster cluster, LocalStack stack) throws Exception {
        NewerPublisher newer = new NewerPublisher(cluster);
        stack.registry().stop();
        Instant gone = Instant.now();
        newer.publish(NEWER_MESSAGES);
        await().atMost(Duration.ofSeconds(20)).until(() -> gate.log().contains("Waiting for the schema registry"));
        kill(gate);
        long deadLetters = deadLettered();
        await().atMost(PATIENCE)
                .failFast("something was dead-lettered while the registry was away", () -> deadLettered() > deadLetters)
                .until(() -> Duration.between(gone, Instant.now()).compareTo(OUTAGE) > 0);
        stack.registry().start();
    }

    private void awaitPublished(long events, GateProcess gate, Publisher publisher) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .failFast("the gate ended by itself", () -> !gate.isAlive())
                .failFast("the publisher failed", () -> publisher.failure() != null)
                .until(() -> books.published() >= events);
    }

    private void awaitDrained(GateProcess gate, GateProgress progress, Cluster cluster) {
        Map<TopicPartition, Long> ends = progress.endOf(cluster.inputs());
        await().atMost(PATIENCE)
                .failFast("the gate ended by itself", () -> !gate.isAlive())
                .until(() -> progress.isPast(ends) && books.outstanding() == 0);
    }

    /**
     * What a kill leaves in an open transaction is aborted and judged again. A reader with Kafka's default isolation level
     * takes it for cleared all the same.
     */
    private void compareReaders(Cluster cluster) {
        long committed = countCleared(cluster, "read_committed");
        long uncommitted = countCleared(cluster, "read_uncommitted");
        System.out.printf(
                "on cleared-*: %,d records for a read_committed reader, %,d for one with the default isolation level%n",
                committed, uncommitted);
        assertThat(committed).isEqualTo(sum(Tally::cleared));
        assertThat(uncommitted).as("some clearances were aborted by the kills").isGreaterThan(committed);
    }

    private static long endOfCleared(Consumer<byte[], byte[]> reader) {
        return reader.endOffsets(clearedPartitions(reader)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static Consumer<byte[], byte[]> reader(Cluster cluster, String isolation) {
        Map<String, Object> options = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                cluster.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                isolation);
        return new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> clearedPartitions(Consumer<byte[], byte[]> reader) {
        return Stream.of("cleared-messages", "cleared-decisions")
                .flatMap(topic -> reader.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private static long countCleared(Cluster cluster, String isolation) {
        try (Consumer<byte[], byte[]> reader = reader(cluster, isolation)) {
            List<TopicPartition> partitions = clearedPartitions(reader);
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            AtomicLong count = new AtomicLong();
            await().atMost(PATIENCE).until(() -> {
                count.addAndGet(reader.poll(Duration.ofMillis(100)).count());
                return partitions.stream().allMatch(partition -> reader.position(partition) >= ends.get(partition));
            });
            return count.get();
        }
    }

    private long judged() {
        return books.tallies().stream()
                .mapToLong(tally -> tally.cleared() + tally.quarantined() + tally.deadLettered())
                .sum();
    }

    private long deadLettered() {
        return books.tallies().stream().mapToLong(Tally::deadLettered).sum();
    }

    private void report(Publisher publisher, OutputReader outputs) {
        System.out.printf(
                "seed %d: %,d events and %,d consent records published through %d kill -9, a broker restart and a registry"
                        + " outage of 20 s%n%,d cleared, %,d quarantined, %,d dead-lettered; %,d events and %,d consent records"
                        + " rerouted, %,d races%nlost %d, duplicated %d, wrong verdict %d, changed %d, unexplained %d%n",
                SEED,
                books.published(),
                publisher.consents(),
                kills,
                sum(Tally::cleared),
                sum(Tally::quarantined),
                sum(Tally::deadLettered),
                sum(Tally::rerouted),
                outputs.reroutedConsents(),
                publisher.races(),
                count(Mismatch.Kind.LOST),
                count(Mismatch.Kind.DUPLICATED),
                count(Mismatch.Kind.WRONG_VERDICT),
                count(Mismatch.Kind.CHANGED),
                count(Mismatch.Kind.UNEXPLAINED));
    }

    private long sum(ToLongFunction<Tally> column) {
        return books.tallies().stream().mapToLong(column).sum();
    }

    private long count(Mismatch.Kind kind) {
        return books.mismatches().stream()
                .filter(mismatch -> mismatch.kind() == kind)
                .count();
    }

    /** A publisher that was upgraded before the gate: its messages have one more field, and so another schema id. */
    private final class NewerPublisher {

        private final Cluster cluster;
        private final AvroSerializer serializer = new AvroSerializer();
        private final GenericRecord template;

        NewerPublisher(Cluster cluster) throws IOException {
            this.cluster = cluster;
            this.template = inNewerSchema(aServiceNotice());
            serializer.configure(Map.of("schema.registry.url", cluster.registryUrl()), false);
            // Registers the schema while the registry is there.
            serializer.serialize(cluster.topics().outboundMessages(), template);
        }

        private static OutboundMessage aServiceNotice() {
            return OutboundMessage.newBuilder()
                    .setMessageId("")
                    .setSubjectId("")
                    .setControllerId("shop")
                    .setChannel(Channel.SMS)
                    .setPurpose(Purpose.SERVICE_NOTICE)
                    .setBasisRef("account-1")
                    .setCommercialContent(CommercialContent.NONE)
                    .setInitiator(Initiator.BUSINESS)
                    .setCreatedAt(Instant.now())
                    .setChargedToRecipient(false)
                    .setContent(ByteBuffer.wrap("maintenance tonight".getBytes(UTF_8)))
                    .build();
        }

        private static GenericRecord inNewerSchema(OutboundMessage message) throws IOException {
            Schema known = OutboundMessage.getClassSchema();
            Schema newer = new Schema.Parser()
                    .parse(known.toString()
                            .replaceFirst(
                                    "\"fields\":\\[",
                                    "\"fields\":[{\"name\":\"priority\",\"type\":\"int\",\"default\":0},"));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new SpecificDatumWriter<>(OutboundMessage.class).write(message, encoder);
            encoder.flush();
            return new GenericDatumReader<GenericRecord>(known, newer)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        }

        void publish(int count) throws InterruptedException, ExecutionException {
            String topic = cluster.topics().outboundMessages();
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", cluster.bootstrapServers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                for (int i = 1; i <= count; i++) {
                    String subject = "reads-newer-" + i;
                    template.put("messageId", "newer-" + i);
                    template.put("subjectId", subject);
                    byte[] value = serializer.serialize(topic, template);
                    Publication publication = new Publication(
                            run + "newer-" + i, "newer publisher", Expectation.cleared(), Digest.of(value));
                    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, subject.getBytes(UTF_8), value);
                    record.headers().add(Publication.ID_HEADER, publication.id().getBytes(UTF_8));
                    RecordMetadata written = producer.send(record).get();
                    books.published(new Position(written.topic(), written.partition(), written.offset()), publication);
                }
            }
        }
    }
}
