// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consentgate.cli.ClearedRecords.Clearance;
import io.consentgate.cli.ClearedRecords.Identity;
import io.consentgate.config.GateConfig;
import io.consentgate.config.KafkaOptions;
import io.consentgate.topology.GateHeaders;
import io.consentgate.topology.Topics;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes events again whose clearance expired before anyone acted on it. */
@Command(
        name = "recheck",
        mixinStandardHelpOptions = true,
        description = {
            "Publishes cleared events again whose clearance has expired, so that the gate judges them again, on the "
                    + "newest consent.",
            "",
            "The event goes to its input topic as it came from its publisher: same key, same bytes, same headers, and "
                    + "one header that says so. It comes out cleared with a new term, or in quarantine. A clearance that still holds is left "
                    + "alone, and so is an event that was cleared again since. Expired means by this machine's clock.",
            "",
            "Only for what no one acted on: an event that was sent in time and is published again is sent twice. Let "
                    + "the gate get through before you run it again.",
            "",
            "Prints one JSON object a line for each record: topic, partition, offset, clearanceValidUntil, action "
                    + "(republished, would-republish or left), and reason, or where it went."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done: nothing that had expired is left",
            "1:the record that was named was left alone or is not there, or the brokers did not take a record",
            "2:the command line or the configuration is wrong, or the group cannot be used",
            "75:the brokers did not answer",
            "78:a topic does not exist"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gate recheck cleared-messages --partition 3 --offset 1207",
            "  gate recheck cleared-messages --unread-by sms-gateway --dry-run"
        })
