// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.config.GateConfig;
import io.consentgate.config.KafkaOptions;
import io.consentgate.events.ConsentStatus;
import io.consentgate.topology.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gate knows of consent and is lost, wherever it was kept, is missed; nothing clears for want of it. */
class LostStateIT {

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

    /** Its position and its table are of the old one: a withdrawal in the new one would lie behind its back. */
    @Test
    void shouldStopWhenTheTopicOfConsentIsMadeAnewUnderIt() throws Exception {
        Topics topics = topics("anew.");
        GateConfig config = config("anew", "anew.");
        try (GateRunner gate = startGate(config)) {
            consent(topics, "replaced", ConsentStatus.GRANTED);
            message(topics, "replaced", "before");
            awaitCleared(gate, topics, "replaced", 1);

            admin.deleteTopics(List.of(topics.consentState())).all().get();
            createAgain(topics);
            await().atMost(GateCluster.PATIENCE).until(() -> {
                message(topics, "replaced", "after");
                return gate.state() == KafkaStreams.State.ERROR;
            });

            assertThat(stopOf(gate)).isEqualTo(GateRunner.Stop.REFUSED);
        }
    }

    @Test
    void shouldGoOnWhereNothingIsLostButItsFolder() throws Exception {
        Topics topics = topics("kept.");
        GateConfig config = config("kept", "kept.");
        consented(topics, config, "kept");
        Utils.delete(config.stateDir().toFile());

        try (GateRunner gate = startGate(config)) {
            message(topics, "kept", "after");
            awaitCleared(gate, topics, "kept", 2);
        }
    }

    /** Whoever objected would get the chats that need no consent. */
    @Test
    void shouldRefuseAChangelogThatWasEmptied() throws Exception {
        Topics topics = topics("emptied.");
        GateConfig config = config("emptied", "emptied.");
        consented(topics, config, "emptied");
        Utils.delete(config.stateDir().toFile());

        makeAnew(Topics.consentChangelog("emptied"));

        assertThat(refusalOf(config)).isEqualTo(GateRunner.Stop.REFUSED);
    }

    @Test
    void shouldRefuseAChangelogThatWasTakenBackToAnEarlierTime() throws Exception {
        Topics topics = topics("restored.");
        GateConfig config = config("restored", "restored.");
        String changelog = Topics.consentChangelog("restored");
        consented(topics, config, "restored");
        List<ConsumerRecord<byte[], byte[]>> backup = cluster.read(changelog);
        try (GateRunner gate = startGate(config)) {
            consent(topics, "restored", ConsentStatus.WITHDRAWN);
            message(topics, "restored", "withdrawn");
            await().atMost(GateCluster.PATIENCE)
                    .failFast("the gate stopped", () -> gate.state() == KafkaStreams.State.ERROR)
                    .until(() -> !cluster.read(topics.quarantine()).isEmpty());
        }
        Utils.delete(config.stateDir().toFile());

        makeAnew(changelog);
        cluster.publishAll(backup.stream()
                .map(row -> new ProducerRecord<>(changelog, row.partition(), row.key(), row.value()))
                .toList());

        assertThat(refusalOf(config)).isEqualTo(GateRunner.Stop.REFUSED);
    }

    /** With a topic, brokers delete the positions on it. */
    @Test
    void shouldReadATopicOfConsentThatWasMadeAnewFromItsBeginning() throws Exception {
        Topics topics = topics("longer.");
        GateConfig config = config("longer", "longer.");
        consented(topics, config, "longer");

        admin.deleteTopics(List.of(topics.consentState())).all().get();
        createAgain(topics);
        consent(topics, "longer", ConsentStatus.WITHDRAWN);
        for (int i = 0; i < 10; i++) {
            consent(topics, "other-" + i, ConsentStatus.GRANTED);
        }

        try (GateRunner gate = startGate(config)) {
            message(topics, "longer", "withdrawn");
            await().atMost(GateCluster.PATIENCE)
                    .failFast("the gate stopped", () -> gate.state() == KafkaStreams.State.ERROR)
                    .until(() -> !cluster.read(topics.quarantine()).isEmpty());
            assertThat(cluster.read(topics.clearedMessages())).hasSize(1);
        }
    }

