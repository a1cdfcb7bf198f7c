// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.Claim;
import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.ConsentRecord;
import io.consentgate.console.cases.Content;
import io.consentgate.console.cases.EventField;
import io.consentgate.console.cases.FieldLabels;
import io.consentgate.console.cases.HeldConsent;
import io.consentgate.console.cases.OutcomeOption;
import io.consentgate.console.cases.PendingVerdict;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.QueuePage;
import io.consentgate.console.cases.QueueSort;
import io.consentgate.console.cases.RuleFinding;
import io.consentgate.console.cases.Submission;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.cases.VerdictResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reviews cases from a terminal, through the console's API. */
@Command(
        name = "cases",
        mixinStandardHelpOptions = true,
        description = {
            "Lists, shows and decides quarantined cases through a running review console ('gate review').",
            "",
            "The console measures the time from 'show' to 'decide', and puts on record that the case was opened and "
                    + "what was shown of it. Contents of events are shown by 'show --content' only, which goes on record."
        },
        synopsisSubcommandLabel = "(list | show | decide)",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; for decide: the verdict was applied",
            "1:the gate refused the verdict, or the case is another reviewer's or has ended",
            "2:the command line is wrong, the token is refused, or there is no such case",
            "75:the console, its brokers or the gate did not answer; try again later"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gate cases list --rule MSG-CONSENT-WITHDRAWN --older-than 2h",
            "  gate cases show outbound-messages.3.1042",
            "  gate cases decide outbound-messages.3.1042 --outcome reject --rationale 'Withdrawn on 3 May.'"
        })
final class CasesCommand {

    @Spec
    private CommandSpec spec;

    /** Address of the console, credentials, and output format. */
    static final class ConsoleOptions {

        @Option(
                names = "--url",
                paramLabel = "URL",
                defaultValue = "${env:CONSENT_GATE_REVIEW_URL:-http://127.0.0.1:8085}",
                description = "Address of the console. Default: $CONSENT_GATE_REVIEW_URL, else http://127.0.0.1:8085.")
        private URI url;

        @Option(
                names = "--token-file",
                paramLabel = "FILE",
                defaultValue = "${env:CONSENT_GATE_REVIEW_TOKEN_FILE}",
                description = {
                    "File with a bearer token of the identity provider.",
                    "Default: $CONSENT_GATE_REVIEW_TOKEN_FILE."
                })
        private @Nullable Path tokenFile;

        @Option(names = "--json", description = "Print what the console answered, as JSON.")
        private boolean json;

