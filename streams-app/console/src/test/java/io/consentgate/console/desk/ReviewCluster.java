// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.Events;
import io.consentgate.config.ConfigReader;
import io.consentgate.config.GateConfig;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.events.ConsentSeen;
import io.consentgate.events.EventKind;
import io.consentgate.events.Finding;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Outcome;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewActivity;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewResult;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.events.Source;
import io.consentgate.local.LocalStack;
import io.consentgate.policy.Policy;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.review.ReviewOptions;
import io.consentgate.review.ReviewPolicy;
import io.consentgate.run.TopicAdmin;
import io.consentgate.schemas.GeneratedClasses;
import io.consentgate.serde.AvroDeserializer;
import io.consentgate.serde.AvroSerializer;
import io.consentgate.serde.FactsReader;
import io.consentgate.topology.ConsentRows;
import io.consentgate.topology.GateHeaders;
import io.consentgate.topology.GateInMemory;
import io.consentgate.topology.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A real broker and registry with the review topics on it, and a stand-in for the gate that writes to them. */
public final class ReviewCluster implements AutoCloseable {

    static final int PARTITIONS = 3;

    private final LocalStack stack;
    private final Topics topics = Topics.prefixed("");
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroSerializer serializer = new AvroSerializer();
    private final AvroDeserializer deserializer = new AvroDeserializer();
    private final FactsReader reader;
    private final GateInMemory gate;
    private final AtomicInteger offsets = new AtomicInteger();

