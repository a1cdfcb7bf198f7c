// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.Verdicts.aVerdict;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.consentgate.cli.ExitCode;
import io.consentgate.cli.GateCommand;
import io.consentgate.config.ConfigReader;
import io.consentgate.config.GateConfig;
import io.consentgate.config.KafkaOptions;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Finding;
import io.consentgate.events.Outcome;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewResult;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.topology.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A gate that was away goes on where it stopped, or says why it cannot; it neither skips nor judges again in silence. */
class ReturningGateIT {

    private static Path folder;

    @AutoClose
    private static GateCluster cluster;

    @AutoClose
    private static Admin admin;

    @BeforeAll
    static void start(@TempDir Path temporary) {
        folder = temporary;
        cluster = GateCluster.start(folder, 2);
        admin = Admin.create(Map.of("bootstrap.servers", cluster.stack().bootstrapServers()));
    }

    @Test
    void shouldMakeChangelogsThatRememberErasuresForLongerThanStateIsKept() throws Exception {
        try (GateRunner gate = startGate("remembering", Set.of())) {
            publish("remembered", 1);
            awaitTaken(gate, "remembering", "remembered", 1);

            List<String> changelogs = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith("remembering-"))
                    .toList();
            assertThat(changelogs).containsExactlyInAnyOrderElementsOf(Topics.changelogs("remembering"));
            assertThat(new TopicAdmin(admin).describe(changelogs).values())
                    .allSatisfy(changelog ->
                            assertThat(changelog.settings()).containsAllEntriesOf(KafkaOptions.CHANGELOG_SETTINGS));
        }
    }

    /** Rows of consent are stamped 0. */
    @Test
    void shouldKeepConsentWhereTheBrokerLimitsHowOldATimestampMayBe() throws Exception {
        try (GateRunner gate = startGate("limited", Set.of())) {
            ConfigResource changelog =
                    new ConfigResource(ConfigResource.Type.TOPIC, "limited-consent-by-subject-changelog");
            ConfigEntry limit = new ConfigEntry("message.timestamp.before.max.ms", "60000");
            admin.incrementalAlterConfigs(
                            Map.of(changelog, List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            await().until(() -> limit.value()
                    .equals(admin.describeConfigs(List.of(changelog))
                            .all()
                            .get()
                            .get(changelog)
                            .get(limit.name())
                            .value()));

            publish("dated", 1);

            awaitTaken(gate, "limited", "dated", 1);
        }
    }

    /** A copy from a backup is as new as the copying. */
    @Test
    void shouldBuildStateAnewThatIsOlderThanWhatItsChangelogRemembers() throws Exception {
        Path task = folder.resolve("aging").resolve("aging").resolve("0_" + cluster.home("aged"));
        Path heartbeat = task.resolve("rocksdb").resolve("gate-at-work");
        try (GateRunner gate = startGate("aging", Set.of())) {
            publish("aged", 1);
            awaitTaken(gate, "aging", "aged", 1);
            await().atMost(GateCluster.PATIENCE).until(() -> Files.exists(heartbeat));
        }
        Instant old = Instant.now().minus(KafkaOptions.STATE_MAX_AGE).minusSeconds(60);
        Files.writeString(heartbeat, String.valueOf(old.toEpochMilli()));
        Path left = Files.createFile(task.resolve("rocksdb").resolve("left-from-before"));

        try (GateRunner gate = startGate("aging", Set.of())) {
            await().atMost(GateCluster.PATIENCE).until(() -> Files.exists(task));
            assertThat(left).doesNotExist();
            publishMessage("aged", "after");
            awaitTaken(gate, "aging", "aged", 2);
            await().atMost(GateCluster.PATIENCE).until(() -> Files.exists(heartbeat));
        }

        Files.setLastModifiedTime(task, FileTime.from(old));
        Path kept = Files.createFile(task.resolve("rocksdb").resolve("left-from-a-gate-at-work"));
        try (GateRunner gate = startGate("aging", Set.of())) {
            publishMessage("aged", "last");
            awaitTaken(gate, "aging", "aged", 3);
            assertThat(kept).exists();
        }
    }

    @Test
    void shouldNotJudgeAgainBecauseItsPositionIsForgotten() throws Exception {
        publish("forgotten", 1);
        try (GateRunner gate = startGate("forgetting", Set.of())) {
            awaitTaken(gate, "forgetting", "forgotten", 1);
        }
        long cleared = cleared("forgotten");
        startGate("forgetting", Set.of()).close();

        admin.deleteConsumerGroups(List.of("forgetting")).all().get();

        String error = refusal("forgetting");
        assertThat(error)
                .contains("group forgetting has no position on partitions")
                .contains("kafka-consumer-groups", "--judge-again");
        assertThat(cleared("forgotten")).isEqualTo(cleared);

        startGate("forgetting", Set.of(Discontinuity.POSITION_LOST)).close();
        assertThat(committed("forgetting")).isNotEmpty();
        // Accepted once, and for good.
        try (GateRunner gate = startGate("forgetting", Set.of())) {
            awaitTaken(gate, "forgetting", "forgotten", cleared + 1);
            assertThat(cleared("forgotten")).isEqualTo(cleared + 1);
        }
    }

    @Test
    void shouldNotSkipWhatRetentionTookUnread() throws Exception {
        publish("gone", 1);
        try (GateRunner gate = startGate("skipping", Set.of())) {
            awaitTaken(gate, "skipping", "gone", 1);
        }
        TopicPartition messages = new TopicPartition(cluster.topics().outboundMessages(), cluster.home("gone"));
        long stoppedAt = committed("skipping").get(messages).offset();
        publish("gone", 3);

        long begins = admin.deleteRecords(Map.of(messages, RecordsToDelete.beforeOffset(-1)))
                .lowWatermarks()
                .get(messages)
                .get()
                .lowWatermark();

        assertThat(refusal("skipping"))
                .contains(messages + " (group skipping stopped at offset " + stoppedAt + ", the topic begins at "
                        + begins + ": up to " + (begins - stoppedAt) + " records)")
                .contains("--skip-gone-records");

        startGate("skipping", Set.of(Discontinuity.RECORDS_GONE)).close();
        startGate("skipping", Set.of()).close();
        // A gate that was never there has nothing to miss.
        startGate("newcomer", Set.of()).close();
    }

    /** Its rows are in the changelog, but no reader of committed records sees them. */
    @Test
    void shouldStartAfterItWasKilledBeforeItsFirstCommit() throws Exception {
        String changelog = "killed-consent-by-subject-changelog";
        Map<String, String> settings = new HashMap<>(KafkaOptions.CHANGELOG_SETTINGS);
        settings.put("max.message.bytes", String.valueOf(KafkaOptions.MAX_REQUEST_BYTES));
        admin.createTopics(List.of(new NewTopic(changelog, 2, (short) 1).configs(settings)))
                .all()
                .get();
        try (KafkaProducer<byte[], byte[]> killed = transactional("killed-1");
                KafkaProducer<byte[], byte[]> justKilled = transactional("killed-2")) {
            killed.send(new ProducerRecord<>(changelog, 0, "a".getBytes(UTF_8), new byte[1]))
                    .get();
            killed.abortTransaction();
            justKilled
                    .send(new ProducerRecord<>(changelog, 1, "b".getBytes(UTF_8), new byte[1]))
                    .get();

            Preflight.Report report = Preflight.inspect(config("killed"), admin, Set.of());

            assertThat(report.errors()).isEmpty();
            justKilled.abortTransaction();
        }
    }

    /** As when one instance starts while another is committing for the first time on these partitions. */
    @Test
    void shouldWaitForAPositionThatATransactionIsCommitting() throws Exception {
        String changelog = "committing-consent-by-subject-changelog";
        TopicPartition messages = new TopicPartition(cluster.topics().outboundMessages(), 0);
        admin.createTopics(List.of(new NewTopic(changelog, 2, (short) 1))).all().get();
        ExecutorService starting = Executors.newSingleThreadExecutor();
        try (KafkaProducer<byte[], byte[]> earlier = transactional("committing-1");
                KafkaProducer<byte[], byte[]> committing = transactional("committing-2");
                KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", cluster.stack().bootstrapServers(), "group.id", "committing"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            earlier.send(new ProducerRecord<>(changelog, 0, "a".getBytes(UTF_8), new byte[1]))
                    .get();
            earlier.commitTransaction();
            committing.sendOffsetsToTransaction(Map.of(messages, new OffsetAndMetadata(0)), member.groupMetadata());
            AtomicInteger questions = new AtomicInteger();
            GroupPositions positions =
                    new GroupPositions(counting(questions), KafkaOptions.client(config("committing")), "committing");

            Future<Continuation> read = starting.submit(
                    () -> positions.read(Map.of(messages.topic(), 2), Set.of(messages.topic()), Map.of(changelog, 2)));
            // one for what is committed, then one after another for what will be
            await().until(() -> questions.get() >= 3 || read.isDone());
            assertThat(read).isNotDone();
            committing.commitTransaction();

            assertThat(read.get(1, TimeUnit.MINUTES).findings()).isEmpty();
        } finally {
            starting.shutdownNow();
        }
    }

    /** Else a case that one reviewer has handed on could be released by that same reviewer. */
    @Test
    void shouldLeaveACaseAsItsReviewersLeftItWhenItJudgesAgain() throws Exception {
        publishMessage("handed-on", "message-1");
        QuarantinedEvent quarantined;
        try (GateRunner gate = startGate("rejudging", Set.of())) {
            quarantined = awaitQuarantined(gate, "handed-on", 1);
            ReviewOutcome escalated = decide(gate, aVerdict("v-1", quarantined, Outcome.ESCALATE, Instant.now()));
            assertThat(escalated.getResult()).isEqualTo(ReviewResult.APPLIED);
        }
        TopicPartition messages = new TopicPartition(cluster.topics().outboundMessages(), cluster.home("handed-on"));
        admin.alterConsumerGroupOffsets(
                        "rejudging",
                        Map.of(
                                messages,
                                new OffsetAndMetadata(quarantined.getSource().getOffset())))
                .all()
                .get();

        try (GateRunner gate = startGate("rejudging", Set.of())) {
            assertThat(awaitQuarantined(gate, "handed-on", 2).getCaseId()).isEqualTo(quarantined.getCaseId());
            ReviewOutcome released = decide(gate, aVerdict("v-2", quarantined, Outcome.RECHECK, Instant.now()));

            assertThat(released.getRefusals()).extracting(Finding::getRule).contains("REV-ROLE");
        }
    }

    @Test
    void shouldNotMoveAGroupThatIsAtWork() throws Exception {
        try (GateRunner gate = startGate("working", Set.of())) {
            publish("working", 1);
            awaitTaken(gate, "working", "working", 1);
            TopicPartition messages = new TopicPartition(cluster.topics().outboundMessages(), cluster.home("working"));
            GroupPositions positions = new GroupPositions(admin, KafkaOptions.client(config("working")), "working");

            assertThatThrownBy(() -> positions.move(Map.of(messages, 0L)))
                    .isInstanceOf(PreflightFailed.class)
                    .hasMessageContaining("another instance of the gate is in group working");
        }
    }

    /** Counts how often it is asked for the positions of a group. */
    private static Admin counting(AtomicInteger questions) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, given) -> {
                    if (method.getName().equals("listConsumerGroupOffsets")) {
                        questions.incrementAndGet();
                    }
                    return method.invoke(admin, given);
                });
    }

    private static GateRunner startGate(String applicationId, Set<Discontinuity> accepted) {
        GateRunner gate = GateRunner.start(config(applicationId), accepted);
        await().atMost(GateCluster.PATIENCE).until(() -> gate.state() == KafkaStreams.State.RUNNING);
        return gate;
    }

    /** Without an instance id, so that a gate that stops leaves its group. */
    private static GateConfig config(String applicationId) {
        return ConfigReader.read(
                null,
                Map.of(
                        "CONSENT_GATE_APPLICATION_ID",
                        applicationId,
                        "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS",
                        cluster.stack().bootstrapServers(),
                        "CONSENT_GATE_REGISTRY_URLS",
                        cluster.stack().registryUrl(),
                        "CONSENT_GATE_STATE_DIR",
                        folder.resolve(applicationId).toString()));
    }

    /** What the command prints when it refuses to start. */
    private static String refusal(String applicationId) throws Exception {
        Path file = Files.writeString(folder.resolve(applicationId + ".yaml"), """
                application-id: %s
                state-dir: %s
                kafka:
                  bootstrap.servers: %s
                registry:
                  urls: [%s]
                ops:
                  port: 0
                """.formatted(
                        applicationId,
                        folder.resolve(applicationId),
                        cluster.stack().bootstrapServers(),
                        cluster.stack().registryUrl()));
        StringWriter error = new StringWriter();
        CommandLine commandLine = GateCommand.commandLine().setErr(new PrintWriter(error, true));
        assertThat(commandLine.execute("run", "--config", file.toString())).isEqualTo(ExitCode.PREFLIGHT);
        return error.toString();
    }

    private static void publish(String subject, int messages) {
        String consents = cluster.topics().consentState();
        cluster.publish(
                consents,
                subject,
                cluster.encoded(
                        consents,
                        aRecord(subject, 1, anSmsConsent(ConsentStatus.GRANTED)).build()));
        for (int i = 0; i < messages; i++) {
            publishMessage(subject, "message-" + i);
        }
    }

    private static void publishMessage(String subject, String id) {
        String topic = cluster.topics().outboundMessages();
        cluster.publish(
                topic, subject, cluster.encoded(topic, aBirthdaySms(id, subject).build()));
    }

    private static void awaitTaken(GateRunner gate, String applicationId, String subject, long messages) {
        TopicPartition home = new TopicPartition(cluster.topics().outboundMessages(), cluster.home(subject));
        await().atMost(GateCluster.PATIENCE)
                .failFast("the gate stopped", () -> gate.state() == KafkaStreams.State.ERROR)
                .until(() -> committed(applicationId).containsKey(home) && cleared(subject) >= messages);
    }

    /** The latest of them, as soon as there are so many. */
    private static QuarantinedEvent awaitQuarantined(GateRunner gate, String subject, int events) {
        List<QuarantinedEvent> quarantined = await().atMost(GateCluster.PATIENCE)
                .failFast("the gate stopped", () -> gate.state() == KafkaStreams.State.ERROR)
                .until(
                        () -> cluster.read(cluster.topics().quarantine()).stream()
                                .filter(record -> subject.equals(new String(record.key(), UTF_8)))
                                .map(cluster::quarantined)
                                .toList(),
                        found -> found.size() >= events);
        return quarantined.get(quarantined.size() - 1);
    }

    private static ReviewOutcome decide(GateRunner gate, ReviewVerdict.Builder verdict) {
        String topic = cluster.topics().reviewVerdicts();
        cluster.publish(topic, verdict.getSubjectId(), cluster.encoded(topic, verdict.build()));
        return await().atMost(GateCluster.PATIENCE)
                .failFast("the gate stopped", () -> gate.state() == KafkaStreams.State.ERROR)
                .until(
                        () -> cluster.read(cluster.topics().reviewOutcomes()).stream()
                                .map(cluster::outcome)
                                .filter(outcome -> verdict.getVerdictId().equals(outcome.getVerdictId()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(String applicationId) throws Exception {
        return admin.listConsumerGroupOffsets(applicationId)
                .partitionsToOffsetAndMetadata()
                .get();
    }

    private static long cleared(String subject) {
        return cluster.read(cluster.topics().clearedMessages()).stream()
                .filter(record -> subject.equals(new String(record.key(), UTF_8)))
                .count();
    }

    private static KafkaProducer<byte[], byte[]> transactional(String id) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.stack().bootstrapServers(), "transactional.id", id),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }
}