        ReviewClient client() throws IOException {
            return new ReviewClient(
                    url, tokenFile == null ? null : Files.readString(tokenFile).strip());
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Lists cases, the nearest deadline first, and counts all that the conditions let through.")
    int list(
            @Mixin ConsoleOptions console,
            @Option(names = "--rule", description = "Only cases that this rule diverted.") @Nullable String rule,
            @Option(names = "--channel", description = "Only this channel.") @Nullable String channel,
            @Option(names = "--campaign", description = "Only this campaign.") @Nullable String campaign,
            @Option(names = "--controller", description = "Only this controller.") @Nullable String controller,
            @Option(names = "--older-than", description = "Only cases that wait for longer, e.g. 2h.") @Nullable
                    String olderThan,
            @Option(names = "--state", description = "OPEN, AWAITING_SECOND, CLOSED; comma-separated.") @Nullable
                    String state,
            @Option(names = "--search", description = "A case id or a subject id.") @Nullable String search,
            @Option(names = "--sort", description = "${COMPLETION-CANDIDATES}.") @Nullable QueueSort sort,
            @Option(names = "--cursor", description = "Go on from where the last page ended.") @Nullable String cursor,
            @Option(names = "--size", description = "Cases on a page, 200 at most. Default: 50.") @Nullable
                    Integer size)
            throws IOException {
        Map<String, @Nullable String> query = new LinkedHashMap<>();
        query.put("rule", rule);
        query.put("channel", channel);
        query.put("campaign", campaign);
        query.put("controller", controller);
        query.put("olderThan", olderThan == null ? null : duration(olderThan));
        query.put("state", state == null ? null : state.toUpperCase(Locale.ROOT));
        query.put("search", search);
        query.put("sort", sort == null ? null : sort.name());
        query.put("cursor", cursor);
        query.put("size", size == null ? null : String.valueOf(size));
        ReviewClient.Answer<QueuePage> answer = console.client().get(QueuePage.class, query, "cases");
        if (console.json) {
            out().println(answer.json());
        } else {
            print(answer.value());
        }
        return ExitCode.OK;
    }

    /** Accepts {@code 90m} as well as ISO 8601. */
    private String duration(String text) {
        try {
            return Duration.parse(text.startsWith("P") ? text : text.endsWith("d") ? "P" + text : "PT" + text)
                    .toString();
        } catch (java.time.format.DateTimeParseException e) {
            throw new ParameterException(
                    spec.commandLine(), "--older-than is " + text + "; write 90m, 2h, 3d or ISO 8601");
        }
    }

    private void print(QueuePage page) {
        String row = "%-36s %-24s %-10s %-20s %-20s %s%n";
        out().printf(Locale.ROOT, row, "CASE", "SUBJECT", "CHANNEL", "SINCE", "DEADLINE", "RULES");
        for (CaseSummary summary : page.cases()) {
            Claim claim = summary.claim();
            out().printf(
                            Locale.ROOT,
                            row,
                            summary.caseId(),
                            summary.subjectId(),
                            orDash(summary.channel()),
                            summary.quarantinedAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                            summary.deadline() == null
                                    ? "-"
                                    : summary.deadline().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                            String.join(",", summary.rules()) + (claim == null ? "" : "  [" + claim.holder() + "]"));
        }
        out().printf(
                        Locale.ROOT,
                        "%d of %d; oldest since %s%n",
                        page.cases().size(),
                        page.counts().total(),
                        orDash(page.counts().oldest()));
        if (page.next() != null) {
            out().println("more: --cursor " + page.next());
        }
    }

    private static String orDash(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Shows a case: the event, each broken rule with its law, the consent behind it, and what each allowed "
                        + "outcome would do now. Goes on record as opened."
            })
    int show(
            @Mixin ConsoleOptions console,
            @Parameters(paramLabel = "CASE", description = "Id of the case.") String caseId,
            @Option(names = "--lang", description = "pl or en. Default: ${DEFAULT-VALUE}.", defaultValue = "en")
                    String language,
            @Option(
                            names = "--content",
                            description = {
                                "Show the content, too, and what a verdict that waits would replace it by;",
                                "each goes on record as unmasked. Needed before RECLASSIFY and DECIDE_*."
                            })
                    boolean content)
            throws IOException {
        ReviewClient client = console.client();
        ReviewClient.Answer<CaseFile> answer = client.get(CaseFile.class, Map.of(), "cases", caseId);
        if (console.json) {
            out().println(answer.json());
        } else {
            print(answer.value(), Locale.forLanguageTag(language));
        }
        // Printed parts count as shown; the measured time shows whether the reviewer read them.
        for (CasePart part : List.of(
                CasePart.EVENT, CasePart.VIOLATIONS, CasePart.CONSENT, CasePart.CONSENT_HISTORY, CasePart.OUTCOMES)) {
            client.post(Void.class, Map.of("part", part.word()), "cases", caseId, "looks");
        }
        if (content) {
            showContent(console, client, answer.value());
        }
        return ExitCode.OK;
    }

