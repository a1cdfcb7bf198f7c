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
import io.consentgate.topology.ConsentRows;
import io.consentgate.topology.GateHeaders;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record that ends the process at every start, until an operator has the gate step over it. */
class SkipIT {

    private static final Map<String, String> SETTINGS =
            Map.of("THREADS", "1", "SERDE_DESERIALIZER", EndingDeserializer.class.getName());
    private static final List<String> JVM = List.of("-Xmx256m");
    private static final String ANNA = "subject-anna";

    /** The bytes of a number. */
    private static final byte[] KEY_OF_NOBODY = {0, 0, 0, 0, 0, 0, 0x30, 0x39};

    @TempDir
    Path folder;

    @AutoClose
    private GateCluster cluster;

    private Path config;
    private Process gate;

    @BeforeEach
    void startCluster() throws IOException {
        cluster = GateCluster.start(folder, 1);
        config = Files.writeString(folder.resolve("gate.yaml"), """
                kafka:
                  bootstrap.servers: %s
                registry:
                  urls: [%s]
                """.formatted(
                        cluster.stack().bootstrapServers(), cluster.stack().registryUrl()));
    }

    @AfterEach
    void stop() {
        if (gate != null) {
            gate.destroyForcibly();
        }
    }

    @Test
    void shouldGoOnBehindItOnRecordWithNothingLostAndNothingTwice() throws Exception {
        String messages = cluster.topics().outboundMessages();
        grant();
        message("m-1");
        cluster.publish(messages, ANNA, EndingDeserializer.ENDS_THE_PROCESS);
        message("m-2");
        assertThat(exitCodeOfTheNextStart()).isEqualTo(EndingDeserializer.EXIT_CODE);
        assertThat(exitCodeOfTheNextStart()).isEqualTo(EndingDeserializer.EXIT_CODE);

        Answer ordered = skip(messages, 1, "OPS-311");
        start();
        awaitCleared(2);
        Answer late = skip(messages, 1, "OPS-311");

        assertThat(ordered.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(ordered.out()).contains("\"offset\":1", "\"action\":\"ordered\"");
        assertThat(cluster.read(cluster.topics().deadLetters())).singleElement().satisfies(letter -> {
            assertSkipped(letter, messages, "1");
            assertThat(letter.value()).isEqualTo(EndingDeserializer.ENDS_THE_PROCESS);
        });
        assertThat(cluster.read(cluster.topics().clearedMessages())).hasSize(2);
        assertThat(late.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(late.err()).contains("is past offset 1");
    }

    @Test
    void shouldHoldThePersonWhoseConsentItStepsOver() throws Exception {
        String consents = cluster.topics().consentState();
        grant();
        cluster.publish(consents, ANNA, EndingDeserializer.ENDS_THE_PROCESS);
        message("m-1");
        assertThat(exitCodeOfTheNextStart()).isEqualTo(EndingDeserializer.EXIT_CODE);

        assertThat(execute("skip", consents, "0", "1", "--reason", "OPS-312"))
                .satisfies(unsure -> assertThat(unsure.exitCode()).isEqualTo(ExitCode.FAILED))
                .satisfies(unsure -> assertThat(unsure.err()).contains("--key-is-subject"));
        assertThat(skip(consents, 1, "OPS-312").exitCode()).isEqualTo(ExitCode.OK);
        start();
        await().atMost(GateCluster.PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> cluster.count(cluster.topics().quarantine()) == 1);

        assertThat(cluster.read(cluster.topics().clearedMessages())).isEmpty();
        assertThat(cluster.read(cluster.topics().deadLetters()))
                .singleElement()
                .satisfies(letter -> assertSkipped(letter, consents, "1"));
    }

    @Test
    void shouldRefuseWhatIsNoRecordOfTheGatesOrTellsNobody() {
        String consents = cluster.topics().consentState();
        cluster.publishTo(0, consents, KEY_OF_NOBODY, EndingDeserializer.ENDS_THE_PROCESS);

        assertThat(List.of(
                        skip(consents, 0, "OPS-313"),
                        skip(consents, 7, "OPS-313"),
                        skip(cluster.topics().outboundMessages(), 0, "OPS-313"),
                        skip(cluster.topics().quarantine(), 0, "OPS-313")))
                .extracting(Answer::exitCode)
                .containsOnly(ExitCode.FAILED);
        assertThat(skip(consents, 0, "OPS-313").err()).contains("its key tells no subject");
        assertThat(execute("skip", consents, "0", "0", "--without-reading", "--key-is-subject", "--reason", "OPS-313"))
                .satisfies(unread -> assertThat(unread.exitCode()).isEqualTo(ExitCode.FAILED))
                .satisfies(unread -> assertThat(unread.err()).contains("without reading it", "--subject", "more heap"));
    }

    @Test
    void shouldRefuseAPersonWhoseConsentCannotStandThere() throws Exception {
        String consents = cluster.topics().consentState();
        String rerouted = cluster.topics().consentStateRerouted();
        String messages = cluster.topics().outboundMessages();
        for (String topic : List.of(consents, rerouted, messages)) {
            cluster.publishTo(0, topic, ANNA.getBytes(UTF_8), EndingDeserializer.ENDS_THE_PROCESS);
        }

        assertRefused(unread(consents, "  "), "blank");
        assertRefused(unread(consents, "x".repeat(1025)), "1025 bytes");
        assertRefused(unread(consents, "\"" + ANNA + "\""), "in JSON");
        assertRefused(unread(rerouted, ANNA), "only the record itself says whose it is");
        assertRefused(unread(messages, ANNA), "leave out --subject");
        assertThat(execute("skip", consents, "0", "0", "--subject", ANNA, "--reason", "OPS-313")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", cluster.stack().bootstrapServers()))) {
            admin.createPartitions(Map.of(consents, NewPartitions.increaseTo(2)))
                    .all()
                    .get();
        }
        int home = ConsentRows.partitionOf(ANNA, 2);
        cluster.publishTo(1, consents, ANNA.getBytes(UTF_8), EndingDeserializer.ENDS_THE_PROCESS);
        assertRefused(
                execute(
                        "skip",
                        consents,
                        String.valueOf(1 - home),
                        "0",
                        "--without-reading",
                        "--subject",
                        ANNA,
                        "--reason",
                        "OPS-313"),
                "belong on partition " + home);
    }

    private Answer unread(String topic, String subject) {
        return execute("skip", topic, "0", "0", "--without-reading", "--subject", subject, "--reason", "OPS-313");
    }

    private static void assertRefused(Answer answer, String why) {
        assertThat(answer.err()).contains("cannot be stepped over", why).doesNotContain(ANNA);
        assertThat(answer.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    private void grant() {
        cluster.publish(
                cluster.topics().consentState(),
                ANNA,
                cluster.encoded(
                        cluster.topics().consentState(),
                        aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build()));
    }

    private void message(String id) {
        String messages = cluster.topics().outboundMessages();
        cluster.publish(
                messages, ANNA, cluster.encoded(messages, aBirthdaySms(id, ANNA).build()));
    }

    private void start() throws IOException {
        gate = cluster.startGateProcess(JVM, SETTINGS, folder.resolve("gate.log"));
    }

    private int exitCodeOfTheNextStart() throws IOException, InterruptedException {
        start();
        assertThat(gate.waitFor(GateCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return gate.exitValue();
    }

    private void awaitCleared(int expected) {
        await().atMost(GateCluster.PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .failFast("the gate ended", () -> !gate.isAlive())
                .until(() -> cluster.count(cluster.topics().clearedMessages()) >= expected);
    }

    private record Answer(int exitCode, String out, String err) {}

    private Answer skip(String topic, long offset, String reason) {
        return execute("skip", topic, "0", String.valueOf(offset), "--reason", reason, "--key-is-subject");
    }

    private Answer execute(String... command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = GateCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of(command), Stream.of("--config", config.toString()))
                        .toArray(String[]::new));
        return new Answer(exitCode, out.toString(), err.toString());
    }

    private static void assertSkipped(ConsumerRecord<byte[], byte[]> letter, String topic, String offset) {
        assertThat(GateCluster.header(letter.headers(), GateHeaders.REASON)).isEqualTo("SKIPPED");
        assertThat(GateCluster.header(letter.headers(), GateHeaders.ORIGIN_TOPIC))
                .isEqualTo(topic);
        assertThat(GateCluster.header(letter.headers(), GateHeaders.ORIGIN_OFFSET))
                .isEqualTo(offset);
        assertThat(letter.key()).asString(UTF_8).isEqualTo(ANNA);
    }
}
