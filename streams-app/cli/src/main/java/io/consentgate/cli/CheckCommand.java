// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Language;
import io.consentgate.policy.Policy;
import io.consentgate.run.PolicySettings;
import io.consentgate.serde.ContractRecord;
import io.consentgate.serde.InvalidJson;
import io.consentgate.serde.OfflineContract;
import io.consentgate.serde.UndecodableException;
import io.consentgate.topology.OfflineGate;
import io.consentgate.topology.OfflineGate.Judged;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges events in files, without a cluster. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Judges events in a file as the gate would, without brokers or registry: a campaign before it is sent, or one "
                    + "case that you want to try.",
            "",
            "FILE holds JSON lines as 'gate publish' takes them: messages and decisions, told apart by messageId and "
                    + "decisionId. Consent records, and {\"erase\": \"SUBJECT-ID\"}, may stand among them or in a file of "
                    + "their own. Order counts: what stands first came first. Lines that begin with # are comments.",
            "",
            "The settings are those of policy.* in the configuration, if there is one; brokers need not be named.",
            "",
            "Not known here, and so not judged:",
            "  - consent records that are in neither file: such a person counts as one without a record",
            "  - what the gate remembers from earlier: replies to inquiries, earlier decisions of a human, its counts. What "
                    + "happens within FILE is remembered.",
            "  - whether a message was quarantined or released before, and what a reviewer would decide",
            "  - sizes, keys and partitions, and schemas other than this version's",
            "",
            "Events are not held in memory; consent records are, one for each person."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing would be diverted",
            "1:at least one event would be diverted",
            "2:the command line or the configuration is wrong, or a file or a line cannot be read"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gate check campaign.jsonl --consent consents.jsonl",
            "  gate check campaign.jsonl --consent consents.jsonl --format junit > check.xml",
            "  gate check --example > case.jsonl           then edit it, and: gate check case.jsonl",
            "  gate check case.jsonl --at 2027-03-01T08:00:00Z --lang pl"
        })
final class CheckCommand implements Callable<Integer> {

    private static final int MOST_PROBLEMS_SHOWN = 100;

    /** Kind of the events. */
    enum Kind {
        MESSAGE(ContractRecord.OUTBOUND_MESSAGE),
        DECISION(ContractRecord.OFFER_DECISION);

        private final ContractRecord contract;

        Kind(ContractRecord contract) {
            this.contract = contract;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Format of the report. */
    enum Format {
        TEXT,
        JSON,
        JUNIT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private ConfigOption configuration;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "JSON lines in UTF-8; - is standard input.")
    private @Nullable String file;

    @Option(
            names = "--consent",
            paramLabel = "FILE",
            description = "Consent records, JSON lines as on consent-state; read before FILE.")
    private @Nullable Path consentFile;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "What FILE holds, ${COMPLETION-CANDIDATES}; otherwise each line tells.")
    private @Nullable Kind kind;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "When it is judged, such as 2026-11-02T09:00:00Z; otherwise now.")
    private @Nullable Instant at;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Format format;

