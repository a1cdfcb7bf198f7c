// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.console.cases.ActKind;
import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.CaseState;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.ConsentRecord;
import io.consentgate.console.cases.EventField;
import io.consentgate.console.cases.EventField.Sensitivity;
import io.consentgate.console.cases.EventKind;
import io.consentgate.console.cases.HeldConsent;
import io.consentgate.console.cases.RuleFinding;
import io.consentgate.console.cases.TrailEntry;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.cases.VerdictResult;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A trail's page is well-formed and keeps back what it must, whatever the trail holds. */
class TrailPageTest {

    private static final Instant NOW = Instant.parse("2026-11-30T23:30:01.234Z");
    private static final Set<String> ELEMENTS = Set.of(
            "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "table", "caption", "tr", "th",
            "td");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "<script>alert(1)</script>",
                "</td></style></title><script src='//evil.example/x.js'>",
                "<!-- ]]> --> <![CDATA[ <?xml &nbsp; &lt; & &#0;",
                "\" onload=\"alert(1) ' ` ${page} @if(true) @raw",
                "https://evil.example/ javascript:alert(1)",
                "zażółć gęślą jaźń 🙂 \u0085 \u00A0 \u2028",
                "<\u0000script>&\u0000lt;"
            })
    void shouldShowAnyTextAsTextAlone(String text) throws Exception {
        Document page = parsed(export(text), Locale.ENGLISH);

        assertThat(page.getDocumentElement().getTextContent())
                .contains("Rationale: " + text.replace("\u0000", "") + " What");
        assertThat(page.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("Audit trail " + text.replace("\u0000", ""));
        assertOnlyTheElementsOfAPage(page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "\b",
                "\u000B",
                "\f",
                "\r",
                "\u001F",
                "\uFFFE",
                "\uFFFF",
                "\uD83D",
                "\uDE42",
                "\uDE42\uD83D",
                "\uD83D\u0000\uDE42"
            })
    void shouldLeaveOutCharactersThatXmlDoesNotHave(String characters) throws Exception {
        Document page = parsed(export("be" + characters + "fore\tor\nafter"), Locale.forLanguageTag("pl"));

        assertThat(page.getDocumentElement().getTextContent()).contains("Uzasadnienie: before\tor\nafter Co");
        assertOnlyTheElementsOfAPage(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "pl"})
    void shouldKeepContentsAndNumbersInClearBack(String language) throws Exception {
        String page = new String(new TrailPage(Locale.forLanguageTag(language)).render(export("secret")), UTF_8);

        assertThat(page)
                .contains("<!DOCTYPE html><html lang=\"" + language + "\">")
                .contains(
                        language.equals("pl")
                                ? List.of(
                                        "<td>(nie wyeksportowano)</td>",
                                        "<td>(nie pokazujemy: to sam numer lub adres, a nie jego skrót kryptograficzny)</td>",
                                        "<td>1 grudnia 2026, 00:30:01 +01:00 (2026-11-30T23:30:01Z)</td>")
                                : List.of(
                                        "<td>(not exported)</td>",
                                        "<td>(withheld: the number or address itself, not its keyed hash)</td>",
                                        "<td>1 December 2026, 00:30:01 +01:00 (2026-11-30T23:30:01Z)</td>"))
                .doesNotContain("body of the message", "+48500100200");
    }

    @Test
    void shouldLeaveOutWhatIsEmpty() throws Exception {
        Document page = parsed(export("plain"), Locale.ENGLISH);

        NodeList rows = page.getElementsByTagName("td");
        for (int i = 0; i < rows.getLength(); i++) {
            assertThat(rows.item(i).getTextContent()).isNotEmpty();
        }
    }

    private static void assertOnlyTheElementsOfAPage(Document page) {
        Set<String> names = new HashSet<>();
        Set<String> attributes = new HashSet<>();
        NodeList all = page.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            names.add(all.item(i).getNodeName());
            for (int j = 0; j < all.item(i).getAttributes().getLength(); j++) {
                attributes.add(all.item(i).getAttributes().item(j).getNodeName());
            }
        }
        assertThat(names).isEqualTo(ELEMENTS);
        assertThat(attributes).containsExactlyInAnyOrder("lang", "charset", "scope");
    }

    private static Document parsed(TrailExport.Export export, Locale locale) throws Exception {
        byte[] page = new TrailPage(locale).render(export);
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new ByteArrayInputStream(page)));
    }

    /** Every part of a page, with a text wherever one may come from outside. */
    static TrailExport.Export export(String text) {
        List<EventField> fields = List.of(
                new EventField("messageId", text, Sensitivity.NONE),
                new EventField("no.such." + text, text, Sensitivity.PSEUDONYM),
                new EventField("purpose", null, Sensitivity.NONE),
                new EventField("campaignId", "", Sensitivity.NONE),
                new EventField("content", "body of the message", Sensitivity.CONTENT),
                new EventField("contactPoint", "+48500100200", Sensitivity.CONTACT_IN_CLEAR));
        RuleFinding finding = new RuleFinding("MSG-" + text, text, text, text, Map.of());
        List<TrailEntry> trail = trail(text, finding);
        CaseSummary summary = new CaseSummary(
                text,
                text,
                EventKind.OUTBOUND_MESSAGE,
                text,
                null,
                text,
                List.of(),
                Set.of(),
                NOW,
                NOW,
                NOW,
                CaseState.OPEN,
                false,
                null,
                null);
        CaseFile file = new CaseFile(
                summary,
                text,
                text,
                new CaseFile.Source(text, 1, 2, NOW),
                List.of(),
                CaseFile.Readability.READ,
                fields,
                0,
                List.of(finding),
                List.of(finding),
                null,
                List.of(
                        consent(1L, true, false, ConsentRecord.Availability.READ, fields),
                        consent(null, false, true, ConsentRecord.Availability.ERASURE, List.of())),
                new HeldConsent(
                        HeldConsent.State.IN_DOUBT,
                        3L,
                        true,
                        HeldConsent.Doubt.UNKNOWN_FIELDS,
                        List.of(text, "other"),
                        List.of(),
                        List.of(new HeldConsent.KeptAct(HeldConsent.KeptAct.Kind.OBJECTION, 2, fields, true)),
                        NOW),
                List.of(),
                null,
                trail);
        CaseFile bare = new CaseFile(
                summary,
                text,
                text,
                new CaseFile.Source(text, 1, 2, NOW),
                List.of(),
                CaseFile.Readability.GONE,
                List.of(),
                0,
                List.of(),
                List.of(),
                null,
                List.of(),
                HeldConsent.of(HeldConsent.State.NO_RECORD, false),
                List.of(),
                null,
                List.of());
        return new TrailExport.Export(
                text,
                text,
                NOW,
                text,
                List.of(
                        new TrailExport.ExportedCase(text, text, summary, file, trail),
                        new TrailExport.ExportedCase("bare", text, summary, bare, List.of()),
                        new TrailExport.ExportedCase("gone", text, null, null, trail)),
                trail);
    }

    private static ConsentRecord consent(
            @Nullable Long version,
            boolean seen,
            boolean newest,
            ConsentRecord.Availability availability,
            List<EventField> fields) {
        return new ConsentRecord(
                version,
                4,
                5,
                NOW,
                seen,
                newest,
                availability,
                fields.isEmpty()
                        ? List.of()
                        : List.of(new ConsentRecord.Entry(ConsentRecord.Entry.Kind.CONSENT, fields, true)));
    }

    private static List<TrailEntry> trail(String text, RuleFinding finding) {
        return List.of(
                new TrailEntry.Quarantined(NOW, text, List.of(text, "MSG-OTHER")),
                new TrailEntry.Act(NOW, text, ActKind.LOOKED_AT, text),
                new TrailEntry.Act(NOW, text, ActKind.UNKNOWN, null),
                new TrailEntry.VerdictGiven(
                        NOW,
                        "v-1",
                        text,
                        text,
                        VerdictOutcome.RECLASSIFY,
                        NOW,
                        7,
                        List.of("CONSENT", text),
                        text,
                        List.of(new TrailEntry.Stated("purpose", text, text), new TrailEntry.Stated(text, text, null)),
                        true),
                new TrailEntry.VerdictGiven(
                        NOW, "v-2", text, null, VerdictOutcome.REJECT, NOW, 7, List.of(), null, List.of(), false),
                new TrailEntry.Answered(
                        NOW,
                        new VerdictResult(
                                "v-1",
                                VerdictResult.Kind.REFUSED,
                                VerdictOutcome.RECLASSIFY,
                                List.of(finding, finding),
                                false,
                                text,
                                true,
                                NOW),
                        true),
                new TrailEntry.Answered(
                        NOW,
                        new VerdictResult(null, VerdictResult.Kind.EXPIRED, null, List.of(), false, null, false, NOW),
                        false));
    }
}
