// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.ConsentRecord;
import io.consentgate.console.cases.EventField;
import io.consentgate.console.cases.FieldLabels;
import io.consentgate.console.cases.HeldConsent;
import io.consentgate.console.cases.RecordedLaw;
import io.consentgate.console.cases.RuleFinding;
import io.consentgate.console.cases.TrailEntry;
import io.consentgate.console.cases.VerdictResult;
import io.consentgate.policy.Language;
import io.consentgate.policy.law.Poland;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * A trail as one page to read and to print: no script, no external parts, well-formed as HTML and XML. Times are
 * Polish, with UTC added where a court might ask.
 */
final class TrailPage {

    private static final ZoneId POLISH_TIME = ZoneId.of(Poland.TIME_ZONE);
    private static final String STYLE = "body{font:11pt/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;"
            + "padding:0 1rem;color:#111;background:#fff}h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem;"
            + "border-top:1px solid #888;padding-top:1rem}h3{font-size:1rem}table{border-collapse:collapse;width:100%;"
            + "margin:.5rem 0 1rem}th,td{border:1px solid #bbb;padding:.25rem .5rem;text-align:left;"
            + "vertical-align:top;overflow-wrap:anywhere}th{background:#f2f2f2}caption{text-align:left;"
            + "font-weight:600;padding:.25rem 0}@media print{h2{break-before:auto}tr{break-inside:avoid}}";

    private final Locale locale;
    private final Language language;
    private final ResourceBundle words;
    private final DateTimeFormatter time;