    private void showContent(ConsoleOptions console, ReviewClient client, CaseFile file) {
        String caseId = file.summary().caseId();
        print(console, "content", client.post(Content.class, Map.of(), "cases", caseId, "content"));
        PendingVerdict pending = file.awaitingSecond();
        if (pending != null && pending.amends()) {
            print(
                    console,
                    "what verdict " + pending.verdictId() + " would replace it by",
                    client.post(Content.class, Map.of("verdictId", pending.verdictId()), "cases", caseId, "amendment"));
        }
    }

    private void print(ConsoleOptions console, String what, ReviewClient.Answer<Content> answer) {
        if (console.json) {
            out().println(answer.json());
            return;
        }
        Content content = answer.value();
        out().println();
        if (content.text().isEmpty()) {
            out().println(what + ": none");
            return;
        }
        out().println(what + (content.base64() ? ", in base64" : "")
                + (content.encrypted() ? ", encrypted by its publisher" : "") + ":");
        out().println(content.text());
    }

    private void print(CaseFile file, Locale locale) {
        PrintWriter out = out();
        CaseSummary summary = file.summary();
        out.println(
                summary.caseId() + "  " + summary.kind() + "  " + summary.state() + "  subject " + summary.subjectId());
        out.println();
        for (RuleFinding violation : file.violations()) {
            out.println(violation.rule() + "  (" + violation.law() + ")");
            out.println("  " + violation.text(locale));
        }
        file.advice().forEach(advice -> out.println("advice " + advice.rule() + ": " + advice.text(locale)));
        out.println();
        for (EventField field : file.event()) {
            String value = shown(field, file.contentLength());
            if (value != null) {
                out.printf(Locale.ROOT, "  %-32s %s%n", FieldLabels.label(field.path(), locale), value);
            }
        }
        if (file.event().isEmpty()) {
            out.println("  the event cannot be shown: " + file.readability());
        }
        for (CaseFile.Copy copy : file.copies()) {
            out.println("published again: " + copy.source().topic() + "-"
                    + copy.source().partition() + "@"
                    + copy.source().offset() + ", " + copy.source().timestamp()
                    + (copy.identical() ? "" : ", with other bytes"));
        }
        out.println();
        print(file.held(), locale);
        for (ConsentRecord consent : file.consentHistory()) {
            print(consent, locale);
        }
        if (file.consentHistory().isEmpty()) {
            out.println("no consent record");
        }
        PendingVerdict pending = file.awaitingSecond();
        if (pending != null) {
            out.println();
            print(pending);
        }
        out.println();
        for (OutcomeOption option : file.outcomes()) {
            out.printf(Locale.ROOT, "  %-16s %s%n", option.outcome(), foreseen(option.preview()));
        }
    }

    private void print(PendingVerdict pending) {
        out().println("awaits a second reviewer: " + pending.outcome() + " by " + pending.reviewer() + " ("
                + pending.reviewerRole() + "), verdict " + pending.verdictId());
        out().println("  " + pending.rationale());
        Classification truth = pending.classification();
        if (truth != null) {
            out().println("  truly: purpose " + orDash(truth.purpose()) + ", effects "
                    + orDash(truth.effects().isEmpty() ? null : String.join(",", truth.effects())) + ", basis "
                    + orDash(truth.basisRef()));
            restated(truth).forEach(line -> out().println("  truly: " + line));
        }
        if (pending.explanationRef() != null) {
            out().println("  explained at " + pending.explanationRef());
        }
        if (pending.specialCategoryExcluded() != null) {
            out().println("  special-category inputs left out: " + pending.specialCategoryExcluded());
        }
        if (pending.amends()) {
            out().println("  replaces the content by " + pending.amendedLength() + " bytes, with --content");
        }
        out().println("  opened " + pending.openedAt() + ", decided " + pending.decidedAt() + ", "
                + pending.activeSeconds() + " s of work, looked at "
                + orDash(pending.evidenceOpened().isEmpty() ? null : String.join(",", pending.evidenceOpened())));
    }