    /** A gate took a consent and cleared by it, and was stopped. */
    private static void consented(Topics topics, GateConfig config, String subject) {
        try (GateRunner gate = startGate(config)) {
            consent(topics, subject, ConsentStatus.GRANTED);
            message(topics, subject, "before");
            awaitCleared(gate, topics, subject, 1);
        }
    }

    private static GateRunner.Stop refusalOf(GateConfig config) {
        try (GateRunner gate = GateRunner.start(config, Set.of())) {
            return stopOf(gate);
        }
    }

    /** Empty, and as it was otherwise. */
    private static void makeAnew(String changelog) throws Exception {
        TopicAdmin.Existing before =
                new TopicAdmin(admin).describe(List.of(changelog)).get(changelog);
        Map<String, String> settings = new HashMap<>(KafkaOptions.CHANGELOG_SETTINGS);
        settings.put("max.message.bytes", before.settings().get("max.message.bytes"));
        admin.deleteTopics(List.of(changelog)).all().get();
        await().atMost(GateCluster.PATIENCE).ignoreExceptions().until(() -> {
            admin.createTopics(List.of(new NewTopic(changelog, before.partitions(), (short) 1).configs(settings)))
                    .all()
                    .get();
            return true;
        });
    }

    private static GateRunner.Stop stopOf(GateRunner gate) {
        AtomicReference<GateRunner.Stop> stop = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                stop.set(gate.awaitStop());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.start();
        await().atMost(GateCluster.PATIENCE).until(() -> stop.get() != null);
        return stop.get();
    }

    private static Topics topics(String prefix) {
        Topics topics = Topics.prefixed(prefix);
        new TopicAdmin(admin).create(topics.specs(Duration.ofDays(30), Duration.ofDays(1095)), 2, (short) 1);
        return topics;
    }

    /** A name that was deleted is taken for a moment still. */
    private static void createAgain(Topics topics) {
        List<Topics.Spec> consent = topics.specs(Duration.ofDays(30), Duration.ofDays(1095)).stream()
                .filter(spec -> spec.name().equals(topics.consentState()))
                .toList();
        await().atMost(GateCluster.PATIENCE)
                .until(() ->
                        !new TopicAdmin(admin).create(consent, 2, (short) 1).isEmpty());
    }

    private static GateConfig config(String applicationId, String prefix) {
        return cluster.config(Map.of(
                "APPLICATION_ID", applicationId,
                "TOPICS_PREFIX", prefix,
                "STATE_DIR", folder.resolve(applicationId).toString()));
    }

    private static GateRunner startGate(GateConfig config) {
        GateRunner gate = GateRunner.start(config, Set.of());
        await().atMost(GateCluster.PATIENCE).until(() -> gate.state() == KafkaStreams.State.RUNNING);
        return gate;
    }

    private static void consent(Topics topics, String subject, ConsentStatus status) {
        cluster.publish(
                topics.consentState(),
                subject,
                cluster.encoded(
                        topics.consentState(),
                        aRecord(subject, status == ConsentStatus.GRANTED ? 1 : 2, anSmsConsent(status))
                                .build()));
    }

    private static void message(Topics topics, String subject, String id) {
        cluster.publish(
                topics.outboundMessages(),
                subject,
                cluster.encoded(
                        topics.outboundMessages(), aBirthdaySms(id, subject).build()));
    }

    private static void awaitCleared(GateRunner gate, Topics topics, String subject, long messages) {
        await().atMost(GateCluster.PATIENCE)
                .failFast("the gate stopped", () -> gate.state() == KafkaStreams.State.ERROR)
                .until(() -> cluster.read(topics.clearedMessages()).stream()
                                .filter(record -> subject.equals(new String(record.key(), UTF_8)))
                                .count()
                        >= messages);
    }
}
