// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.cli.ExitCode;
import io.consentgate.cli.GateCommand;
import io.consentgate.events.ConsentStatus;
import io.consentgate.topology.GateHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record that ends the process at every start: the gate itself says which one it is, and what to do. */
class FatalRecordIT {

    private static final List<String> JVM = List.of("-Xmx256m");
    private static final int TOO_LITTLE_MIB = 144;
    private static final String ANNA = "subject-anna";
    private static final String BELA = "subject-bela";
    private static final String CELA = "subject-cela";

    @TempDir
    Path folder;

    @AutoClose
    private GateCluster cluster;

    private String messages;
    private Process gate;
    private int starts;

    @BeforeEach
    void startCluster() {
        cluster = GateCluster.start(folder, 1);
        messages = cluster.topics().outboundMessages();
    }

    @AfterEach
    void stop() {
        if (gate != null) {
            gate.destroyForcibly();
        }
    }

    @Test
    void shouldNameTheRecordThatEndedThreeStartsAndGoOnOnceItIsOrdered() throws Exception {
        publishOneThatEndsTheProcessAmongOthers();
        Map<String, String> settings = ending(Map.of());
        for (int start = 1; start <= 3; start++) {
            assertThat(exitCodeOfTheNextStart(JVM, settings)).isEqualTo(EndingDeserializer.EXIT_CODE);
            assertThat(log()).doesNotContain("starts in a row");
        }

        assertThat(exitCodeOfTheNextStart(JVM, settings)).isEqualTo(EndingDeserializer.EXIT_CODE);
        assertThat(log())
                .contains("ERROR", "3 starts in a row ended at the record at offset 1 of outbound-messages-0")
                .contains("gate skip outbound-messages 0 1 --reason");

        assertThat(GateCommand.commandLine()
                        .execute(
                                "skip",
                                messages,
                                "0",
                                "1",
                                "--reason",
                                "OPS-311",
                                "--config",
                                configuration().toString()))
                .isEqualTo(ExitCode.OK);
        start(JVM, settings);
        awaitCleared(2);
        assertThat(log()).doesNotContain("starts in a row");
    }

    @Test
    void shouldStepOverItItselfWhereToldTo() throws Exception {
        publishOneThatEndsTheProcessAmongOthers();
        Map<String, String> settings = ending(Map.of("FATAL_RECORDS_STEP_OVER", "true", "FATAL_RECORDS_STARTS", "2"));
        for (int start = 1; start <= 2; start++) {
            assertThat(exitCodeOfTheNextStart(JVM, settings)).isEqualTo(EndingDeserializer.EXIT_CODE);
        }

        start(JVM, settings);
        awaitCleared(2);

        assertThat(log()).contains("will be stepped over, by fatal-records.step-over");
        assertThat(cluster.read(cluster.topics().deadLetters())).singleElement().satisfies(letter -> {
            assertThat(GateCluster.header(letter.headers(), GateHeaders.REASON)).isEqualTo("SKIPPED");
            assertThat(GateCluster.header(letter.headers(), GateHeaders.REASON_TEXT))
                    .contains("2 starts in a row ended at it");
            assertThat(letter.value()).isEqualTo(EndingDeserializer.ENDS_THE_PROCESS);
        });
    }

    /** It never comes out of the consumer, so no record is at work. */
    @Test
    void shouldNameThePartitionWhereARecordIsLargerThanTheHeap() throws Exception {
        cluster.publishCompressed(
                new ProducerRecord<>(messages, ANNA.getBytes(UTF_8), new byte[(TOO_LITTLE_MIB + 16) * 1024 * 1024]));
        List<String> tooLittle = List.of("-Xmx" + TOO_LITTLE_MIB + "m", "-XX:+ExitOnOutOfMemoryError");
        Map<String, String> settings = Map.of("THREADS", "1", "FATAL_RECORDS_STARTS", "2");

        for (int start = 1; start <= 3; start++) {
            assertThat(exitCodeOfTheNextStart(tooLittle, settings)).isEqualTo(ExitCode.OUT_OF_MEMORY);
        }

        assertThat(log())
                .contains("2 starts in a row ended without getting past offset 0 of outbound-messages-0")
                .contains("more heap");
    }

