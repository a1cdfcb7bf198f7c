// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.config.GateConfig;
import io.consentgate.config.RegistryProperties;
import io.consentgate.serde.InvalidJson;
import io.consentgate.serde.JsonToAvro;
import io.consentgate.topology.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends plain JSON as Avro. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Sends plain JSON as Avro: one object a line, held against the topic's contract. Lines that begin with # are "
                    + "comments.",
            "",
            "All lines are checked before the first is sent. A line that is not exactly the contract is named with its "
                    + "place and field, and nothing is sent.",
            "",
            "Optional fields are written bare or left out, instants as 2026-05-03T10:15:30Z, content as text (sent as "
                    + "UTF-8) or as {\"base64\": \"...\"}. The key is the record's subjectId.",
            "On consent-state the line {\"erase\": \"SUBJECT-ID\"} erases a person (a null value)."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:published, or valid with --dry-run",
            "1:a line is invalid and nothing was sent, or the brokers did not take a line",
            "2:the command line or the configuration is wrong, or the file cannot be read",
            "75:brokers or registry did not answer; nothing was sent",
            "78:the topic does not exist"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gate publish --dry-run outbound-messages messages.jsonl    check, needs no cluster",
            "  gate publish consent-state deploy/samples/consent-state.jsonl",
            "  echo '{\"erase\": \"subject-1\"}' | gate publish consent-state -"
        })
final class PublishCommand implements Callable<Integer> {

    private static final int MOST_PROBLEMS_SHOWN = 100;
    private static final long PROGRESS_INTERVAL = Duration.ofSeconds(2).toNanos();

    @Mixin
    private ConfigOption configuration;

    @Parameters(
            index = "0",
            paramLabel = "TOPIC",
            description = "${COMPLETION-CANDIDATES}; the configured prefix is put before it.")
    private PublishableTopic topic;

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "JSON lines in UTF-8; - is standard input, which is held in memory.")
    private String file;

    @Option(names = "--dry-run", description = "Check the lines, send nothing; needs no configuration.")
    private boolean dryRun;

    @Option(names = "--skip-invalid", description = "Send the lines that are valid, although others are not.")
    private boolean skipInvalid;

    @Spec
    private CommandSpec spec;

    private long lastProgress;

    @Override
    public Integer call() throws IOException {
        JsonLines lines = file.equals("-") ? JsonLines.ofStandardInput(System.in) : JsonLines.ofFile(Path.of(file));
        if (dryRun) {
            Checked checked = check(lines);
            err().println(lines.name() + ": " + checked.valid() + " valid, " + checked.invalid() + " invalid");
            return checked.invalid() == 0 || skipInvalid ? ExitCode.OK : ExitCode.FAILED;
        }
        GateConfig config = configuration.read();
        Checked checked = check(lines);
        if (checked.invalid() > 0 && !skipInvalid) {
            err().println(lines.name() + ": nothing was sent, " + checked.invalid() + " of "
                    + (checked.valid() + checked.invalid())
                    + " lines are invalid; correct them, or send the others with --skip-invalid");
            return ExitCode.FAILED;
        }
        return publish(lines, checked, config);
    }

    private Checked check(JsonLines lines) throws IOException {
        Checked checked = new Checked();
        lines.forEach((number, line) -> {
            try {
                if (erased(line).isEmpty()) {
                    JsonToAvro.check(line, topic.contract());
                }
                checked.valid++;
            } catch (InvalidJson e) {
                checked.invalid++;
                if (checked.invalid <= MOST_PROBLEMS_SHOWN) {
                    err().println(lines.name() + ":" + number + ":" + e.column() + ": " + e.problem());
                }
            }
            return true;
        });
        if (checked.invalid > MOST_PROBLEMS_SHOWN) {
            err().println("... and " + (checked.invalid - MOST_PROBLEMS_SHOWN) + " more invalid lines");
        }
        return checked;
    }

    private int publish(JsonLines lines, Checked checked, GateConfig config) throws IOException {
        String name = topic.in(Topics.prefixed(config.topics().prefix()));
        try (JsonToAvro converter = JsonToAvro.open(
                        config.serde().serializer(), RegistryProperties.of(config), name, topic.contract());
                Publication publication = Publication.open(config, name)) {
            lastProgress = System.nanoTime();
            lines.forEach((number, line) -> {
                progress(publication, checked);
                return send(publication, converter, number, line);
            });
            publication.awaitAnswers();
            return report(lines, checked, publication, name);
        }
    }

    private boolean send(Publication publication, JsonToAvro converter, int number, String line) {
        Optional<String> erased = erased(line);
        if (erased.isPresent()) {
            return publication.send(number, erased.get(), null);
        }
        try {
            JsonToAvro.Keyed keyed = converter.convert(line);
            return publication.send(number, keyed.subjectId(), keyed.value());
        } catch (InvalidJson alreadyNamed) {
            return true;
        }
    }

    private int report(JsonLines lines, Checked checked, Publication publication, String name) {
        Publication.Failure failure = publication.failure();
        if (failure == null && publication.acknowledged() == checked.valid()) {
            err().println(lines.name() + ": " + checked.valid() + " published to " + name
                    + (checked.invalid() == 0 ? "" : ", " + checked.invalid() + " invalid skipped"));
            return ExitCode.OK;
        }
        if (failure == null) {
            err().println(lines.name() + ": changed while it was being read; " + publication.acknowledged()
                    + " lines were published to " + name);
            return ExitCode.FAILED;
        }
        err().println(lines.name() + ":" + failure.line() + ": not taken by the brokers: "
                + failure.cause().getMessage());
        err().println(lines.name() + ": " + publication.acknowledged() + " of " + checked.valid()
                + " lines were published to " + name + ", all lines before " + failure.line() + " among them");
        return ExitCode.FAILED;
    }

    private Optional<String> erased(String line) {
        return topic.takesErasures() ? Erasure.subjectOf(line) : Optional.empty();
    }

    private void progress(Publication publication, Checked checked) {
        long now = System.nanoTime();
        if (now - lastProgress > PROGRESS_INTERVAL) {
            lastProgress = now;
            err().println(publication.acknowledged() + " of " + checked.valid() + " lines published ...");
        }
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Counts of the checked lines, by type. */
    private static final class Checked {
        private long valid;
        private long invalid;

        long valid() {
            return valid;
        }

        long invalid() {
            return invalid;
        }
    }
}