    private static List<String> restated(Classification truth) {
        Map<String, @Nullable Object> labels = new LinkedHashMap<>();
        labels.put("commercialContent", truth.commercialContent());
        labels.put("inCampaign", truth.inCampaign());
        labels.put("inAudience", truth.inAudience());
        labels.put("jurisdiction", truth.jurisdiction());
        labels.put("forDirectMarketing", truth.forDirectMarketing());
        return labels.entrySet().stream()
                .filter(label -> label.getValue() != null)
                .map(label -> label.getKey() + " " + label.getValue() + ", shown by "
                        + orDash(truth.references().stream()
                                .filter(shown -> shown.field().equals(label.getKey()))
                                .map(Classification.Reference::reference)
                                .findFirst()
                                .orElse(null)))
                .toList();
    }

    private void print(ConsentRecord consent, Locale locale) {
        out().println("consent record version " + orDash(consent.version()) + ", " + consent.recordedAt()
                + (consent.seen() ? ", judged by this one" : "")
                + (consent.newest() ? ", held by the gate" : "")
                + (consent.availability() == ConsentRecord.Availability.READ ? "" : ", " + consent.availability()));
        for (ConsentRecord.Entry entry : consent.entries()) {
            if (entry.concerns()) {
                out().println("  " + entry.kind() + "  " + line(entry.fields(), locale));
            }
        }
    }

    private void print(HeldConsent held, Locale locale) {
        out().println("the gate holds: " + held.state()
                + (held.version() == null ? "" : ", version " + held.version())
                + (held.doubt() == null ? "" : ", " + held.doubt() + " " + String.join(" ", held.unknownFields()))
                + (held.behind() ? ", and is not known to have taken in a newer record" : "")
                + (held.erasedAt() == null ? "" : ", erased " + held.erasedAt()));
        for (HeldConsent.KeptAct act : held.kept()) {
            out().println("  kept from version " + act.fromVersion() + ": " + act.kind() + "  "
                    + line(act.fields(), locale));
        }
    }

    private static String line(List<EventField> fields, Locale locale) {
        return fields.stream()
                .map(field -> FieldLabels.label(field.path(), locale) + " " + shown(field, 0))
                .collect(Collectors.joining("; "));
    }

    private static @Nullable String shown(EventField field, int contentLength) {
        return switch (field.sensitivity()) {
            case CONTENT -> contentLength == 0 ? "<not shown>" : "<" + contentLength + " bytes, with --content>";
            case CONTACT_IN_CLEAR -> "<withheld: the number or address itself, not its keyed hash>";
            case NONE, PSEUDONYM -> field.value();
        };
    }

    private static String foreseen(Preview preview) {
        if (preview instanceof Preview.Ends) {
            return "the case ends, the event goes nowhere";
        }
        if (preview instanceof Preview.PassedOn) {
            return "the case stays open for someone with more authority";
        }
        if (preview instanceof Preview.Released released) {
            return (released.needsSecondReviewer() ? "goes on, once a second reviewer confirms" : "goes on")
                    + released.unforeseen().stream()
                            .map(Enum::name)
                            .collect(Collectors.joining(", ", ", unless the gate knows better: ", ""));
        }
        if (preview instanceof Preview.Refused refused) {
            return "would be refused: "
                    + refused.violations().stream().map(RuleFinding::rule).collect(Collectors.joining(", "));
        }
        return preview instanceof Preview.DependsOnInput ? "depends on what is stated" : "cannot be said";
    }

