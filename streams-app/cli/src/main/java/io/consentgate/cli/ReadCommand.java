// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.config.GateConfig;
import io.consentgate.topology.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is on a topic. */
@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what is on a topic as JSON, one record a line, on standard output.",
            "",
            "Each line has topic, partition, offset, timestamp, key, headers and value; records of one partition come "
                    + "in order. Ends with what was there when it started, unless --follow.",
            "Reads committed records only, joins no group and moves no offset.",
            "",
            "Contents of messages, and dead letters, are shown as '<N bytes>'. --show-content prints them in full: "
                    + "personal data, on your screen and in your scroll-back."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:read to the end, to --max, or until the reader of the output stopped",
            "2:the command line or the configuration is wrong",
            "75:brokers or registry did not answer",
            "78:the topic does not exist"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gate read quarantine | jq -r '.headers.\"consent-gate-rules\"' | sort | uniq -c",
            "  gate read cleared-messages --follow --from end",
            "  gate read dead-letters --max 10"
        })
final class ReadCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(250);

    /** Where to begin reading. */
    enum Start {
        BEGINNING,
        END;

        @Override
        public String toString() {
            return this == BEGINNING ? "beginning" : "end";
        }
    }

    @Mixin
    private ConfigOption configuration;

    @Parameters(paramLabel = "TOPIC", description = "${COMPLETION-CANDIDATES}; the configured prefix is put before it.")
    private ReadableTopic topic;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            defaultValue = "beginning",
            description = "Where to begin: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Start start;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what arrives, until stopped.")
    private boolean follow;

    @Option(names = "--max", paramLabel = "N", description = "Stop after this many records.")
    private long max = Long.MAX_VALUE;

    @Option(names = "--show-content", description = "Print the contents of messages and dead letters.")
    private boolean showContent;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (max < 1) {
            throw new ParameterException(spec.commandLine(), "--max is " + max + "; it must be at least 1");
        }
        GateConfig config = configuration.read();
        String name = topic.in(Topics.prefixed(config.topics().prefix()));
        try (RecordEnvelope envelope = RecordEnvelope.open(config, topic, showContent);
                Consumer<byte[], byte[]> consumer = CommittedReader.open(config)) {
            List<TopicPartition> partitions = CommittedReader.partitions(consumer, name);
            consumer.assign(partitions);
            switch (start) {
                case BEGINNING -> consumer.seekToBeginning(partitions);
                case END -> consumer.seekToEnd(partitions);
            }
            print(consumer, envelope, consumer.endOffsets(partitions));
        }
        return ExitCode.OK;
    }

    private void print(
            Consumer<byte[], byte[]> consumer, RecordEnvelope envelope, Map<TopicPartition, Long> endOffsets) {
        PrintWriter out = spec.commandLine().getOut();
        long printed = 0;
        while (printed < max && (follow || !CommittedReader.hasReached(consumer, endOffsets))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (printed < max && (follow || isBefore(record, endOffsets))) {
                    out.println(envelope.show(record));
                    printed++;
                }
            }
            // Flushes, and returns true when the reader has closed the pipe, as after 'gate read ... | head'.
            if (out.checkError()) {
                return;
            }
        }
    }

    private static boolean isBefore(ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, Long> endOffsets) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        return record.offset() < Objects.requireNonNull(endOffsets.get(partition));
    }
}