    /** Behind the marker of a transaction, over which a consumer walks on to it in one poll. */
    @Test
    void shouldNameAndStepOverARecordThatCannotBeFetchedWithNothingElseLost() throws Exception {
        grant();
        inATransaction("m-1");
        cluster.publishCompressed(new ProducerRecord<>(messages, null, null, ANNA.getBytes(UTF_8), null, giant()));
        message("m-2");
        List<String> small = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
        Map<String, String> settings = Map.of("THREADS", "1", "FATAL_RECORDS_STARTS", "2");
        for (int start = 1; start <= 4; start++) {
            assertThat(exitCodeOfTheNextStart(small, settings)).isEqualTo(ExitCode.OUT_OF_MEMORY);
            assertThat(log()).doesNotContain("--without-reading");
        }
        assertThat(exitCodeOfTheNextStart(small, settings)).isEqualTo(ExitCode.OUT_OF_MEMORY);
        assertThat(log())
                .contains("2 starts in a row ended while the record at offset 2 of outbound-messages-0 was fetched")
                .contains("gate skip outbound-messages 0 2 --without-reading --reason");

        assertThat(GateCommand.commandLine()
                        .execute(
                                "skip",
                                messages,
                                "0",
                                "2",
                                "--without-reading",
                                "--reason",
                                "OPS-311",
                                "--config",
                                configuration().toString()))
                .isEqualTo(ExitCode.OK);
        start(small, settings);
        awaitCleared(2);
        message("m-3");
        awaitCleared(3);

        assertThat(cluster.read(cluster.topics().deadLetters())).singleElement().satisfies(letter -> {
            assertThat(GateCluster.header(letter.headers(), GateHeaders.REASON)).isEqualTo("SKIPPED");
            assertThat(GateCluster.header(letter.headers(), GateHeaders.REASON_TEXT))
                    .isEqualTo("stepped over by an operator: OPS-311 (not read)");
            assertThat(GateCluster.header(letter.headers(), GateHeaders.ORIGIN_TOPIC))
                    .isEqualTo(messages);
            assertThat(GateCluster.header(letter.headers(), GateHeaders.ORIGIN_OFFSET))
                    .isEqualTo("2");
            assertThat(letter.key()).isNull();
            assertThat(letter.value()).isNull();
        });
        assertThat(cluster.read(cluster.topics().clearedMessages())).hasSize(3);
    }

    /** It may be a withdrawal: the person is held whom the operator names, and no one else. */
    @Test
    void shouldStepOverAConsentThatCannotBeFetchedAndHoldThePersonNamed() throws Exception {
        String consents = cluster.topics().consentState();
        grant(ANNA, 1);
        grant(BELA, 1);
        cluster.publishCompressed(
                new ProducerRecord<>(consents, null, null, ANNA.getBytes(UTF_8), new byte[] {1}, giant()));
        grant(CELA, 1);
        List<String> small = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
        Map<String, String> settings = Map.of("THREADS", "1", "FATAL_RECORDS_STARTS", "2");
        for (int start = 1; start <= 5; start++) {
            assertThat(exitCodeOfTheNextStart(small, settings)).isEqualTo(ExitCode.OUT_OF_MEMORY);
        }
        assertThat(log()).contains("gate skip consent-state 0 2 --without-reading --subject ID --reason");

        assertThat(skipUnread(consents)).isEqualTo(ExitCode.FAILED);
        assertThat(skipUnread(consents, "--subject", ANNA)).isEqualTo(ExitCode.OK);
        start(small, settings);
        message("m-1", ANNA);
        message("m-2", BELA);
        message("m-3", CELA);
        awaitCleared(2);
        await().atMost(GateCluster.PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> cluster.count(cluster.topics().quarantine()) == 1);

        assertThat(cluster.read(cluster.topics().quarantine()))
                .singleElement()
                .satisfies(held -> assertThat(held.key()).asString(UTF_8).isEqualTo(ANNA));
        assertThat(cluster.read(cluster.topics().deadLetters())).singleElement().satisfies(letter -> {
            assertThat(GateCluster.header(letter.headers(), GateHeaders.REASON)).isEqualTo("SKIPPED");
            assertThat(GateCluster.header(letter.headers(), GateHeaders.REASON_TEXT))
                    .isEqualTo("stepped over by an operator: OPS-312 (not read)");
            assertThat(GateCluster.header(letter.headers(), GateHeaders.ORIGIN_TOPIC))
                    .isEqualTo(consents);
            assertThat(GateCluster.header(letter.headers(), GateHeaders.ORIGIN_OFFSET))
                    .isEqualTo("2");
            assertThat(letter.key()).asString(UTF_8).isEqualTo(ANNA);
            assertThat(letter.value()).isNull();
        });
        assertThat(log()).doesNotContain(ANNA);

        // Behind it: a start that reads the partition again from its position has nothing to step over any more.
        gate.destroyForcibly().waitFor();
        start(small, settings);
        grant(ANNA, 3);
        message("m-4", ANNA);
        awaitCleared(3);
        assertThat(cluster.count(cluster.topics().deadLetters())).isEqualTo(1);
    }