    TrailPage(Locale locale) {
        this.locale = locale;
        this.language = new Language(locale.getLanguage());
        this.words = ResourceBundle.getBundle(
                "io.consentgate.console.desk.trail",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        this.time =
                DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss xxx", locale).withZone(POLISH_TIME);
    }

    byte[] render(TrailExport.Export export) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
            Page page = new Page(xml);
            xml.writeDTD("<!DOCTYPE html>");
            xml.writeStartElement("html");
            xml.writeAttribute("lang", locale.getLanguage());
            String title = word("title") + " " + (export.caseId() == null ? export.subjectId() : export.caseId());
            xml.writeStartElement("head");
            xml.writeEmptyElement("meta");
            xml.writeAttribute("charset", "utf-8");
            page.element("title", title);
            page.element("style", STYLE);
            xml.writeEndElement();
            xml.writeStartElement("body");
            page.element("h1", title);
            page.element(
                    "p",
                    word("exported") + " " + at(export.exportedAt()) + ", " + export.exportedBy() + ". "
                            + word("explanation"));
            for (TrailExport.ExportedCase exported : export.cases()) {
                page.exportedCase(exported);
            }
            if (!export.subjectActs().isEmpty()) {
                page.element("h2", word("subject-acts"));
                page.trail(export.subjectActs());
            }
            xml.writeEndElement();
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
            return out.toByteArray();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a page in memory can always be written", e);
        }
    }

    private String word(String key) {
        return words.getString(key);
    }

    private String at(Instant instant) {
        Instant whole = instant.truncatedTo(ChronoUnit.SECONDS);
        return time.format(whole) + " (" + DateTimeFormatter.ISO_INSTANT.format(whole.atOffset(ZoneOffset.UTC)) + ")";
    }

    /** A code, with its meaning if a text exists. */
    private String code(String prefix, String code) {
        String key = prefix + "." + code;
        return words.containsKey(key) ? words.getString(key) + " (" + code + ")" : code;
    }

    /** Writes the parts of a page, and escapes every text. */
    private final class Page {
        private final XMLStreamWriter xml;

        Page(XMLStreamWriter xml) {
            this.xml = xml;
        }

        void exportedCase(TrailExport.ExportedCase exported) throws XMLStreamException {
            CaseSummary summary = exported.summary();
            element("h2", word("case") + " " + exported.caseId());
            start(word("case"));
            row(word("subject"), exported.subjectId());
            if (summary != null) {
                summary(summary);
            }
            CaseFile file = exported.file();
            if (file != null) {
                row(word("policy-version"), file.policyVersion());
                row(
                        word("source"),
                        file.source().topic() + " / " + file.source().partition() + " / "
                                + file.source().offset());
                row(word("digest"), file.digest());
            }
            end();
            if (file == null) {
                element("p", word("gone"));
            } else {
                findings(word("violations"), file.violations());
                findings(word("advice"), file.advice());
                fields(word("event"), file.event());
                held(file.held());
                element("h3", word("consent-history"));
                if (file.consentHistory().isEmpty()) {
                    element("p", word("no-consent"));
                }
                for (ConsentRecord consent : file.consentHistory()) {
                    consent(consent);
                }
            }
            element("h3", word("trail"));
            trail(exported.trail());
        }

        private void summary(CaseSummary summary) throws XMLStreamException {
            row(word("kind"), code("kind", summary.kind().name()));
            row(FieldLabels.label("controllerId", locale), summary.controllerId());
            row(FieldLabels.label("channel", locale), summary.channel());
            row(FieldLabels.label("campaignId", locale), summary.campaignId());
            row(word("quarantined-at"), at(summary.quarantinedAt()));
            row(word("deadline"), at(summary.deadline()));
            row(word("state"), code("state", summary.state().name()));
        }

        private void findings(String caption, List<RuleFinding> findings) throws XMLStreamException {
            if (findings.isEmpty()) {
                return;
            }
            start(caption);
            header(word("rule"), word("reason"), word("law"));
            for (RuleFinding finding : findings) {
                cells(finding.rule(), finding.text(locale), RecordedLaw.in(finding.law(), language));
            }
            end();
        }

        private void fields(String caption, List<EventField> fields) throws XMLStreamException {
            start(caption);
            for (EventField field : fields) {
                String value = switch (field.sensitivity()) {
                    case CONTENT -> word("not-exported");
                    case CONTACT_IN_CLEAR -> word("contact-in-clear");
                    case NONE, PSEUDONYM -> field.value();
                };
                row(FieldLabels.label(field.path(), locale), value);
            }
            end();
        }

        private void held(HeldConsent held) throws XMLStreamException {
            element("h3", word("held"));
            element("p", word("held.state." + held.state()));
            if (held.doubt() != null) {
                element("p", word("held.doubt." + held.doubt()) + " " + String.join(", ", held.unknownFields()));
            }
            if (held.behind()) {
                element("p", word("held.behind"));
            }
            if (held.erasedAt() != null) {
                element("p", word("held.erased") + " " + at(held.erasedAt()));
            }
            for (HeldConsent.KeptAct act : held.kept()) {
                fields(word("held.kept." + act.kind()) + " " + act.fromVersion(), act.fields());
            }
        }

        private void consent(ConsentRecord consent) throws XMLStreamException {
            String marks =
                    (consent.seen() ? " — " + word("seen") : "") + (consent.newest() ? " — " + word("newest") : "");
            element(
                    "p",
                    word("consent-record") + " " + (consent.version() == null ? "" : consent.version()) + ", "
                            + at(consent.recordedAt()) + ", " + consent.partition() + " / " + consent.offset() + marks
                            + (consent.availability() == ConsentRecord.Availability.READ
                                    ? ""
                                    : ": "
                                            + word("availability."
                                                    + consent.availability().name())));
            for (ConsentRecord.Entry entry : consent.entries()) {
                fields(word("entry." + entry.kind().name()), entry.fields());
            }
        }

        void trail(List<TrailEntry> trail) throws XMLStreamException {
            start(word("trail"));
            header(word("when"), word("who"), word("what"));
            for (TrailEntry entry : trail) {
                entry(entry);
            }
            end();
        }

        private void entry(TrailEntry entry) throws XMLStreamException {
            if (entry instanceof TrailEntry.Quarantined quarantined) {
                cells(
                        at(entry.at()),
                        word("gate"),
                        word("act.QUARANTINED") + ": " + String.join(", ", quarantined.rules()));
            } else if (entry instanceof TrailEntry.Act act) {
                cells(
                        at(entry.at()),
                        act.actor(),
                        code("act", act.act().name()) + (act.part() == null ? "" : ": " + act.part()));
            } else if (entry instanceof TrailEntry.VerdictGiven verdict) {
                cells(
                        at(entry.at()),
                        verdict.secondReviewer() == null
                                ? verdict.reviewer()
                                : verdict.reviewer() + ", " + verdict.secondReviewer(),
                        word("verdict") + ": "
                                + code("outcome", verdict.outcome().name()) + ". "
                                + word("opened") + " " + at(verdict.openedAt()) + ", " + word("active") + " "
                                + verdict.activeSeconds() + " s, " + word("looked-at") + ": "
                                + (verdict.evidenceOpened().isEmpty()
                                        ? word("nothing")
                                        : String.join(", ", verdict.evidenceOpened()))
                                + ". " + word("rationale") + ": "
                                + (verdict.rationale() == null ? word("gone-rationale") : verdict.rationale())
                                + stated(verdict.stated())
                                + elsewhere(verdict.elsewhere()));
            } else if (entry instanceof TrailEntry.Answered answered) {
                cells(at(entry.at()), word("gate"), answer(answered.result()) + elsewhere(answered.elsewhere()));
            }
        }

        private String stated(List<TrailEntry.Stated> stated) {
            return stated.isEmpty()
                    ? ""
                    : " " + word("stated") + ": "
                            + stated.stream()
                                    .map(each -> code("stated", each.field()) + " " + each.value()
                                            + (each.reference() == null
                                                    ? ""
                                                    : ", " + word("stated-by") + " " + each.reference()))
                                    .collect(Collectors.joining("; "))
                            + ".";
        }

        private String elsewhere(boolean elsewhere) {
            return elsewhere ? " — " + word("elsewhere") : "";
        }

        private String answer(VerdictResult result) {
            String refusals = result.refusals().stream()
                    .map(refusal -> refusal.rule() + ": " + refusal.text(locale))
                    .collect(Collectors.joining(" "));
            return code("result", result.kind().name())
                    + (result.outcome() == null
                            ? ""
                            : ", " + code("outcome", result.outcome().name()))
                    + (result.releasedTopic() == null ? "" : " -> " + result.releasedTopic())
                    + (result.control() ? ". " + word("control") : "")
                    + (refusals.isEmpty() ? "" : ". " + refusals);
        }

        private void start(String caption) throws XMLStreamException {
            xml.writeStartElement("table");
            element("caption", caption);
        }

        private void end() throws XMLStreamException {
            xml.writeEndElement();
        }

        private void header(String... cells) throws XMLStreamException {
            xml.writeStartElement("tr");
            for (String cell : cells) {
                xml.writeStartElement("th");
                xml.writeAttribute("scope", "col");
                xml.writeCharacters(cell);
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }

        private void row(String name, @Nullable String value) throws XMLStreamException {
            if (value == null || value.isEmpty()) {
                return;
            }
            xml.writeStartElement("tr");
            xml.writeStartElement("th");
            xml.writeAttribute("scope", "row");
            xml.writeCharacters(name);
            xml.writeEndElement();
            element("td", value);
            xml.writeEndElement();
        }

        private void cells(String... cells) throws XMLStreamException {
            xml.writeStartElement("tr");
            for (String cell : cells) {
                element("td", cell);
            }
            xml.writeEndElement();
        }

        void element(String name, String text) throws XMLStreamException {
            xml.writeStartElement(name);
            xml.writeCharacters(printable(text));
            xml.writeEndElement();
        }

        /** XML 1.0 allows no control characters, which a rationale may contain. */
        private String printable(String text) {
            return text.codePoints()
                    .filter(point ->
                            point == '\n' || point == '\t' || (point >= 0x20 && point != 0xFFFE && point != 0xFFFF))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
    }
}
