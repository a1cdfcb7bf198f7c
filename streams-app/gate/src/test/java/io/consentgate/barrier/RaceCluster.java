// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.consentgate.Events;
import io.consentgate.config.ConfigReader;
import io.consentgate.config.GateConfig;
import io.consentgate.events.ConsentStatus;
import io.consentgate.local.LocalKafka;
import io.consentgate.local.SchemaRegistryServer;
import io.consentgate.ops.Health.Check;
import io.consentgate.ops.Health.Status;
import io.consentgate.ops.Health.Subject;
import io.consentgate.run.GateRunner;
import io.consentgate.schemas.GeneratedClasses;
import io.consentgate.serde.AvroSerializer;
import io.consentgate.topology.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * Two real brokers, one leading events and the other consent; and gates on them: real ones, and for control the same
 * gate on Kafka Streams' own clients, which have no read barrier.
 *
 * <p>Each gate has topics of its own under a prefix, and may be one of several instances.
 */
final class RaceCluster implements AutoCloseable {

    static final int EVENT_BROKER = 1;
    static final int CONSENT_BROKER = 2;
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final LocalKafka kafka;
    private final SchemaRegistryServer registry;
    private final Path folder;
    private final int partitions;
    private final Admin admin;
    private final AvroSerializer serializer = new AvroSerializer();
    private int subjects;

    RaceCluster(LocalKafka.Builder brokers, Path folder, int partitions) {
        GeneratedClasses.trust();
        this.folder = folder;
        this.partitions = partitions;
        this.kafka = brokers.brokers(2)
                // dead members are noticed soon
                .setting("group.min.session.timeout.ms", "1000")
                .start();
        try {
            this.registry =
                    SchemaRegistryServer.builder(folder.resolve("registry")).start();
            this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
            serializer.configure(Map.of("schema.registry.url", registry.url()), false);
        } catch (RuntimeException | Error e) {
            kafka.close();
            throw e;
        }
    }

    static RaceCluster start(Path folder, int partitions) {
        return new RaceCluster(LocalKafka.builder(folder.resolve("kafka")), folder, partitions);
    }

    LocalKafka kafka() {
        return kafka;
    }

    Admin admin() {
        return admin;
    }

    int partitions() {
        return partitions;
    }

    // ---- topics

    /**
     * Creates a gate's topics.
     *
     * @param timestampType of what publishers write
     * @param consentLeader from the partition of {@code consent-state} to the broker that leads it; the other leads all
     *     else
     */
    void createTopics(String prefix, String timestampType, IntUnaryOperator consentLeader) {
        Topics topics = Topics.prefixed(prefix);
        List<NewTopic> created = new ArrayList<>();
        Set<TopicPartition> partitionsOfAll = new HashSet<>();
        for (Topics.Spec spec : topics.specs(Duration.ofDays(30), Duration.ofDays(1095))) {
            Map<Integer, List<Integer>> replicas = new HashMap<>();
            int count = topics.copartitioned().contains(spec.name()) ? partitions : 1;
            for (int partition = 0; partition < count; partition++) {
                int leader =
                        spec.name().equals(topics.consentState()) ? consentLeader.applyAsInt(partition) : EVENT_BROKER;
                replicas.put(partition, List.of(leader, EVENT_BROKER + CONSENT_BROKER - leader));
                partitionsOfAll.add(new TopicPartition(spec.name(), partition));
            }
            Map<String, String> settings = new HashMap<>(spec.settings());
            settings.putIfAbsent("message.timestamp.type", timestampType);
            created.add(new NewTopic(spec.name(), replicas).configs(settings));
        }
        get(admin.createTopics(created).all());
        // The controller answers before the brokers know of it, and a gate's first question may go to either of them.
        await().until(() ->
                get(admin.describeLogDirs(List.of(EVENT_BROKER, CONSENT_BROKER)).allDescriptions()).values().stream()
                        .allMatch(folders -> folders.values().stream()
                                .flatMap(log -> log.replicaInfos().keySet().stream())
                                .collect(Collectors.toSet())
                                .containsAll(partitionsOfAll)));
    }

    // ---- gates

