// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.barrier.TableTimestamp;
import io.consentgate.policy.Assessment;
import io.consentgate.policy.Policy;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.review.ReviewPolicy;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.UndecodableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The gate's processor of consents, once for each partition and without brokers: what one sends to the rerouting topic is
 * taken by the one whose partition its key belongs on. A topology in a test driver has one partition, where nothing can be
 * misplaced. Serves one thread.
 */
public final class ConsentTasks implements AutoCloseable {

    private final Topics topics = Topics.prefixed("");
    private final Policy policy;
    private final FactsReader reader;
    private final Placement placement;
    private final List<Task> tasks = new ArrayList<>();
    private final List<Record<byte[], byte[]>> deadLetters = new ArrayList<>();
    private long arrived;
    private long judged;

    public ConsentTasks(Policy policy, FactsReader reader, int partitions, Path folder, Instant now) {
        this.policy = policy;
        this.reader = reader;
        this.placement = new Placement(partitions);
        GateParts parts = new GateParts(
                topics,
                partitions,
                policy,
                reader,
                () -> {},
                quarantined -> new byte[0],
                Duration.ofSeconds(60),
                Duration.ofDays(30),
                new ReviewParts(
                        new ReviewPolicy(policy, GateScenario.REVIEW),
                        outcome -> new byte[0],
                        (headers, value, decided, content) -> value,
                        (headers, value) -> ByteBuffer.wrap(value),
                        (message, text) -> new byte[0],
                        Duration.ofDays(20),
                        Duration.ofDays(1095),
                        GateScenario.SETTINGS,
                        0),
                new GateCounters(new SimpleMeterRegistry()),
                new Upcoming(topics),
                ConsentLog.NONE,
                GateScenario.LIFETIMES,
                Skips.NONE,
                ConsentCache.sized());
        for (int partition = 0; partition < partitions; partition++) {
            tasks.add(new Task(parts, partition, folder, now));
        }
    }

    /** A record of the consent topic as it stands in the log. */
    public void take(int partition, long offset, byte[] key, byte @Nullable [] value, Instant writtenAt) {
        process(topics.consentState(), partition, offset, new Record<>(key, value, writtenAt.toEpochMilli()));
    }

    /** A record that somebody else than the gate wrote to the rerouting topic. */
    public void takeRerouted(int partition, byte[] key, byte @Nullable [] value, Instant writtenAt) {
        process(
                topics.consentStateRerouted(),
                partition,
                arrived++,
                new Record<>(key, value, writtenAt.toEpochMilli()));
    }

    /** Whatever was sent to the rerouting topic arrives, in its order. */
    public void deliver() {
        List<Sent> sent = sent();
        while (!sent.isEmpty()) {
            for (Sent each : sent) {
                if (each.node().equals(Operators.DEAD_LETTER_CONSENT_STATE)) {
                    deadLetters.add(each.record());
                } else if (each.node().equals(Operators.REROUTE_CONSENT_STATE)) {
                    arrive(each.record());
                }
            }
            sent = sent();
        }
    }

    private List<Sent> sent() {
        return tasks.stream().flatMap(task -> task.sent().stream()).toList();
    }

    private void arrive(Record<byte[], byte[]> rerouted) {
        int home = placement.partitionOf(rerouted.key());
        process(topics.consentStateRerouted(), home, arrived++, rerouted);
    }

    private void process(String topic, int partition, long offset, Record<byte[], byte[]> record) {
        byte[] value = record.value();
        tasks.get(partition)
                .process(new ConsumerRecord<>(
                        topic,
                        partition,
                        offset,
                        record.timestamp(),
                        TimestampType.CREATE_TIME,
                        record.key().length,
                        value == null ? 0 : value.length,
                        record.key(),
                        value,
                        record.headers(),
                        Optional.empty()));
    }

    /** Why each dead letter is one, in order. */
    public List<String> reasons() {
        return deadLetters.stream()
                .map(letter -> GateHeaders.text(letter.headers(), GateHeaders.REASON))
                .toList();
    }

    /** A subject's row on its own partition, as the changelog has it; null if there is none. */
    public byte @Nullable [] row(byte[] subject) {
        return home(subject).store(Stores.CONSENT_BY_SUBJECT).get(subject);
    }

    /** Whether a partition other than its own has a row of a subject. */
    public boolean hasStrayRow(byte[] subject) {
        return tasks.stream()
                .filter(task -> task != home(subject))
                .anyMatch(task -> task.store(Stores.CONSENT_BY_SUBJECT).get(subject) != null);
    }

    /** What the gate says of a message. */
    public Assessment message(byte[] value, Instant now) throws UndecodableException {
        EventKind.OutboundMessages kind = EventKind.OutboundMessages.OUTBOUND_MESSAGES;
        MessageFacts facts = kind.read(reader, new RecordHeaders(), value);
        byte[] subject = kind.subjectId(facts).getBytes(UTF_8);
        byte[] row = row(subject);
        Origin origin = new Origin(topics.outboundMessages(), 0, judged++, now.toEpochMilli());
        return kind.judge(
                policy,
                facts,
                value,
                origin,
                ConsentRows.read(row, reader).view(),
                Memory.of(home(subject)::store, policy),
                now);
    }

    private Task home(byte[] subject) {
        return tasks.get(placement.partitionOf(subject));
    }

    @Override
    public void close() {
        tasks.forEach(task -> task.processor.close());
    }

    private static final class Task {
        private final Map<String, KeyValueStore<byte[], byte[]>> stores = new HashMap<>();
        private final MockProcessorContext<byte[], byte[]> context;
        private final ConsentProcessor processor;

        Task(GateParts parts, int partition, Path folder, Instant now) {
            context =
                    new MockProcessorContext<>(GateScenario.options(folder), new TaskId(0, partition), folder.toFile());
            context.setCurrentSystemTimeMs(now.toEpochMilli());
            for (String name : Stores.NAMES) {
                context.addStateStore(store(name));
            }
            processor = new ConsentProcessor(
                    parts,
                    RecordLimit.of(new StreamsConfig(GateScenario.options(folder)), GateScenario.LARGEST_WRITTEN));
            processor.init(context);
        }

        KeyValueStore<byte[], byte[]> store(String name) {
            return stores.computeIfAbsent(name, MapStore::new);
        }

        void process(ConsumerRecord<byte[], byte[]> read) {
            ConsumerRecord<Object, Object> stamped = new ConsumerRecord<>(
                    read.topic(),
                    read.partition(),
                    read.offset(),
                    read.timestamp(),
                    read.timestampType(),
                    read.serializedKeySize(),
                    read.serializedValueSize(),
                    read.key(),
                    read.value(),
                    read.headers(),
                    read.leaderEpoch());
            long timestamp = TableTimestamp.keptIn(GateHeaders.TIMESTAMP).extract(stamped, 0);
            context.setRecordMetadata(read.topic(), read.partition(), read.offset());
            processor.process(new Record<>(read.key(), read.value(), timestamp, read.headers()));
        }

        /** What it has sent since it was asked last. */
        List<Sent> sent() {
            List<Sent> sent = context.forwarded().stream()
                    .map(forward -> new Sent(
                            forward.childName().orElseThrow(),
                            new Record<>(
                                    forward.record().key(),
                                    forward.record().value(),
                                    forward.record().timestamp(),
                                    forward.record().headers())))
                    .toList();
            context.resetForwards();
            return sent;
        }
    }

    /** A record on its way to a node. */
    private record Sent(String node, Record<byte[], byte[]> record) {}
}