    private int skipUnread(String topic, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "skip",
                topic,
                "0",
                "2",
                "--without-reading",
                "--reason",
                "OPS-312",
                "--config",
                configuration().toString()));
        command.addAll(List.of(more));
        return GateCommand.commandLine().execute(command.toArray(String[]::new));
    }

    /** Some megabytes that are 400 of objects. */
    private static Headers giant() {
        Header nothing = new RecordHeader("", null);
        Headers headers = new RecordHeaders();
        for (int number = 0; number < 4_000_000; number++) {
            headers.add(nothing);
        }
        return headers;
    }

    private void inATransaction(String id) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.stack().bootstrapServers(), "transactional.id", "publisher"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(
                            messages,
                            ANNA.getBytes(UTF_8),
                            cluster.encoded(messages, aBirthdaySms(id, ANNA).build())))
                    .get();
            producer.commitTransaction();
        }
    }

    private void publishOneThatEndsTheProcessAmongOthers() {
        grant();
        message("m-1");
        cluster.publish(messages, ANNA, EndingDeserializer.ENDS_THE_PROCESS);
        message("m-2");
    }

    private void grant() {
        grant(ANNA, 1);
    }

    private void grant(String subject, long version) {
        String consents = cluster.topics().consentState();
        cluster.publish(
                consents,
                subject,
                cluster.encoded(
                        consents,
                        aRecord(subject, version, anSmsConsent(ConsentStatus.GRANTED))
                                .build()));
    }

    private void message(String id) {
        message(id, ANNA);
    }

    private void message(String id, String subject) {
        cluster.publish(
                messages,
                subject,
                cluster.encoded(messages, aBirthdaySms(id, subject).build()));
    }

    private static Map<String, String> ending(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("THREADS", "1");
        settings.put("SERDE_DESERIALIZER", EndingDeserializer.class.getName());
        return settings;
    }

    private Path configuration() throws IOException {
        return Files.writeString(folder.resolve("gate.yaml"), """
                kafka:
                  bootstrap.servers: %s
                registry:
                  urls: [%s]
                """.formatted(
                        cluster.stack().bootstrapServers(), cluster.stack().registryUrl()));
    }

    private void start(List<String> jvm, Map<String, String> settings) throws IOException {
        starts++;
        gate = cluster.startGateProcess(jvm, settings, logFile());
    }

    private int exitCodeOfTheNextStart(List<String> jvm, Map<String, String> settings)
            throws IOException, InterruptedException {
        start(jvm, settings);
        assertThat(gate.waitFor(GateCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return gate.exitValue();
    }

    private Path logFile() {
        return folder.resolve("gate-" + starts + ".log");
    }

    /** Of the latest start. */
    private String log() throws IOException {
        return Files.readString(logFile());
    }

    private void awaitCleared(int expected) {
        await().atMost(GateCluster.PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .failFast("the gate ended", () -> !gate.isAlive())
                .until(() -> cluster.count(cluster.topics().clearedMessages()) >= expected);
    }
}
