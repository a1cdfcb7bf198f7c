// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aCallBack;
import static io.consentgate.Events.aCallBackRequest;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.run.GateCluster.codes;
import static io.consentgate.run.GateCluster.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consentgate.cli.ExitCode;
import io.consentgate.cli.GateCommand;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.topology.GateHeaders;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An expired clearance is worth nothing; asked again, the gate answers by the newest consent. */
class RecheckIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PARTITIONS = 2;

    @AutoClose
    private static GateCluster cluster;

    private static Path file;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        cluster = GateCluster.start(folder, PARTITIONS);
        cluster.startGate(Map.of("CLEARANCE_VALID_FOR", "500ms"));
        file = Files.writeString(folder.resolve("gate.yaml"), """
                kafka: {bootstrap.servers: "%s"}
                registry: {urls: ["%s"]}
                """.formatted(
                        cluster.stack().bootstrapServers(), cluster.stack().registryUrl()));
    }

    @Test
    void shouldQuarantineWhatIsRecheckedAfterAWithdrawal() throws Exception {
        String subject = "withdraws";
        consent(subject, 1, ConsentStatus.GRANTED);
        message(subject, aBirthdaySms("m-withdrawn", subject).build());
        ConsumerRecord<byte[], byte[]> cleared = awaitExpired(subject, 1);
        consent(subject, 2, ConsentStatus.WITHDRAWN);

        Run run = recheckOne(cleared);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.lines()).singleElement().satisfies(line -> {
            assertThat(line.path("action").asText()).isEqualTo("republished");
            assertThat(line.path("toTopic").asText()).isEqualTo("outbound-messages");
        });
        await().atMost(GateCluster.PATIENCE)
                .untilAsserted(() -> assertThat(on("quarantine", subject))
                        .singleElement()
                        .satisfies(record -> {
                            assertThat(codes(header(record.headers(), GateHeaders.RULES)))
                                    .contains("MSG-CONSENT-WITHDRAWN");
                            assertThat(cluster.quarantined(record).getEvent().array())
                                    .isEqualTo(cleared.value());
                        }));
        assertThat(on("cleared-messages", subject)).hasSize(1);
    }

    @Test
    void shouldMakeOneCaseOfWhatIsRecheckedThreeTimes() throws Exception {
        String subject = "withdraws-once";
        consent(subject, 1, ConsentStatus.GRANTED);
        message(subject, aBirthdaySms("m-thrice", subject).build());
        ConsumerRecord<byte[], byte[]> cleared = awaitExpired(subject, 1);
        consent(subject, 2, ConsentStatus.WITHDRAWN);

        for (int n = 0; n < 3; n++) {
            assertThat(recheckOne(cleared).exitCode()).isEqualTo(ExitCode.OK);
        }

        await().atMost(GateCluster.PATIENCE)
                .untilAsserted(() -> assertThat(on("quarantine", subject)).hasSize(3));
        List<QuarantinedEvent> quarantined =
                on("quarantine", subject).stream().map(cluster::quarantined).toList();
        String caseId = quarantined.get(0).getCaseId();
        assertThat(quarantined).extracting(QuarantinedEvent::getJoins).containsExactly(null, caseId, caseId);
    }

    @Test
    void shouldClearAnewWhileConsentStands() throws Exception {
        String subject = "stays";
        consent(subject, 1, ConsentStatus.GRANTED);
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                "outbound-messages",
                subject.getBytes(UTF_8),
                cluster.encoded(
                        "outbound-messages", aBirthdaySms("m-stays", subject).build()));
        message.headers().add("traceparent", "00-abc".getBytes(UTF_8));
        cluster.publish(message);
        ConsumerRecord<byte[], byte[]> first = awaitExpired(subject, 1);

        Run run = recheckOne(first);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        ConsumerRecord<byte[], byte[]> second = awaitExpired(subject, 2);
        assertThat(second.value()).isEqualTo(first.value());
        assertThat(second.key()).isEqualTo(first.key());
        assertThat(validUntil(second)).isAfter(validUntil(first));
        assertThat(header(second.headers(), "traceparent")).isEqualTo("00-abc");
        assertThat(second.headers().headers(GateHeaders.CLEARED_AT)).hasSize(1);
        ConsumerRecord<byte[], byte[]> republished =
                on("outbound-messages", subject).get(1);
        assertThat(republished.headers())
                .filteredOn(header -> header.key().startsWith(GateHeaders.PREFIX))
                .singleElement()
                .satisfies(header -> {
                    assertThat(header.key()).isEqualTo(GateHeaders.ASKS_AGAIN);
                    assertThat(new String(header.value(), UTF_8))
                            .isEqualTo("cleared-messages." + first.partition() + "." + first.offset());
                });
        assertThat(second.headers().headers(GateHeaders.ASKS_AGAIN)).isEmpty();

        Run again = recheckOne(first);

        assertThat(again.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(again.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.path("reason").asText()).contains("cleared again"));
        assertThat(on("outbound-messages", subject)).hasSize(2);
    }

    @Test
    void shouldClearTheSameReplyToAnInquiryAnew() throws Exception {
        String subject = "asks";
        cluster.publish(
                "consent-state", subject, cluster.encoded("consent-state", aCallBackRequest(subject, 1, "inquiry-1")));
        message(subject, aCallBack("m-reply", subject, "inquiry-1").build());
        ConsumerRecord<byte[], byte[]> first = awaitExpired(subject, 1);

        Run run = recheckOne(first);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        awaitExpired(subject, 2);
        assertThat(on("quarantine", subject)).isEmpty();
    }

    @Test
    void shouldLeaveAloneWhatStillHoldsAndWhatIsNotTheGates() throws Exception {
        Instant later = Instant.now().plusSeconds(3600);
        ProducerRecord<byte[], byte[]> holding =
                new ProducerRecord<>("cleared-messages", 0, "holds".getBytes(UTF_8), new byte[] {1});
        holding.headers()
                .add(
                        GateHeaders.CLEARANCE_VALID_UNTIL,
                        Long.toString(later.toEpochMilli()).getBytes(UTF_8));
        cluster.publish(holding);
        cluster.publishTo(0, "cleared-messages", "foreign".getBytes(UTF_8), new byte[] {2});

        Run ofHolding = recheckOne(on("cleared-messages", "holds").get(0));
        Run ofForeign = recheckOne(on("cleared-messages", "foreign").get(0));
        Run ofNothing = recheck("--partition", "0", "--offset", "1000000");

        assertThat(List.of(ofHolding.exitCode(), ofForeign.exitCode(), ofNothing.exitCode()))
                .containsOnly(ExitCode.FAILED);
        assertThat(ofHolding.lines()).singleElement().satisfies(line -> {
            assertThat(line.path("action").asText()).isEqualTo("left");
            assertThat(Instant.parse(line.path("clearanceValidUntil").asText()).toEpochMilli())
                    .isEqualTo(later.toEpochMilli());
        });
        assertThat(ofForeign.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.path("reason").asText()).contains("no clearance"));
        assertThat(ofNothing.err()).contains("there is no record at cleared-messages-0@1000000");
        assertThat(on("outbound-messages", "holds")).isEmpty();
        assertThat(on("outbound-messages", "foreign")).isEmpty();
    }

    @Test
    void shouldRecheckWhatAStoppedGatewayHasNotRead() throws Exception {
        for (String subject : List.of("read", "unread")) {
            consent(subject, 1, ConsentStatus.GRANTED);
        }
        message("read", aBirthdaySms("m-read", "read").build());
        awaitExpired("read", 1);
        commitEnds("sms-gateway");
        message("unread", aBirthdaySms("m-unread", "unread").build());
        ConsumerRecord<byte[], byte[]> unread = awaitExpired("unread", 1);

        Run dry = recheck("--unread-by", "sms-gateway", "--dry-run");
        assertThat(on("outbound-messages", "unread")).hasSize(1);
        Run run = recheck("--unread-by", "sms-gateway");

        assertThat(dry.exitCode()).as(dry.err()).isEqualTo(ExitCode.OK);
        assertThat(dry.lines()).anySatisfy(line -> {
            assertThat(line.path("offset").asLong()).isEqualTo(unread.offset());
            assertThat(line.path("action").asText()).isEqualTo("would-republish");
        });
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        awaitExpired("unread", 2);
        assertThat(on("outbound-messages", "read")).hasSize(1);
    }

    @Test
    void shouldRefuseAGroupThatSaysNothing() {
        Run unknown = recheck("--unread-by", "no-such-group");
        Run neither = recheck();
        Run both = recheck("--partition", "0", "--offset", "0", "--unread-by", "sms-gateway");
        Run running = recheck("--unread-by", "consent-gate");

        assertThat(List.of(unknown.exitCode(), neither.exitCode(), both.exitCode(), running.exitCode()))
                .containsOnly(ExitCode.USAGE);
        assertThat(unknown.err()).contains("no consumer group no-such-group");
        assertThat(running.err()).contains("consent-gate is running");
    }

    private static void consent(String subject, long version, ConsentStatus status) {
        cluster.publish(
                "consent-state",
                subject,
                cluster.encoded(
                        "consent-state",
                        aRecord(subject, version, anSmsConsent(status)).build()));
    }

    private static void message(String subject, IndexedRecord message) {
        cluster.publish("outbound-messages", subject, cluster.encoded("outbound-messages", message));
    }

    /** The nth clearance of a subject's only message, when it does not hold any more. */
    private static ConsumerRecord<byte[], byte[]> awaitExpired(String subject, int count) {
        await().atMost(GateCluster.PATIENCE)
                .untilAsserted(() -> assertThat(on("cleared-messages", subject)).hasSize(count));
        ConsumerRecord<byte[], byte[]> last = on("cleared-messages", subject).get(count - 1);
        await().atMost(GateCluster.PATIENCE).until(() -> Instant.now().isAfter(validUntil(last)));
        return last;
    }

    private static List<ConsumerRecord<byte[], byte[]>> on(String topic, String subject) {
        return cluster.read(topic).stream()
                .filter(record -> subject.equals(new String(record.key(), UTF_8)))
                .toList();
    }

    private static Instant validUntil(ConsumerRecord<byte[], byte[]> cleared) {
        return Instant.ofEpochMilli(Long.parseLong(header(cleared.headers(), GateHeaders.CLEARANCE_VALID_UNTIL)));
    }

    private static void commitEnds(String group) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        cluster.read("cleared-messages")
                .forEach(record -> ends.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1)));
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", cluster.stack().bootstrapServers()))) {
            admin.alterConsumerGroupOffsets(group, ends).all().get();
        }
    }

    private static Run recheckOne(ConsumerRecord<byte[], byte[]> cleared) {
        return recheck("--partition", "" + cleared.partition(), "--offset", "" + cleared.offset());
    }

    private static Run recheck(String... more) {
        List<String> arguments = new ArrayList<>(List.of("recheck", "cleared-messages", "--config", file.toString()));
        arguments.addAll(List.of(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = GateCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        return new Run(exitCode, out.toString(), err.toString());
    }

    /** What the command said and how it ended. */
    private record Run(int exitCode, String out, String err) {

        List<JsonNode> lines() {
            return out.lines()
                    .map(line -> {
                        try {
                            return JSON.readTree(line);
                        } catch (JsonProcessingException e) {
                            throw new AssertionError("not JSON: " + line, e);
                        }
                    })
                    .toList();
        }
    }
}
