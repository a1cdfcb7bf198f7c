// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consentgate.local.LocalStack;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The two commands against a real broker and registry, under a prefix. */
class PublishReadIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOTICE = """
            {"messageId": "ID", "subjectId": "subject-1", "controllerId": "shop", "channel": "SMS", \
            "purpose": "SERVICE_NOTICE", "commercialContent": "NONE", "basisRef": "account-1", "initiator": "BUSINESS", \
            "createdAt": "2026-11-02T09:00:00Z", "chargedToRecipient": false, "content": "Zażółć gęślą jaźń"}
            """;

    @TempDir
    private static Path folder;

    private static LocalStack stack;
    private static String config;

    @BeforeAll
    static void start() throws IOException {
        stack = LocalStack.builder().start();
        config = ClusterFile.write(folder, stack, "eu.").toString();
        assertThat(CommandRun.of("topics", "create", "--config", config).exitCode())
                .isEqualTo(ExitCode.OK);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void shouldReadBackWhatWasPublished() throws IOException {
        CommandRun published = publish("outbound-messages", NOTICE.replace("ID", "m1") + NOTICE.replace("ID", "m2"));
        List<JsonNode> counted = lines(CommandRun.of("read", "outbound-messages", "--config", config));
        List<JsonNode> shown =
                lines(CommandRun.of("read", "outbound-messages", "--show-content", "--max", "1", "--config", config));

        assertThat(published.err()).contains("2 published to eu.outbound-messages");
        assertThat(counted).hasSize(2);
        JsonNode first = counted.get(0);
        assertThat(first.fieldNames())
                .toIterable()
                .containsExactly("topic", "partition", "offset", "timestamp", "key", "headers", "value");
        assertThat(first.path("topic").asText()).isEqualTo("eu.outbound-messages");
        assertThat(first.path("key").asText()).isEqualTo("subject-1");
        assertThat(first.path("value").path("messageId").asText()).isEqualTo("m1");
        assertThat(first.path("value").path("jurisdiction").asText()).isEqualTo("PL");
        assertThat(first.path("value").path("createdAt").asText()).isEqualTo("2026-11-02T09:00:00Z");
        assertThat(first.path("value").path("content").asText()).isEqualTo("<26 bytes>");
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).path("value").path("content").asText()).isEqualTo("Zażółć gęślą jaźń");
    }

    @Test
    void shouldSendNothingWhenOneLineIsInvalid() throws IOException {
        String decisions = """
                {"decisionId": "d1"}
                """;

        CommandRun run = publish("offer-decisions", decisions);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("lines.jsonl:1:").contains("nothing was sent");
        assertThat(CommandRun.of("read", "offer-decisions", "--config", config).out())
                .isEmpty();
    }

    @Test
    void shouldEraseBySendingANullValue() throws IOException {
        publish("consent-state", """
                {"subjectId": "s1", "version": 1, "updatedAt": 1, "consents": [], "objections": [], "inquiries": []}
                {"erase": "s1"}
                """);

        List<JsonNode> records = lines(CommandRun.of("read", "consent-state", "--config", config));

        assertThat(records).hasSize(2);
        assertThat(records.get(1).path("key").asText()).isEqualTo("s1");
        assertThat(records.get(1).path("value").isNull()).isTrue();
    }

    @Test
    void shouldShowDeadLettersAndBadValuesByTheirLength() throws Exception {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            "eu.dead-letters",
                            0,
                            null,
                            new byte[] {(byte) 0xFF},
                            "tel:+48".getBytes(UTF_8),
                            List.of(new RecordHeader("consent-gate-reason", "EMPTY".getBytes(UTF_8)))))
                    .get();
            producer.send(new ProducerRecord<>("eu.cleared-messages", new byte[] {0, 0, 0}))
                    .get();
        }

        JsonNode letter =
                lines(CommandRun.of("read", "dead-letters", "--config", config)).get(0);
        JsonNode bad = lines(CommandRun.of("read", "cleared-messages", "--config", config))
                .get(0);

        assertThat(letter.path("value").asText()).isEqualTo("<7 bytes>");
        assertThat(letter.path("headers").path("consent-gate-reason").asText()).isEqualTo("EMPTY");
        assertThat(letter.path("key").path("base64").asText()).isEqualTo("/w==");
        assertThat(bad.path("value").asText()).isEqualTo("<3 bytes>");
        assertThat(bad.path("undecodable").asText()).startsWith("NOT_THE_FORMAT");
    }

    @Test
    void shouldShowWhatComesAfterASchemaThatTheRegistryRefusesAlone() throws Exception {
        publish("outbound-messages", NOTICE.replace("ID", "m4"));
        stack.registry().answerWith("/schemas/ids/987654", 403, 40301);
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            byte[] value = ByteBuffer.allocate(20).put((byte) 0).putInt(987_654).array();
            producer.send(new ProducerRecord<>("eu.cleared-decisions", value)).get();
            producer.send(new ProducerRecord<>("eu.cleared-decisions", null)).get();
        }
        Path impatient = Files.writeString(
                folder.resolve("impatient.yaml"),
                Files.readString(Path.of(config)).replace("registry:\n", "registry:\n  schema-patience: 300ms\n"));

        try {
            List<JsonNode> records =
                    lines(CommandRun.of("read", "cleared-decisions", "--config", impatient.toString()));

            assertThat(records)
                    .hasSize(2)
                    .anySatisfy(record ->
                            assertThat(record.path("undecodable").asText()).startsWith("UNRESOLVABLE_SCHEMA"));
        } finally {
            stack.registry().answerNormally();
        }
    }

    @Test
    @Timeout(60)
    void shouldEndQuietlyWhenNobodyReadsAnyMore() throws IOException {
        publish("outbound-messages", NOTICE.replace("ID", "m3"));

        int exitCode = GateCommand.commandLine()
                .setOut(new PrintWriter(new OutputStreamWriter(new ClosedPipe(), UTF_8)))
                .execute("read", "outbound-messages", "--follow", "--config", config);

        assertThat(exitCode).isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldSayThatTheTopicIsNotThere() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        String other = ClusterFile.write(elsewhere, stack, "us.").toString();

        CommandRun read = CommandRun.of("read", "quarantine", "--config", other);
        CommandRun published =
                CommandRun.of("publish", "outbound-messages", file(NOTICE).toString(), "--config", other);

        assertThat(read.exitCode()).isEqualTo(ExitCode.PREFLIGHT);
        assertThat(read.err()).contains("us.quarantine").contains("gate topics create");
        assertThat(published.exitCode()).isEqualTo(ExitCode.PREFLIGHT);
        assertThat(published.err()).contains("us.outbound-messages");
    }

    @Test
    void shouldSayThatNobodyAnswers() throws IOException {
        Path file = Files.writeString(folder.resolve("nobody.yaml"), """
                kafka:
                  bootstrap.servers: localhost:1
                  default.api.timeout.ms: 1000
                  request.timeout.ms: 500
                registry:
                  urls: [http://localhost:1]
                """);

        CommandRun run = CommandRun.of("read", "quarantine", "--config", file.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(run.err()).contains("kafka.bootstrap.servers").doesNotContain("\tat ");
    }

    private static CommandRun publish(String topic, String lines) throws IOException {
        return CommandRun.of("publish", topic, file(lines).toString(), "--config", config);
    }

    private static Path file(String lines) throws IOException {
        return Files.writeString(folder.resolve("lines.jsonl"), lines);
    }

    private static List<JsonNode> lines(CommandRun run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    /** What standard output is once the reader at the other end is gone. */
    private static final class ClosedPipe extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
        }
    }
}