    @Command(
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Gives a verdict on a case that was shown before, and waits for the gate's answer.",
                "With --confirm, confirms as a second reviewer what another reviewer decided.",
                "With --preview, says what the gate would make of it now, and gives no verdict."
            })
    int decide(
            @Mixin ConsoleOptions console,
            @Parameters(paramLabel = "CASE", description = "Id of the case.") String caseId,
            @Option(names = "--outcome", description = "${COMPLETION-CANDIDATES}.") @Nullable VerdictOutcome outcome,
            @Option(names = "--rationale", description = "Why, in your own words; every verdict needs one.") @Nullable
                    String rationale,
            @Option(names = "--preview", description = "Give no verdict.") boolean preview,
            @Mixin RestatedOptions restated,
            @Option(
                            names = "--special-category-excluded",
                            description = "Special-category inputs were left out of the decision.")
                    boolean specialCategoryExcluded,
            @Option(names = "--explanation", description = "Where the decision is explained.") @Nullable
                    String explanation,
            @Option(names = "--amended-content", paramLabel = "FILE", description = "What replaces the content.")
                    @Nullable
                    Path amendedContent,
            @Option(names = "--confirm", paramLabel = "VERDICT", description = "Id of the verdict to confirm.")
                    @Nullable
                    String confirm,
            @Option(
                            names = "--wait",
                            paramLabel = "SECONDS",
                            description = "How long to wait for the gate, 30 at most. Default: ${DEFAULT-VALUE}.",
                            defaultValue = "10")
                    int wait)
            throws IOException {
        if ((outcome == null) == (confirm == null)) {
            throw new ParameterException(spec.commandLine(), "say either --outcome or --confirm");
        }
        ReviewClient client = console.client();
        Map<String, @Nullable Object> verdict = new LinkedHashMap<>();
        if (outcome != null) {
            verdict.put("outcome", outcome.name());
            verdict.put("classification", restated.classification());
            verdict.put("specialCategoryExcluded", specialCategoryExcluded ? true : null);
        }
        if (preview && outcome != null) {
            return preview(client.post(Preview.class, verdict, "cases", caseId, "preview"), console.json);
        }
        if (rationale == null || preview) {
            throw new ParameterException(
                    spec.commandLine(), preview ? "--preview takes an --outcome" : "say why, with --rationale");
        }
        verdict.put("rationale", rationale);
        verdict.put("waitSeconds", wait);
        ReviewClient.Answer<Submission> answer;
        if (outcome == null) {
            verdict.put("verdictId", confirm);
            answer = client.post(Submission.class, verdict, "cases", caseId, "confirmations");
        } else {
            verdict.put(
                    "digest",
                    client.get(CaseFile.class, Map.of(), "cases", caseId)
                            .value()
                            .digest());
            verdict.put("explanationRef", explanation);
            verdict.put(
                    "amendedContent",
                    amendedContent == null
                            ? null
                            : Base64.getEncoder().encodeToString(Files.readAllBytes(amendedContent)));
            answer = client.post(Submission.class, verdict, "cases", caseId, "verdicts");
        }
        return print(answer, console.json);
    }

    private int preview(ReviewClient.Answer<Preview> answer, boolean json) {
        Preview preview = answer.value();
        if (json) {
            out().println(answer.json());
        } else {
            out().println(foreseen(preview));
            if (preview instanceof Preview.Refused refused) {
                refused.violations().forEach(broken -> out().println("  " + broken.rule() + ": " + broken.en()));
            }
        }
        return preview instanceof Preview.Refused ? ExitCode.FAILED : ExitCode.OK;
    }

    private int print(ReviewClient.Answer<Submission> answer, boolean json) {
        Submission submission = answer.value();
        VerdictResult result = submission.result();
        if (json) {
            out().println(answer.json());
        } else if (result == null) {
            out().println("verdict " + submission.verdictId() + " was published; the gate has not answered yet");
        } else {
            out().println("verdict " + submission.verdictId() + ": " + result.kind()
                    + (result.releasedTopic() == null ? "" : ", went to " + result.releasedTopic())
                    + (result.control() ? " (this was a planted control case)" : ""));
            result.refusals().forEach(refusal -> out().println("  " + refusal.rule() + ": " + refusal.en()));
        }
        if (result == null) {
            return ExitCode.TRY_LATER;
        }
        return result.kind() == VerdictResult.Kind.APPLIED ? ExitCode.OK : ExitCode.FAILED;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