    @Option(
            names = {"--lang", "--language"},
            paramLabel = "LANGUAGE",
            defaultValue = "en",
            completionCandidates = LawLanguage.class,
            converter = LawLanguage.class,
            description = "Language of reasons, ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Language language;

    @Option(
            names = "--only-diverted",
            description = "Tell only of events that would be diverted or cannot be read; all are counted.")
    private boolean onlyDiverted;

    @Option(names = "--example", description = "Print a commented file to begin with, and check nothing.")
    private boolean example;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (example) {
            print("check-example." + language + ".jsonl");
            return ExitCode.OK;
        }
        if (file == null) {
            throw new ParameterException(spec.commandLine(), "name the FILE to check, or begin with --example");
        }
        JsonLines events = file.equals("-") ? JsonLines.ofStream("stdin", System.in) : JsonLines.ofFile(Path.of(file));
        Instant instant = at == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS) : at;
        Policy policy = Policy.standard(PolicySettings.of(configuration.readPolicy()));
        try (CheckReport report = report(events.name())) {
            Check check = new Check(policy, instant, report);
            boolean read = consentFile == null || check.readConsents(JsonLines.ofFile(consentFile));
            return read ? check.judge(events) : ExitCode.USAGE;
        }
    }

    private CheckReport report(String name) throws IOException {
        return switch (format) {
            case TEXT -> new CheckText(out(), language, name);
            case JSON -> new CheckJson(out(), language);
            case JUNIT -> new CheckJUnit(out(), language, name);
        };
    }

    private void print(String resource) throws IOException {
        try (InputStream text = Objects.requireNonNull(CheckCommand.class.getResourceAsStream(resource), resource)) {
            out().print(new String(text.readAllBytes(), UTF_8));
            out().flush();
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** One run over the files. */
    private final class Check {
        private final OfflineContract contract = new OfflineContract();
        private final OfflineGate gate;
        private final Instant instant;
        private final CheckReport report;
        private final CheckSummary summary;
        private long problems;
        private boolean stopped;

        Check(Policy policy, Instant instant, CheckReport report) {
            this.gate = new OfflineGate(policy, contract.reader());
            this.instant = instant;
            this.report = report;
            this.summary = new CheckSummary(instant, policy.version());
        }

        /** Whether all consent records could be read: an unreadable one may be a withdrawal. */
        boolean readConsents(JsonLines lines) throws IOException {
            lines.forEach((number, line) -> {
                try {
                    consent(line);
                } catch (InvalidJson | UndecodableException e) {
                    tell(lines, number, Problem.of(e));
                }
                return true;
            });
            if (problems > 0) {
                err().println(lines.name() + ": " + problems + " lines cannot be read, and each may be a withdrawal; "
                        + "nothing was judged. Correct them first");
            }
            return problems == 0;
        }

        int judge(JsonLines lines) throws IOException {
            lines.forEach((number, line) -> {
                if (kind == null && CheckedLine.isConsent(line)) {
                    return takeConsent(lines, number, line);
                }
                judge(lines, number, line);
                return !stopped;
            });
            if (problems > MOST_PROBLEMS_SHOWN) {
                err().println("... and " + (problems - MOST_PROBLEMS_SHOWN) + " more lines that cannot be read");
            }
            report.end(summary);
            return summary.unreadable() > 0 || stopped
                    ? ExitCode.USAGE
                    : summary.diverted() > 0 ? ExitCode.FAILED : ExitCode.OK;
        }

        private void judge(JsonLines lines, int number, String line) {
            Optional<Kind> told = kind == null ? CheckedLine.kindOf(line) : Optional.of(kind);
            if (told.isEmpty()) {
                unreadable(lines, number, new Problem(1, "this is no object that has a messageId or a decisionId"));
                return;
            }
            try {
                byte[] value = contract.encode(told.get().contract, line);
                Judged judged =
                        told.get() == Kind.MESSAGE ? gate.message(value, instant) : gate.decision(value, instant);
                summary.add(judged.assessment());
                if (!onlyDiverted || CheckVerdict.of(judged.assessment()) == CheckVerdict.DIVERTED) {
                    report.judged(number, told.get(), judged);
                }
            } catch (InvalidJson | UndecodableException e) {
                unreadable(lines, number, Problem.of(e));
            }
        }

        private void unreadable(JsonLines lines, int number, Problem problem) {
            tell(lines, number, problem);
            summary.addUnreadable();
            report.unreadable(number, problem.text());
        }

        private boolean takeConsent(JsonLines lines, int number, String line) {
            try {
                consent(line);
                return true;
            } catch (InvalidJson | UndecodableException e) {
                tell(lines, number, Problem.of(e));
                err().println(lines.name() + ": stopped at line " + number
                        + ": a consent record that cannot be read may be a withdrawal. Correct it first");
                stopped = true;
                return false;
            }
        }

        private void consent(String line) throws InvalidJson, UndecodableException {
            Optional<String> erased = Erasure.subjectOf(line);
            if (erased.isPresent()) {
                gate.erase(erased.get(), instant);
            } else {
                gate.keep(contract.encode(ContractRecord.CONSENT_STATE, line), instant);
            }
            summary.addConsent();
        }

        private void tell(JsonLines lines, int number, Problem problem) {
            problems++;
            if (problems <= MOST_PROBLEMS_SHOWN) {
                err().println(lines.name() + ":" + number + ":" + problem.column() + ": " + problem.text());
            }
        }
    }
    /** What is wrong with a line; quotes nothing from the line. */
    private record Problem(int column, String text) {

        static Problem of(Exception e) {
            return e instanceof InvalidJson invalid
                    ? new Problem(invalid.column(), invalid.problem())
                    : new Problem(1, String.valueOf(e.getMessage()));
        }
    }
}
