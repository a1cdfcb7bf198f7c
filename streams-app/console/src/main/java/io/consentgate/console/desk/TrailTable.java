// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.consentgate.console.cases.RuleFinding;
import io.consentgate.console.cases.TrailEntry;
import io.consentgate.console.cases.VerdictResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A trail as a table for a spreadsheet: one line per event. */
final class TrailTable {

    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvGenerator.Feature.ALWAYS_QUOTE_STRINGS)
            .build();
    private static final CsvSchema COLUMNS = CsvSchema.builder()
            .addColumn("at")
            .addColumn("caseId")
            .addColumn("subjectId")
            .addColumn("event")
            .addColumn("who")
            .addColumn("outcome")
            .addColumn("verdictId")
            .addColumn("detail")
            .addColumn("stated")
            .build()
            .withHeader();

    private TrailTable() {}

    private record Line(
            String at,
            String caseId,
            String subjectId,
            String event,
            String who,
            String outcome,
            String verdictId,
            String detail,
            String stated) {

        Line(
                String at,
                String caseId,
                String subjectId,
                String event,
                String who,
                String outcome,
                String verdictId,
                String detail) {
            this(at, caseId, subjectId, event, who, outcome, verdictId, detail, "");
        }
    }

    static byte[] render(TrailExport.Export export) {
        List<List<String>> lines = new ArrayList<>();
        for (TrailExport.ExportedCase exported : export.cases()) {
            for (TrailEntry entry : exported.trail()) {
                lines.add(cells(line(exported.caseId(), exported.subjectId(), entry)));
            }
        }
        export.subjectActs().forEach(entry -> lines.add(cells(line("", export.subjectId(), entry))));
        try {
            return CSV.writer(COLUMNS).writeValueAsString(lines).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static List<String> cells(Line line) {
        return java.util.stream.Stream.of(
                        line.at(),
                        line.caseId(),
                        line.subjectId(),
                        line.event(),
                        line.who(),
                        line.outcome(),
                        line.verdictId(),
                        line.detail(),
                        line.stated())
                .map(TrailTable::inert)
                .toList();
    }

    /** A spreadsheet must not interpret a user's text as a formula (OWASP, CSV injection). */
    private static String inert(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String cell(TrailEntry.Stated stated) {
        return stated.field() + "=" + stated.value()
                + (stated.reference() == null ? "" : " (" + stated.reference() + ")");
    }

    private static Line line(String caseId, String subjectId, TrailEntry entry) {
        String at = entry.at().toString();
        if (entry instanceof TrailEntry.Quarantined quarantined) {
            return new Line(
                    at,
                    caseId,
                    subjectId,
                    "QUARANTINED",
                    "",
                    "",
                    "",
                    String.join(" ", quarantined.rules()) + " (" + quarantined.policyVersion() + ")");
        }
        if (entry instanceof TrailEntry.Act act) {
            return new Line(at, caseId, subjectId, act.act().name(), act.actor(), "", "", orEmpty(act.part()));
        }
        if (entry instanceof TrailEntry.VerdictGiven verdict) {
            return new Line(
                    at,
                    caseId,
                    subjectId,
                    "VERDICT",
                    verdict.secondReviewer() == null
                            ? verdict.reviewer()
                            : verdict.reviewer() + " + " + verdict.secondReviewer(),
                    verdict.outcome().name(),
                    verdict.verdictId(),
                    orEmpty(verdict.rationale()) + elsewhere(verdict.elsewhere()),
                    verdict.stated().stream().map(TrailTable::cell).collect(Collectors.joining("; ")));
        }
        TrailEntry.Answered answered = (TrailEntry.Answered) entry;
        VerdictResult result = answered.result();
        String refusals = result.refusals().stream().map(RuleFinding::rule).collect(Collectors.joining(" "));
        return new Line(
                at,
                caseId,
                subjectId,
                result.kind().name(),
                "gate",
                result.outcome() == null ? "" : result.outcome().name(),
                orEmpty(result.verdictId()),
                (result.releasedTopic() == null ? refusals : "-> " + result.releasedTopic())
                        + elsewhere(answered.elsewhere()));
    }

    private static String elsewhere(boolean elsewhere) {
        return elsewhere ? " (not on the subject's partition)" : "";
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
