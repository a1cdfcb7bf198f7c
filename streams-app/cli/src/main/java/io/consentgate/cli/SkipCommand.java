// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.consentgate.config.GateConfig;
import io.consentgate.config.KafkaOptions;
import io.consentgate.run.SkipOrders;
import io.consentgate.run.SkipRefused;
import io.consentgate.serde.SubjectKey;
import io.consentgate.topology.Skips;
import io.consentgate.topology.Skips.Skip;
import io.consentgate.topology.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has the gate step over a record that it cannot handle. */
@Command(
        name = "skip",
        mixinStandardHelpOptions = true,
        description = {
            "Has the gate step over one record that ends it at every start. The gate reads the order when it starts. After three "
                    + "such starts (fatal-records.starts) its log names the record, with this command.",
            "",
            "The record becomes a dead letter of reason SKIPPED, with its place and your reason, in the transaction that moves the "
                    + "gate past it: its value is not looked at, and is kept where it is small. A consent that is stepped "
                    + "over may have been a withdrawal: nothing that needs its person's consent clears until a record of a "
                    + "higher version comes. An erasure that is stepped over erases no one: have it sent again.",
            "",
            "One record of a partition at a time; a later order takes the place of an earlier one. Brokers forget an order "
                    + "after offsets.retention.minutes (7 days by default).",
            "",
            "A record that is larger than the heap ends the gate while it is fetched (exit code 3): one of millions of empty "
                    + "headers does, from a batch of a few kilobytes. Start the gate once with more heap, or say "
                    + "--without-reading, for a consent with --subject. It steps over what stands behind it in the same batch "
                    + "only by its own order, one after the other."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ordered",
            "1:refused: there is no such record, the gate is past it, or no one can tell whose consent it is",
            "2:the command line or the configuration is wrong",
            "75:the brokers did not answer"
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  gate skip outbound-messages 3 1042 --reason 'OPS-311: ends the gate, content of 900 MB'",
            "  gate skip consent-state 3 77 --without-reading --subject customer-4711 --reason 'OPS-312'"
        })
final class SkipCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final int ATTEMPTS = 60;
    private static final int LONGEST_REASON = 150;

    @Mixin
    private ConfigOption configuration;

    @Parameters(
            index = "0",
            paramLabel = "TOPIC",
            description = "What the gate reads, such as outbound-messages; the configured prefix is put before it.")
    private String topic;

    @Parameters(index = "1", paramLabel = "PARTITION")
    private int partition;

    @Parameters(index = "2", paramLabel = "OFFSET")
    private long offset;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why, for the dead letter and the log; at most " + LONGEST_REASON
                    + " characters. No personal data.")
    private String reason;

    @Option(
            names = "--key-is-subject",
            description =
                    "That you have made sure that the record's key is the id of the person whom its value is about, for a"
                            + " consent: what that person had allowed does not count any more. The value is not looked at.")
    private boolean keyIsSubject;

    @Option(
            names = "--without-reading",
            description =
                    "Do not even fetch it, since that ends the gate. The dead letter then has nothing of it but its place, so "
                            + "gate replay cannot bring it back. For a consent, name its person with --subject.")
    private boolean withoutReading;

    @Option(
            names = "--subject",
            paramLabel = "ID",
            description =
                    "Your word whose consent it is that is not read, as its publisher told you: what that person had allowed"
                            + " does not count any more, what they forbade stays. If you name another person, that one is"
                            + " held, and the right one's older grant stands. Not for consent-state-rerouted.")
    private @Nullable String subject;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (reason.isBlank()
                || reason.length() > LONGEST_REASON
                || reason.chars().anyMatch(Character::isISOControl)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--reason must be one line of text, of at most " + LONGEST_REASON + " characters");
        }
        if (partition < 0 || offset < 0) {
            throw new ParameterException(spec.commandLine(), "PARTITION and OFFSET must not be negative");
        }
        if (subject != null && !withoutReading) {
            throw new ParameterException(
                    spec.commandLine(), "--subject is for a consent that is not read; say --without-reading, too");
        }
        GateConfig config = configuration.read();
        Topics topics = Topics.prefixed(config.topics().prefix());
        TopicPartition place = new TopicPartition(config.topics().prefix() + topic, partition);
        try (Admin admin = Admin.create(KafkaOptions.client(config))) {
            SkipOrders orders = new SkipOrders(admin, config.applicationId(), topics);
            if (topics.consent().contains(place.topic()) && !withoutReading) {
                orders.requireRecord(place, offset);
                requireSubject(config, place, topics.isRerouted(place.topic()));
            }
            orders.order(place, new Skip(offset, reason, withoutReading, subject));
        } catch (SkipRefused refused) {
            spec.commandLine().getErr().println(refused.getMessage());
            return ExitCode.FAILED;
        }
        spec.commandLine()
                .getOut()
                .println(JsonNodeFactory.instance
                        .objectNode()
                        .put("topic", place.topic())
                        .put("partition", partition)
                        .put("offset", offset)
                        .put("action", "ordered")
                        .put("withoutReading", withoutReading)
                        .put("reason", reason));
        spec.commandLine()
                .getErr()
                .println(
                        "The gate steps over it from its next start on. Start again what runs; look for the dead letter with"
                                + " 'gate read dead-letters'");
        return ExitCode.OK;
    }

    /** Else the gate could not say whose consent must not count any more, and would not step over it. */
    private void requireSubject(GateConfig config, TopicPartition place, boolean rerouted) {
        if (!keyIsSubject) {
            throw new SkipRefused("the consent at offset " + offset + " of " + place
                    + " cannot be stepped over: it may be about another person than its key names, whose consent would then"
                    + " stand. Make sure of it, and say --key-is-subject");
        }
        ConsumerRecord<byte[], byte[]> record = read(config, place);
        if (record == null || !tellsSubject(record, rerouted)) {
            throw new SkipRefused("the consent at offset " + offset + " of " + place + " cannot be stepped over: "
                    + (record == null ? "it cannot be read" : "its key tells no subject")
                    + ", so no one can say whose consent must not count any more");
        }
    }

    private static boolean tellsSubject(ConsumerRecord<byte[], byte[]> record, boolean rerouted) {
        byte[] key = record.key();
        byte[] subject = key == null || rerouted ? key : SubjectKey.subjectIn(record.headers(), key);
        return subject != null && subject.length > 0 && subject.length <= Skips.LONGEST_SUBJECT;
    }

    private @Nullable ConsumerRecord<byte[], byte[]> read(GateConfig config, TopicPartition place) {
        try (Consumer<byte[], byte[]> consumer = CommittedReader.open(config)) {
            consumer.assign(List.of(place));
            consumer.seek(place, offset);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    return record.offset() == offset ? record : null;
                }
            }
            return null;
        } catch (KafkaException unreadable) {
            return null;
        }
    }
}
