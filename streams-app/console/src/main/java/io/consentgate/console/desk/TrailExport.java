// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consentgate.console.cases.AuditTrail;
import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.CaseQueue;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.NoSuchCase;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.console.cases.QueueSort;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.TrailEntry;
import io.consentgate.console.json.ReviewJson;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Exports trails as files. Parts that the log no longer has come from the index: codes, times and pseudonyms. */
final class TrailExport implements AuditTrail {

    private static final int ALL = Integer.MAX_VALUE;

    private final Cases cases;
    private final CaseQueue queue;
    private final LoggedCaseFiles files;
    private final Trails trails;
    private final ActRecorder acts;
    private final Clock clock;

    TrailExport(Cases cases, CaseQueue queue, LoggedCaseFiles files, Trails trails, ActRecorder acts, Clock clock) {
        this.cases = cases;
        this.queue = queue;
        this.files = files;
        this.trails = trails;
        this.acts = acts;
        this.clock = clock;
    }

    /**
     * The content of a file.
     *
     * @param caseId null when the file is about a person
     * @param subjectActs acts on the person rather than on a case
     */
    record Export(
            @Nullable String caseId,
            String subjectId,
            Instant exportedAt,
            String exportedBy,
            List<ExportedCase> cases,
            List<TrailEntry> subjectActs) {}

    /**
     * A case in a file.
     *
     * @param summary null when it is past its retention
     * @param file null when the log no longer has it
     */
    record ExportedCase(
            String caseId,
            String subjectId,
            @Nullable CaseSummary summary,
            @Nullable CaseFile file,
            List<TrailEntry> trail) {}

    @Override
    public AuditFile ofCase(Reviewer reviewer, String caseId, Format format, Locale locale) {
        String subjectId = cases.find(caseId)
                .map(row -> row.summary().subjectId())
                .or(() -> trails.subjectOf(caseId))
                .orElseThrow(() -> Cases.none(caseId));
        acts.exported(reviewer, caseId, subjectId);
        return file(
                new Export(
                        caseId,
                        subjectId,
                        now(),
                        reviewer.id(),
                        List.of(exported(reviewer, caseId, subjectId)),
                        List.of()),
                format,
                locale);
    }

    @Override
    public AuditFile ofSubject(Reviewer reviewer, String subjectId, Format format, Locale locale) {
        List<String> all = new ArrayList<>(trails.forgottenOf(subjectId));
        String cursor = null;
        do {
            var page =
                    queue.page(QueueFilter.search(subjectId), QueueSort.OLDEST_FIRST, cursor, CaseQueue.LARGEST_PAGE);
            page.cases().stream()
                    .filter(summary -> summary.subjectId().equals(subjectId))
                    .map(CaseSummary::caseId)
                    .forEach(all::add);
            cursor = page.next();
        } while (cursor != null);
        if (all.isEmpty()) {
            throw new NoSuchCase("No case of such a person is known here.");
        }
        acts.exported(reviewer, "", subjectId);
        return file(
                new Export(
                        null,
                        subjectId,
                        now(),
                        reviewer.id(),
                        all.stream()
                                .map(caseId -> exported(reviewer, caseId, subjectId))
                                .toList(),
                        trails.actsOnSubject(subjectId)),
                format,
                locale);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private ExportedCase exported(Reviewer reviewer, String caseId, String subjectId) {
        CaseRows.Row row = cases.find(caseId).orElse(null);
        if (row == null) {
            boolean erased = files.wasErased(subjectId) || trails.endedByErasure(caseId);
            return new ExportedCase(caseId, subjectId, null, null, trails.of(caseId, !erased));
        }
        CaseSummary summary = row.summary();
        try {
            CaseFile file = files.assemble(reviewer, row, ALL);
            return new ExportedCase(caseId, subjectId, summary, file, file.trail());
        } catch (NoSuchCase gone) {
            return new ExportedCase(caseId, subjectId, summary, null, trails.of(caseId, !files.wasErased(summary)));
        }
    }

    private static AuditFile file(Export export, Format format, Locale locale) {
        String name = "audit-"
                + (export.caseId() == null ? export.subjectId() : export.caseId()).replaceAll("[^A-Za-z0-9._-]", "_")
                + "." + format.name().toLowerCase(Locale.ROOT);
        return switch (format) {
            case HTML -> new AuditFile(name, "text/html; charset=utf-8", new TrailPage(locale).render(export));
            case JSON -> new AuditFile(name, "application/json", json(export));
            case CSV -> new AuditFile(name, "text/csv; charset=utf-8", TrailTable.render(export));
        };
    }

    private static byte[] json(Export export) {
        try {
            ObjectNode tree = ReviewJson.mapper().valueToTree(export);
            return ReviewJson.mapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(tree)
                    .getBytes(UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a trail always fits into JSON", e);
        }
    }
}
