// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consentgate.local.LocalStack;
import io.consentgate.topology.GateHeaders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real broker, under a prefix. Each test has a reason of its own. */
class ReplayIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BEGINNING = "1970-01-01T00:00:00Z";

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
    void shouldBringALetterBackAsItsPublisherWroteItAndOnlyOnce() throws Exception {
        letter("ONCE", "eu.outbound-messages", "once-1", "one");
        letter("OTHER", "eu.outbound-messages", "once-2", "two");

        CommandRun first = replay("ONCE", "--since", yesterday());
        CommandRun second = replay("ONCE");
        CommandRun third = replay("ONCE", "--since", yesterday());

        assertThat(first.err()).contains("1 replayed, 0 left alone");
        assertThat(lines(first)).singleElement().satisfies(line -> {
            assertThat(line.path("action").asText()).isEqualTo("replayed");
            assertThat(line.path("toTopic").asText()).isEqualTo("eu.outbound-messages");
        });
        assertThat(second.err()).contains("0 replayed, 0 left alone");
        assertThat(third.err()).contains("0 replayed, 0 left alone");
        assertThat(committed("eu.outbound-messages", "once-")).singleElement().satisfies(record -> {
            assertThat(record.key()).asString(UTF_8).isEqualTo("once-1");
            assertThat(record.value()).asString(UTF_8).isEqualTo("one");
            assertThat(record.headers())
                    .singleElement()
                    .satisfies(header -> assertThat(header.key()).isEqualTo("trace"));
        });
    }

    @Test
    void shouldGoOnWithLettersThatCameSince() throws Exception {
        letter("LATER", "eu.offer-decisions", "later-1", "one");
        replay("LATER", "--since", yesterday());
        letter("LATER", "eu.offer-decisions", "later-2", "two");

        CommandRun next = replay("LATER");

        assertThat(next.err()).contains("1 replayed");
        assertThat(committed("eu.offer-decisions", "later-")).hasSize(2);
    }

    @Test
    void shouldLeaveConsentsAndWhatHasNoValueAlone() throws Exception {
        letter("LEFT", "eu.consent-state", "left-1", "grant");
        letter("LEFT", "eu.outbound-messages", "left-2", null);
        letter("LEFT", "somewhere-else", "left-3", "three");

        CommandRun run = replay("LEFT", "--since", yesterday());

        assertThat(run.err()).contains("0 replayed, 3 left alone");
        assertThat(lines(run))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.path("action").asText()).isEqualTo("left"));
        assertThat(committed("eu.consent-state", "left-")).isEmpty();
        assertThat(committed("eu.outbound-messages", "left-")).isEmpty();
    }

    @Test
    void shouldPublishNothingInADryRun() throws Exception {
        letter("DRY", "eu.outbound-messages", "dry-1", "one");

        CommandRun dry = replay("DRY", "--since", yesterday(), "--dry-run");

        assertThat(dry.err()).contains("1 would be replayed");
        assertThat(committed("eu.outbound-messages", "dry-")).isEmpty();
        assertThat(replay("DRY", "--since", yesterday()).err()).contains("1 replayed");
    }

    @Test
    void shouldNotGuessWhatWasReplayedBefore() throws Exception {
        letter("UNHEARD", "eu.outbound-messages", "unheard-1", "one");

        CommandRun run = replay("UNHEARD");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--since");
        assertThat(committed("eu.outbound-messages", "unheard-")).isEmpty();
    }

    /** It may have been replayed before, and the brokers have forgotten it. */
    @Test
    void shouldNotReplayFromBeforeWhatTheBrokersRememberWithoutAnOperatorsWord() throws Exception {
        letter("FORGOTTEN", "eu.outbound-messages", "forgotten-1", "one");

        CommandRun unsure = replay("FORGOTTEN", "--since", BEGINNING);

        assertThat(unsure.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unsure.err()).contains("--first-time");
        assertThat(committed("eu.outbound-messages", "forgotten-")).isEmpty();
        assertThat(replay("FORGOTTEN", "--since", BEGINNING, "--dry-run").err()).contains("1 would be replayed");
        assertThat(replay("FORGOTTEN", "--since", BEGINNING, "--first-time").err())
                .contains("1 replayed");
        // From then on it is remembered.
        assertThat(replay("FORGOTTEN", "--since", BEGINNING).err()).contains("0 replayed");
    }

    @Test
    void shouldReplayOnlyWhatCameSinceThen() throws Exception {
        letter("SINCE", "eu.outbound-messages", "since-1", "one");
        long written = System.currentTimeMillis();
        await().until(() -> System.currentTimeMillis() > written);
        Instant then = Instant.now();
        letter("SINCE", "eu.outbound-messages", "since-2", "two");

        CommandRun run = replay("SINCE", "--since", then.toString());

        assertThat(run.err()).contains("1 replayed");
        assertThat(committed("eu.outbound-messages", "since-"))
                .singleElement()
                .satisfies(record -> assertThat(record.value()).asString(UTF_8).isEqualTo("two"));
    }

    /** Whichever of them is fenced has published nothing that the other did. */
    @Test
    void shouldReplayEachLetterOnceWhenTwoDoItAtOnce() throws Exception {
        for (int i = 0; i < 500; i++) {
            letter("RACE", "eu.outbound-messages", "race-" + i, "x");
        }

        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            Callable<CommandRun> run = () -> replay("RACE", "--since", yesterday());
            both.invokeAll(List.of(run, run));
        } finally {
            both.shutdown();
        }
        replay("RACE", "--since", yesterday());

        assertThat(committed("eu.outbound-messages", "race-"))
                .extracting(record -> new String(record.key(), UTF_8))
                .hasSize(500)
                .doesNotHaveDuplicates();
    }

    /** Long enough ago for all letters of a test, and within what brokers remember. */
    private static String yesterday() {
        return Instant.now().minus(Duration.ofDays(1)).toString();
    }

    private static CommandRun replay(String reason, String... more) {
        List<String> line = new ArrayList<>(List.of("replay", "dead-letters", "--reason", reason, "--config", config));
        line.addAll(List.of(more));
        return CommandRun.of(line.toArray(String[]::new));
    }

    private static void letter(String reason, String origin, String key, @Nullable String value) throws Exception {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                "eu.dead-letters", key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
        letter.headers()
                .add("trace", "1".getBytes(UTF_8))
                .add(GateHeaders.REASON, reason.getBytes(UTF_8))
                .add(GateHeaders.REASON_TEXT, "why".getBytes(UTF_8))
                .add(GateHeaders.ORIGIN_TOPIC, origin.getBytes(UTF_8))
                .add(GateHeaders.ORIGIN_PARTITION, "0".getBytes(UTF_8))
                .add(GateHeaders.ORIGIN_OFFSET, "7".getBytes(UTF_8))
                .add(GateHeaders.ORIGIN_TIMESTAMP, "7".getBytes(UTF_8));
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(letter).get();
        }
    }

    /** Of the keys that begin so. */
    private static List<ConsumerRecord<byte[], byte[]>> committed(String topic, String keys) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            Collection<TopicPartition> partitions = CommittedReader.partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!CommittedReader.hasReached(consumer, ends)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(250))) {
                    if (new String(record.key(), UTF_8).startsWith(keys)) {
                        records.add(record);
                    }
                }
            }
        }
        return records;
    }

    private static List<JsonNode> lines(CommandRun run) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