    private ReviewCluster(LocalStack stack) {
        GeneratedClasses.trust();
        this.stack = stack;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            new TopicAdmin(admin)
                    .create(topics.specs(Duration.ofDays(30), Duration.ofDays(1095)), PARTITIONS, (short) 1);
        }
        startGate("consent-gate");
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        Map<String, Object> registry =
                Map.of("schema.registry.url", stack.registryUrl(), "specific.avro.reader", "true");
        serializer.configure(registry, false);
        deserializer.configure(registry, false);
        this.reader = FactsReader.open(
                AvroDeserializer.class.getName(),
                registry,
                new FactsReader.InputTopics(
                        topics.outboundMessages(),
                        topics.offerDecisions(),
                        topics.consentState(),
                        topics.reviewVerdicts()));
        this.gate = new GateInMemory(reader, PolicyOptions.defaults().clockSkew());
    }

    /** Makes the changelog that a gate makes when it first starts. */
    void startGate(String applicationId) {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(Topics.consentChangelog(applicationId), PARTITIONS, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("making a changelog", e);
        }
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
    }

    /** A publisher writes a consent record, null for an erasure, and the gate takes it in. */
    public RecordMetadata consent(String subject, @Nullable SpecificRecordBase value) {
        return consent(subject, null, value, Instant.now());
    }

    /** The same, on a partition of the publisher's choice and dated as they please. */
    RecordMetadata consent(
            String subject, @Nullable Integer partition, @Nullable SpecificRecordBase value, Instant at) {
        RecordMetadata written = publish(topics.consentState(), partition, subject, value, at);
        int own = ConsentRows.partitionOf(subject, PARTITIONS);
        gate.take(
                subject,
                value == null ? null : serializer.serialize(topics.consentState(), value),
                new GateInMemory.Place(written.partition(), written.offset(), at, written.partition() != own),
                Instant.now());
        send(new ProducerRecord<>(
                Topics.consentChangelog("consent-gate"), own, subject.getBytes(UTF_8), gate.row(subject)));
        return written;
    }

    public static ReviewCluster start(Path folder) {
        LocalStack stack =
                LocalStack.builder().dataFolder(folder.resolve("stack")).start();
        try {
            return new ReviewCluster(stack);
        } catch (RuntimeException | Error e) {
            // A broker whose folder a test takes away halts the whole JVM.
            stack.close();
            throw e;
        }
    }

    public Topics topics() {
        return topics;
    }

    public GateConfig config() {
        return config(Map.of());
    }

    private GateConfig config(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS",
                stack.bootstrapServers(),
                "CONSENT_GATE_REGISTRY_URLS",
                stack.registryUrl(),
                // The registry here has no follower that lags.
                "CONSENT_GATE_REGISTRY_SCHEMA_PATIENCE",
                "500ms"));
        environment.putAll(settings);
        return ConfigReader.read(null, environment);
    }

    public ReviewDesk desk(Path stateDir, Clock clock) {
        return desk(stateDir, clock, Map.of());
    }

    /** @param settings as environment variables */
    ReviewDesk desk(Path stateDir, Clock clock, Map<String, String> settings) {
        return Desk.open(
                config(settings),
                new ReviewPolicy(
                        Policy.standard(PolicyOptions.defaults()),
                        new ReviewOptions(
                                Duration.ofSeconds(20),
                                Set.of("reviewer", "second-reviewer"),
                                "second-reviewer",
                                Set.of(),
                                ReviewOptions.FourEyes.PATTERN,
                                new ReviewOptions.Thresholds(
                                        50, 20, Duration.ofSeconds(30), 0.95, 5, Duration.ofMinutes(10), 1),
                                false,
                                Duration.ofMinutes(5))),
                stateDir,
                clock);
    }

    /** Publishes keyed by the subject and returns where it is. */
    RecordMetadata publish(String topic, String subject, SpecificRecordBase value) {
        return publish(topic, subject, value, Instant.now());
    }

    /** The same, dated as its publisher pleases. */
    RecordMetadata publish(String topic, String subject, SpecificRecordBase value, Instant at) {
        return publish(topic, null, subject, value, at);
    }

    /** A publisher writes a consent record of a schema that the registry gives to others only. */
    void consentOfRefusedSchema(String subject) {
        int schema = 987_654;
        stack.registry().answerWith("/schemas/ids/" + schema, 403, 40301);
        send(new ProducerRecord<>(
                topics.consentState(),
                subject.getBytes(UTF_8),
                ByteBuffer.allocate(20).put((byte) 0).putInt(schema).array()));
    }

    /** The same, on a partition of the publisher's choice. */
    RecordMetadata publish(String topic, Integer partition, String subject, SpecificRecordBase value, Instant at) {
        byte[] bytes = value == null ? null : serializer.serialize(topic, value);
        return send(new ProducerRecord<>(topic, partition, at.toEpochMilli(), subject.getBytes(UTF_8), bytes));
    }

    /** Anybody writes a large record that becomes small on its way. */
    void publishCompressed(String topic, byte @Nullable [] key, byte @Nullable [] value, Map<String, byte[]> headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, key, value);
        headers.forEach(record.headers()::add);
        try (KafkaProducer<byte[], byte[]> compressing = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        stack.bootstrapServers(),
                        "compression.type",
                        "zstd",
                        "max.request.size",
                        16 * 1024 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            send(compressing, record);
        }
    }

    private RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        return send(producer, record);
    }

    private static RecordMetadata send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while publishing", e);
        } catch (ExecutionException e) {
            throw new AssertionError("the broker refused a record on " + record.topic(), e.getCause());
        }
    }

    /** Holds a birthday SMS of a campaign back, as the gate does when there is no consent. */
    public QuarantinedEvent quarantineSms(String subject, String campaign, Instant at) {
        return quarantine(aCase(
                        Events.aBirthdaySms("m-" + subject, subject)
                                .setCampaignId(campaign)
                                .build(),
                        at)
                .build());
    }

    public QuarantinedEvent quarantine(QuarantinedEvent event) {
        publish(topics.quarantine(), event.getSubjectId(), event);
        return event;
    }

    /** Holds an SMS back, with the settings that the gate states on it. */
    void state(String subject, String settings) {
        QuarantinedEvent event = aCase(
                        Events.aBirthdaySms("m-" + subject, subject).build(), Instant.now())
                .build();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topics.quarantine(), subject.getBytes(UTF_8), serializer.serialize(topics.quarantine(), event));
        record.headers().add(GateHeaders.SETTINGS, settings.getBytes(UTF_8));
        send(record);
    }

    public QuarantinedEvent.Builder aCase(OutboundMessage message, Instant at) {
        return aCase(
                        EventKind.OUTBOUND_MESSAGE,
                        topics.outboundMessages(),
                        message.getSubjectId(),
                        message,
                        "MSG-CONSENT-MISSING",
                        at)
                .setAllowedOutcomes(List.of(Outcome.REJECT, Outcome.RECHECK, Outcome.RECLASSIFY));
    }

    public QuarantinedEvent.Builder aCase(OfferDecision decision, Instant at) {
        return aCase(
                        EventKind.OFFER_DECISION,
                        topics.offerDecisions(),
                        decision.getSubjectId(),
                        decision,
                        "ADM-PROHIBITED",
                        at)
                .setAllowedOutcomes(
                        List.of(Outcome.REJECT, Outcome.DECIDE_UPHOLD, Outcome.DECIDE_AMEND, Outcome.DECIDE_OVERTURN));
    }

    private QuarantinedEvent.Builder aCase(
            EventKind kind, String topic, String subject, SpecificRecordBase event, String rule, Instant at) {
        int offset = offsets.incrementAndGet();
        return QuarantinedEvent.newBuilder()
                .setCaseId(topic + ".0." + offset)
                .setCaseDigest("digest-" + offset)
                .setSubjectId(subject)
                .setKind(kind)
                .setSource(new Source(topic, 0, (long) offset, at))
                .setViolations(List.of(new Finding(
                        rule, "PKE art. 398(1)", "Not allowed (" + rule + ").", "Niedozwolone.", Map.of("a", "b"))))
                .setPolicyVersion("test")
                .setQuarantinedAt(at)
                .setRetainUntil(at.plus(Duration.ofDays(30)))
                .setEvent(ByteBuffer.wrap(serializer.serialize(topic, event)));
    }

    static ConsentSeen seen(RecordMetadata consent, long version) {
        return new ConsentSeen(version, Instant.EPOCH, consent.partition(), consent.offset());
    }

    /** Answers a verdict as the gate would. */
    public void answer(ReviewVerdict verdict, ReviewResult result, List<Finding> refusals, boolean control) {
        answer(null, verdict, result, refusals, control);
    }

    /** @param partition null for the subject's own */
    void answer(
            Integer partition, ReviewVerdict verdict, ReviewResult result, List<Finding> refusals, boolean control) {
        publish(
                topics.reviewOutcomes(),
                partition,
                verdict.getSubjectId(),
                ReviewOutcome.newBuilder()
                        .setCaseId(verdict.getCaseId())
                        .setCaseDigest(verdict.getCaseDigest())
                        .setSubjectId(verdict.getSubjectId())
                        .setVerdictId(verdict.getVerdictId())
                        .setResult(result)
                        .setOutcome(verdict.getOutcome())
                        .setRules(List.of())
                        .setRefusals(refusals)
                        .setPolicyVersion("test")
                        .setReviewer(verdict.getReviewer())
                        .setSecondReviewer(verdict.getSecondReviewer())
                        .setControl(control)
                        .setReleasedTopic(
                                result == ReviewResult.APPLIED && verdict.getOutcome() == Outcome.RECHECK
                                        ? topics.clearedMessages()
                                        : null)
                        .setAt(Instant.now())
                        .build(),
                Instant.now());
    }

    /** Answers a verdict on a case that the gate does not hold, on the partition of the person that it names. */
    void answerNotHeld(int partition, ReviewVerdict verdict) {
        List<Finding> refusals = new ArrayList<>();
        refusals.add(new Finding("REV-STALE", "GDPR art. 7(3)", "Not held.", "…", Map.of()));
        if (verdict.getConfirms() != null) {
            refusals.add(fourEyes("confirms", "no such verdict waits"));
        }
        answer(
                partition,
                ReviewVerdict.newBuilder(verdict).setCaseDigest("").build(),
                ReviewResult.REFUSED,
                refusals,
                false);
    }

    /** Refuses a verdict, or a confirmation, as one that takes a second reviewer. */
    void answerFourEyes(ReviewVerdict verdict, String fact, String value) {
        answer(verdict, ReviewResult.REFUSED, List.of(fourEyes(fact, value)), false);
    }

    private static Finding fourEyes(String fact, String value) {
        return new Finding("REV-FOUR-EYES", "WP251", "A second reviewer must confirm.", "…", Map.of(fact, value));
    }

    /** Closes a case without a verdict. */
    void close(QuarantinedEvent event, ReviewResult result) {
        publish(
                topics.reviewOutcomes(),
                event.getSubjectId(),
                ReviewOutcome.newBuilder()
                        .setCaseId(event.getCaseId())
                        .setCaseDigest(event.getCaseDigest())
                        .setSubjectId(event.getSubjectId())
                        .setResult(result)
                        .setRules(List.of())
                        .setPolicyVersion("test")
                        .setAt(Instant.now())
                        .build());
    }

    public List<ReviewVerdict> verdicts() {
        return read(topics.reviewVerdicts(), ReviewVerdict.class);
    }

    List<ReviewActivity> activity() {
        return read(topics.reviewActivity(), ReviewActivity.class);
    }

    private <T> List<T> read(String topic, Class<T> type) {
        return records(topic).stream()
                .map(record -> type.cast(deserializer.deserialize(topic, record.headers(), record.value())))
                .toList();
    }

    /** What a partition still has. */
    List<Long> offsets(String topic, int partition) {
        return records(topic).stream()
                .filter(record -> record.partition() == partition)
                .map(ConsumerRecord::offset)
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    @Override
    public void close() {
        try {
            producer.close();
            reader.close();
            serializer.close();
            deserializer.close();
        } finally {
            stack.close();
        }
    }
}