    /**
     * Settings of one instance.
     *
     * @param prefix of its topics; also its application id
     * @param more by their names in the environment, without the prefix
     */
    GateConfig config(String prefix, String instance, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("CONSENT_GATE_APPLICATION_ID", prefix + "gate");
        environment.put("CONSENT_GATE_INSTANCE_ID", instance);
        environment.put(
                "CONSENT_GATE_STATE_DIR", folder.resolve("state-" + instance).toString());
        environment.put("CONSENT_GATE_THREADS", "2");
        environment.put("CONSENT_GATE_TOPICS_PREFIX", prefix);
        environment.put("CONSENT_GATE_REGISTRY_URLS", registry.url());
        environment.put("CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        more.forEach((name, value) -> environment.put("CONSENT_GATE_" + name, value));
        return ConfigReader.read(null, environment);
    }

    GateRunner startGate(String prefix, String instance, Map<String, String> more) {
        GateConfig config = config(prefix, instance, more);
        return GateRunner.start(config);
    }

    /** Without the barrier; unless told otherwise, with Kafka Streams' own default for what comes nearest to one. */
    GateRunner startControl(String prefix, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.putIfAbsent("KAFKA_MAX_TASK_IDLE_MS", "0");
        GateConfig config = config(prefix, "control", settings);
        return GateRunner.start(config, new DefaultKafkaClientSupplier());
    }

    static void awaitRunning(GateRunner... gates) {
        for (GateRunner gate : gates) {
            await().atMost(PATIENCE).until(() -> gate.state() == KafkaStreams.State.RUNNING);
        }
    }

    /** Waits until the gate's health says this of the read barrier. */
    static void awaitBarrier(GateRunner gate, Status status) {
        await("barrier " + status).atMost(PATIENCE).until(() -> {
            Check barrier = gate.health().ready().checks().get(Subject.BARRIER);
            return barrier != null && barrier.status() == status;
        });
    }

    /** Waits until a gate has committed all that is on {@code consent-state} now. */
    void awaitConsentTaken(String prefix) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(Topics.prefixed(prefix).consentState(), partition), OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(latest).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        await().atMost(PATIENCE).until(() -> {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    get(admin.listConsumerGroupOffsets(prefix + "gate").partitionsToOffsetAndMetadata());
            return ends.entrySet().stream().allMatch(end -> end.getValue() == 0 || reached(committed, end));
        });
    }

    private static boolean reached(
            Map<TopicPartition, OffsetAndMetadata> committed, Map.Entry<TopicPartition, Long> end) {
        OffsetAndMetadata position = committed.get(end.getKey());
        return position != null && position.offset() >= end.getValue();
    }

    // ---- subjects and what is published about them

    /** New subjects whose records belong on this partition. */
    synchronized List<String> newSubjects(int partition, int count) {
        List<String> found = new ArrayList<>();
        while (found.size() < count) {
            String candidate = "subject-" + subjects++;
            if (Utils.toPositive(Utils.murmur2(candidate.getBytes(UTF_8))) % partitions == partition) {
                found.add(candidate);
            }
        }
        return found;
    }

    /** New subjects on each partition. */
    List<String> newSubjectsEverywhere(int countEach) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> newSubjects(partition, countEach))
                .flatMap(Collection::stream)
                .toList();
    }

    byte[] granted(String subject) {
        return consent(subject, 1, ConsentStatus.GRANTED);
    }

    byte[] withdrawn(String subject) {
        return consent(subject, 2, ConsentStatus.WITHDRAWN);
    }

    private byte[] consent(String subject, long version, ConsentStatus status) {
        return serializer.serialize(
                Topics.prefixed("").consentState(),
                Events.aRecord(subject, version, Events.anSmsConsent(status)).build());
    }

    byte[] send(String subject) {
        return serializer.serialize(
                Topics.prefixed("").outboundMessages(),
                Events.aBirthdaySms("message-of-" + subject, subject)
                        .setCreatedAt(Instant.now())
                        .build());
    }

    static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the brokers", e);
        } catch (ExecutionException e) {
            throw new AssertionError("the brokers refused a request", e.getCause());
        }
    }

    @Override
    public void close() {
        try {
            admin.close();
            serializer.close();
            registry.close();
        } finally {
            // A broker whose folder a test takes away halts the whole JVM.
            kafka.close();
        }
    }
}