final class RecheckCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption configuration;

    @Parameters(paramLabel = "TOPIC", description = "${COMPLETION-CANDIDATES}; the configured prefix is put before it.")
    private RecheckableTopic topic;

    @ArgGroup(multiplicity = "1")
    private Selection selection;

    @Option(names = "--dry-run", description = "Say what would be published, publish nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    private final Clock clock = Clock.systemUTC();
    private long republished;
    private long left;

    /** Selects the records. */
    private static final class Selection {
        @ArgGroup(exclusive = false)
        private @Nullable Place place;

        @Option(
                names = "--unread-by",
                paramLabel = "GROUP",
                description = "All records that this consumer group has not read: those of a gateway that was down. It "
                        + "must be stopped, and throw away what has expired when it starts again.")
        private @Nullable String unreadBy;
    }

    /** One record. */
    private static final class Place {
        @Option(names = "--partition", paramLabel = "N", required = true, description = "The partition of one record.")
        private int partition;

        @Option(names = "--offset", paramLabel = "N", required = true, description = "The offset of that record.")
        private long offset;
    }

    @Override
    public Integer call() {
        GateConfig config = configuration.read();
        Topics topics = Topics.prefixed(config.topics().prefix());
        String cleared = topic.in(topics);
        String input = topic.inputIn(topics);
        try (Consumer<byte[], byte[]> consumer = CommittedReader.open(config)) {
            ClearedRecords records = new ClearedRecords(consumer, starts(config, consumer, cleared));
            Map<Identity, Long> last = records.lastOffsets();
            if (dryRun) {
                records.forEachBatch(batch -> handle(batch, last, null, input));
            } else {
                Publication.requireTopic(config, input);
                try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                        Publication.options(config), new ByteArraySerializer(), new ByteArraySerializer())) {
                    records.forEachBatch(batch -> handle(batch, last, producer, input));
                }
            }
        } catch (NotTaken e) {
            err().println(republished + " published to " + input + "; then one was not taken by the brokers: "
                    + e.getMessage());
            return ExitCode.FAILED;
        }
        return report(cleared, input);
    }

    private int report(String cleared, String input) {
        Place one = selection.place;
        if (one != null && republished + left == 0) {
            err().println("there is no record at " + cleared + "-" + one.partition + "@" + one.offset
                    + ": it is past the end, its retention is over, or nothing was committed there");
            return ExitCode.FAILED;
        }
        err().println(republished + (dryRun ? " would be published to " : " published to ") + input + ", " + left
                + " left alone");
        return one != null && republished == 0 ? ExitCode.FAILED : ExitCode.OK;
    }

    private Map<TopicPartition, Long> starts(GateConfig config, Consumer<byte[], byte[]> consumer, String cleared) {
        List<TopicPartition> partitions = CommittedReader.partitions(consumer, cleared);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Place one = selection.place;
        String group = selection.unreadBy;
        if (one != null) {
            TopicPartition partition = new TopicPartition(cleared, one.partition);
            Long beginning = beginnings.get(partition);
            if (beginning == null || one.offset < 0) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no " + partition + "@" + one.offset + "; the topic has partitions 0 to "
                                + (partitions.size() - 1));
            }
            return Map.of(partition, Math.max(one.offset, beginning));
        }
        if (group == null) {
            throw new ParameterException(
                    spec.commandLine(), "say which records: --partition and --offset, or --unread-by");
        }
        try (Admin admin = Admin.create(KafkaOptions.client(config))) {
            return UnreadOffsets.of(admin, group, beginnings);
        }
    }

    private boolean handle(
            List<ConsumerRecord<byte[], byte[]>> records,
            Map<Identity, Long> last,
            @Nullable Producer<byte[], byte[]> producer,
            String input) {
        List<Republished> underWay = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (isSelected(record)) {
                Clearance clearance = ClearedRecords.clearanceOf(record, last, clock.instant());
                if (clearance instanceof Clearance.Valid valid) {
                    leave(
                            RecordEnvelope.place(record)
                                    .put("clearanceValidUntil", valid.until().toString()),
                            "the clearance still holds");
                } else if (clearance instanceof Clearance.Superseded superseded) {
                    leave(
                            RecordEnvelope.place(record),
                            "the same event was cleared again at offset " + superseded.by());
                } else if (clearance instanceof Clearance.Absent) {
                    leave(RecordEnvelope.place(record), "it carries no clearance of the gate");
                } else if (clearance instanceof Clearance.Expired expired) {
                    ObjectNode line = RecordEnvelope.place(record)
                            .put("clearanceValidUntil", expired.since().toString());
                    if (producer == null) {
                        republished++;
                        out().println(line.put("action", "would-republish").put("toTopic", input));
                    } else {
                        underWay.add(new Republished(line, producer.send(asPublished(record, input))));
                    }
                }
            }
        }
        if (producer != null) {
            producer.flush();
            confirm(underWay);
        }
        return selection.place == null;
    }

    private boolean isSelected(ConsumerRecord<byte[], byte[]> record) {
        Place one = selection.place;
        return one == null || record.offset() == one.offset;
    }

    /** The timestamp is now: with the event's own time, an old event would exceed the topic's retention on arrival. */
    private static ProducerRecord<byte[], byte[]> asPublished(ConsumerRecord<byte[], byte[]> record, String input) {
        Headers headers = GateHeaders.withoutOurs(record.headers());
        String place = record.topic() + "." + record.partition() + "." + record.offset();
        headers.add(GateHeaders.ASKS_AGAIN, place.getBytes(UTF_8));
        return new ProducerRecord<>(input, null, record.key(), record.value(), headers);
    }

    /** Reports the new place of each record, before the first refusal. */
    private void confirm(List<Republished> underWay) {
        Throwable notTaken = null;
        for (Republished sent : underWay) {
            try {
                RecordMetadata place = sent.acknowledgement().get();
                republished++;
                out().println(sent.line()
                        .put("action", "republished")
                        .put("toTopic", place.topic())
                        .put("toPartition", place.partition())
                        .put("toOffset", place.offset()));
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            } catch (ExecutionException e) {
                notTaken = notTaken == null ? e.getCause() : notTaken;
            }
        }
        if (notTaken != null) {
            throw new NotTaken(notTaken);
        }
    }

    private void leave(ObjectNode line, String reason) {
        left++;
        out().println(line.put("action", "left").put("reason", reason));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** A republished record whose acknowledgement is pending. */
    private record Republished(ObjectNode line, Future<RecordMetadata> acknowledgement) {}
}
