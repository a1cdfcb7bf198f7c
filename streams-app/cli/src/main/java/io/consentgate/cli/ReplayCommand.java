// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consentgate.config.GateConfig;
import io.consentgate.topology.GateHeaders;
import io.consentgate.topology.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes dead letters to their original topic again, once the cause is fixed. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Publishes dead letters of one reason again, each at most once, so that the gate reads them again: after the "
                    + "registry has the schema, or gives it to the gate.",
            "",
            "A letter goes to the topic that it came from as its publisher wrote it: same key, same bytes, same headers; "
                    + "its timestamp is now. Letters without a value are left alone.",
            "",
            "Consents are left alone, too. Their topic is compacted: an old record, written again, would take the place of "
                    + "a newer one of the person, such as a withdrawal, or of their erasure. Until then nothing goes to the "
                    + "person that needs consent. Have their publisher publish their state with a higher version.",
            "",
            "What was replayed is remembered by the offsets of a consumer group for each reason, written in one "
                    + "transaction with the records. Brokers forget them after a while "
                    + "(offsets.retention.minutes, 7 days by default): then, and the first time, say --since when. "
                    + "Without --first-time that may not be longer ago than brokers remember, so that nothing is "
                    + "replayed twice.",
            "",
            "Prints one JSON object a line for each letter of that reason: topic, partition, offset, action (replayed, "
                    + "would-replay or left), and toTopic or why not."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done: no such letter is left but those that were left alone",
            "1:the brokers did not take a record; what was not reported is not replayed",
            "2:the command line or the configuration is wrong, or nothing is known of earlier replays",
            "75:the brokers did not answer",
            "78:a topic does not exist"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gate replay dead-letters --reason UNRESOLVABLE_SCHEMA --since 2026-11-30T08:00:00Z --dry-run",
            "  gate replay dead-letters --reason UNKNOWN_SCHEMA"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Pattern CODE = Pattern.compile("[A-Z_]+");

    /** Readers of committed records see nothing behind an open transaction. */
    private static final int LONGEST_TRANSACTION_MS = 15_000;

    /** A topic with dead letters of other topics' records. */
    enum ReplayableTopic {
        DEAD_LETTERS;

        /** Its name on a cluster. */
        String in(Topics topics) {
            return switch (this) {
                case DEAD_LETTERS -> topics.deadLetters();
            };
        }

        @Override
        public String toString() {
            return in(Topics.prefixed(""));
        }
    }

    @Mixin
    private ConfigOption configuration;

    @Parameters(paramLabel = "TOPIC", description = "${COMPLETION-CANDIDATES}; the configured prefix is put before it.")
    private ReplayableTopic topic;

    @Option(
            names = "--reason",
            paramLabel = "CODE",
            required = true,
            description = "Which letters: those with this code in the header consent-gate-reason.")
    private String reason;

    @Option(
            names = "--since",
            paramLabel = "INSTANT",
            description =
                    "Only letters from the first with this timestamp or a later one on, such as 2026-11-30T08:00:00Z. A "
                            + "letter's timestamp is when its broker took it. Earlier ones are not replayed later either.")
    private @Nullable Instant since;

    @Option(
            names = "--first-time",
            description =
                    "Your word that no letters of this reason were replayed before. Where there were, and the brokers "
                            + "have forgotten it, they are replayed twice.")
    private boolean firstTime;

    @Option(names = "--dry-run", description = "Say what would be replayed, publish nothing and remember nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    private Set<String> inputs = Set.of();
    private String group = "";
    private long replayed;
    private long left;

    @Override
    public Integer call() {
        if (!CODE.matcher(reason).matches()) {
            throw new ParameterException(
                    spec.commandLine(), "--reason is " + reason + "; a reason is like UNRESOLVABLE_SCHEMA");
        }
        GateConfig config = configuration.read();
        Topics topics = Topics.prefixed(config.topics().prefix());
        String letters = topic.in(topics);
        inputs = Set.of(topics.outboundMessages(), topics.offerDecisions(), topics.reviewVerdicts());
        group = config.applicationId() + "-replay-" + letters + "-" + reason;
        try (Consumer<byte[], byte[]> consumer = CommittedReader.open(config, group)) {
            List<TopicPartition> partitions = CommittedReader.partitions(consumer, letters);
            if (dryRun) {
                replay(consumer, starts(config, consumer, partitions), null);
            } else {
                inputs.forEach(input -> Publication.requireTopic(config, input));
                try (Producer<byte[], byte[]> producer =
                        new KafkaProducer<>(options(config), new ByteArraySerializer(), new ByteArraySerializer())) {
                    // Aborts the transaction of a killed replay, and stops a replay that is still running.
                    producer.initTransactions();
                    replay(consumer, starts(config, consumer, partitions), producer);
                }
            }
        } catch (NotTaken e) {
            err().println(replayed + " replayed; then the brokers did not take a batch, of which nothing is replayed: "
                    + e.getMessage());
            return ExitCode.FAILED;
        }
        err().println(replayed + (dryRun ? " would be replayed, " : " replayed, ") + left + " left alone");
        return ExitCode.OK;
    }

    private Properties options(GateConfig config) {
        Properties options = Publication.options(config);
        options.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group);
        options.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, LONGEST_TRANSACTION_MS);
        return options;
    }

    private Map<TopicPartition, Long> starts(
            GateConfig config, Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        // Waits for the end of a transaction that would move the offsets.
        Map<TopicPartition, OffsetAndMetadata> remembered = new HashMap<>(consumer.committed(Set.copyOf(partitions)));
        remembered.values().removeIf(Objects::isNull);
        if (remembered.isEmpty()) {
            requireSince(config);
        }
        Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(partitions));
        remembered.forEach((partition, offset) -> starts.merge(partition, offset.offset(), Math::max));
        if (since != null) {
            sinceThen(consumer, partitions, since)
                    .forEach((partition, offset) -> starts.merge(partition, offset, Math::max));
        }
        return starts;
    }

    /**
     * A letter is written before its replay. If brokers still remember the time at which the letter was written, they also
     * remember a replay of the letter.
     */
    private void requireSince(GateConfig config) {
        String unknown = "nothing is known of earlier replays of " + reason
                + ": there was none, or the brokers have forgotten it. ";
        if (since == null) {
            throw new UnusableGroup(unknown + "Say from when on with --since, and look with --dry-run first");
        }
        if (dryRun || firstTime) {
            return;
        }
        Optional<Duration> retention = OffsetsRetention.of(config);
        if (retention.isEmpty()) {
            throw new UnusableGroup(
                    unknown + "They do not tell this user how long they remember (DESCRIBE_CONFIGS of the"
                            + " cluster): allow it, or say with --first-time that there was none");
        }
        Instant remembered = Instant.now().minus(retention.get());
        if (since.isBefore(remembered)) {
            throw new UnusableGroup(
                    unknown + "They remember replays since " + remembered
                            + " at most: name an instant after that with --since, or say with --first-time that there was none");
        }
    }

    private static Map<TopicPartition, Long> sinceThen(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Instant since) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        Map<TopicPartition, Long> offsets = new HashMap<>(consumer.endOffsets(partitions));
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                consumer.offsetsForTimes(times).entrySet()) {
            if (found.getValue() != null) {
                offsets.put(found.getKey(), found.getValue().offset());
            }
        }
        return offsets;
    }

    private void replay(
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> starts,
            @Nullable Producer<byte[], byte[]> producer) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(starts.keySet());
        consumer.assign(starts.keySet());
        starts.forEach(consumer::seek);
        boolean more = true;
        while (more) {
            List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(letter.topic(), letter.partition());
                if (letter.offset() < Objects.requireNonNull(ends.get(partition))
                        && reason.equals(GateHeaders.text(letter.headers(), GateHeaders.REASON))) {
                    batch.add(letter);
                }
            }
            more = !CommittedReader.hasReached(consumer, ends);
            // Also remembers a replay without letters, to know that it happened.
            if (!batch.isEmpty() || !more) {
                replay(batch, positions(consumer, starts, ends), consumer.groupMetadata(), producer);
            }
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> positions(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        starts.forEach((partition, start) -> {
            long end = Math.max(start, Objects.requireNonNull(ends.get(partition)));
            positions.put(partition, new OffsetAndMetadata(Math.min(end, consumer.position(partition))));
        });
        return positions;
    }

    private void replay(
            List<ConsumerRecord<byte[], byte[]>> batch,
            Map<TopicPartition, OffsetAndMetadata> positions,
            ConsumerGroupMetadata remembering,
            @Nullable Producer<byte[], byte[]> producer) {
        List<ObjectNode> lines = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> letter : batch) {
            ObjectNode line = RecordEnvelope.place(letter);
            String input = GateHeaders.text(letter.headers(), GateHeaders.ORIGIN_TOPIC);
            String obstacle = obstacle(letter, input);
            if (obstacle != null) {
                lines.add(line.put("action", "left").put("why", obstacle));
            } else {
                lines.add(line.put("action", producer == null ? "would-replay" : "replayed")
                        .put("toTopic", input));
                records.add(new ProducerRecord<>(
                        input, null, letter.key(), letter.value(), GateHeaders.withoutOurs(letter.headers())));
            }
        }
        if (producer != null) {
            inOneTransaction(producer, records, positions, remembering);
        }
        replayed += records.size();
        left += batch.size() - records.size();
        lines.forEach(out()::println);
    }

    private @Nullable String obstacle(ConsumerRecord<byte[], byte[]> letter, @Nullable String input) {
        if (input == null || !inputs.contains(input)) {
            return "it came from " + input + ", where only its publisher can put it right";
        }
        return letter.value() == null ? "it has no value" : null;
    }

    private static void inOneTransaction(
            Producer<byte[], byte[]> producer,
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> positions,
            ConsumerGroupMetadata remembering) {
        try {
            producer.beginTransaction();
            for (ProducerRecord<byte[], byte[]> record : records) {
                // The commit learns of every failure.
                Future<RecordMetadata> unused = producer.send(record);
            }
            producer.sendOffsetsToTransaction(positions, remembering);
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw new NotTaken(e);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
