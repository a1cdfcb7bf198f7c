// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.ConsentRecord;
import io.consentgate.console.cases.EventField;
import io.consentgate.console.cases.HeldConsent;
import io.consentgate.console.cases.RecordedLaw;
import io.consentgate.console.cases.RuleFinding;
import io.consentgate.console.desk.TrailView.Chapter;
import io.consentgate.console.desk.TrailView.Passage;
import io.consentgate.console.desk.TrailView.Section;
import io.consentgate.console.desk.TrailView.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A trail as one page to read and to print: no script, nothing from outside, well-formed as HTML and as XML. */
final class TrailPage {

    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(ContentType.Html);

    /** A rationale may hold characters that XML 1.0 does not allow even when escaped. Of a line end, the line feed is enough. */
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[^\\t\\n\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

    private final TrailWords words;
    private final TrailSteps steps;

    TrailPage(Locale locale) {
        this.words = new TrailWords(locale);
        this.steps = new TrailSteps(words);
    }

    byte[] render(TrailExport.Export export) {
        StringOutput page = new StringOutput();
        TEMPLATES.render("trail.jte", view(export), page);
        return UNPRINTABLE.matcher(page.toString()).replaceAll("").getBytes(UTF_8);
    }

    private TrailView view(TrailExport.Export export) {
        List<Chapter> chapters = new ArrayList<>();
        export.cases().forEach(exported -> chapters.add(chapter(exported)));
        if (!export.subjectActs().isEmpty()) {
            chapters.add(
                    new Chapter(word("subject-acts"), List.of(tables(steps.table(export.subjectActs()))), List.of()));
        }
        return new TrailView(
                words.locale().getLanguage(),
                word("title") + " " + (export.caseId() == null ? export.subjectId() : export.caseId()),
                word("exported") + " " + words.at(export.exportedAt()) + ", " + export.exportedBy() + ". "
                        + word("explanation"),
                chapters);
    }

    private Chapter chapter(TrailExport.ExportedCase exported) {
        String heading = word("case") + " " + exported.caseId();
        Passage about = tables(about(exported));
        Section trail = new Section(word("trail"), List.of(tables(steps.table(exported.trail()))));
        CaseFile file = exported.file();
        if (file == null) {
            return new Chapter(heading, List.of(about, new Passage(List.of(word("gone")), List.of())), List.of(trail));
        }
        return new Chapter(
                heading,
                List.of(
                        about,
                        findings("violations", file.violations()),
                        findings("advice", file.advice()),
                        tables(fields(word("event"), file.event()))),
                List.of(held(file.held()), consents(file.consentHistory()), trail));
    }

    private static Passage tables(Table... tables) {
        return new Passage(List.of(), List.of(tables));
    }

    private Table about(TrailExport.ExportedCase exported) {
        List<List<String>> rows = new ArrayList<>();
        add(rows, word("subject"), exported.subjectId());
        CaseSummary summary = exported.summary();
        if (summary != null) {
            add(rows, word("kind"), words.code("kind", summary.kind().name()));
            add(rows, words.label("controllerId"), summary.controllerId());
            add(rows, words.label("channel"), summary.channel());
            add(rows, words.label("campaignId"), summary.campaignId());
            add(rows, word("quarantined-at"), words.at(summary.quarantinedAt()));
            add(rows, word("deadline"), words.at(summary.deadline()));
            add(rows, word("state"), words.code("state", summary.state().name()));
        }
        CaseFile file = exported.file();
        if (file != null) {
            CaseFile.Source source = file.source();
            add(rows, word("policy-version"), file.policyVersion());
            add(rows, word("source"), source.topic() + " / " + source.partition() + " / " + source.offset());
            add(rows, word("digest"), file.digest());
        }
        return new Table(word("case"), List.of(), rows);
    }

    private Passage findings(String caption, List<RuleFinding> findings) {
        if (findings.isEmpty()) {
            return tables();
        }
        return tables(new Table(
                word(caption),
                List.of(word("rule"), word("reason"), word("law")),
                findings.stream()
                        .map(finding -> List.of(
                                finding.rule(),
                                finding.text(words.locale()),
                                RecordedLaw.in(finding.law(), words.language())))
                        .toList()));
    }

    private Table fields(String caption, List<EventField> fields) {
        List<List<String>> rows = new ArrayList<>();
        for (EventField field : fields) {
            String value = switch (field.sensitivity()) {
                case CONTENT -> word("not-exported");
                case CONTACT_IN_CLEAR -> word("contact-in-clear");
                case NONE, PSEUDONYM -> field.value();
            };
            add(rows, words.label(field.path()), value);
        }
        return new Table(caption, List.of(), rows);
    }

    private Section held(HeldConsent held) {
        List<String> sentences = new ArrayList<>();
        sentences.add(word("held.state." + held.state()));
        if (held.doubt() != null) {
            sentences.add(word("held.doubt." + held.doubt()) + " " + String.join(", ", held.unknownFields()));
        }
        if (held.behind()) {
            sentences.add(word("held.behind"));
        }
        if (held.erasedAt() != null) {
            sentences.add(word("held.erased") + " " + words.at(held.erasedAt()));
        }
        List<Table> kept = held.kept().stream()
                .map(act -> fields(word("held.kept." + act.kind()) + " " + act.fromVersion(), act.fields()))
                .toList();
        return new Section(word("held"), List.of(new Passage(sentences, kept)));
    }

    private Section consents(List<ConsentRecord> history) {
        return new Section(
                word("consent-history"),
                history.isEmpty()
                        ? List.of(new Passage(List.of(word("no-consent")), List.of()))
                        : history.stream().map(this::consent).toList());
    }

    private Passage consent(ConsentRecord consent) {
        String sentence = word("consent-record") + " " + (consent.version() == null ? "" : consent.version()) + ", "
                + words.at(consent.recordedAt()) + ", " + consent.partition() + " / " + consent.offset()
                + (consent.seen() ? " — " + word("seen") : "")
                + (consent.newest() ? " — " + word("newest") : "")
                + (consent.availability() == ConsentRecord.Availability.READ
                        ? ""
                        : ": " + word("availability." + consent.availability().name()));
        return new Passage(
                List.of(sentence),
                consent.entries().stream()
                        .map(entry -> fields(word("entry." + entry.kind().name()), entry.fields()))
                        .toList());
    }

    private static void add(List<List<String>> rows, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            rows.add(List.of(name, value));
        }
    }

    private String word(String key) {
        return words.word(key);
    }
}
