// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.CaseClosed;
import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.CaseState;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.NoSuchCase;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Looks up single cases, or throws the exception that explains why there is none. Thread-safe. */
final class Cases {

    private final IndexStore store;
    private final CaseRows rows;

    Cases(IndexStore store, CaseRows rows) {
        this.store = store;
        this.rows = rows;
    }

    /** @throws NoSuchCase if there is no such case */
    CaseRows.Row get(String caseId) {
        return find(caseId).orElseThrow(() -> none(caseId));
    }

    /** Also empty for a case past its retention; {@link Trails} has its results. */
    Optional<CaseRows.Row> find(String caseId) {
        return store.reader().withHandle(handle -> rows.find(handle, caseId));
    }

    /**
     * The other places of the case's event.
     *
     * @param digest SHA-256 of the event's bytes
     */
    List<CaseFile.Copy> copies(CaseSummary summary, byte[] digest) {
        return store.reader()
                .withHandle(handle -> handle.createQuery("select topic, source_partition, source_offset, written_at,"
                                + " digest from copies where case_id = :id and subject = :subject"
                                + " order by written_at, topic, source_partition, source_offset")
                        .bind("id", summary.caseId())
                        .bind("subject", summary.subjectId())
                        .map((row, context) -> new CaseFile.Copy(
                                new CaseFile.Source(
                                        row.getString("topic"),
                                        row.getInt("source_partition"),
                                        row.getLong("source_offset"),
                                        Instant.ofEpochMilli(row.getLong("written_at"))),
                                Arrays.equals(digest, row.getBytes("digest"))))
                        .list());
    }

    static NoSuchCase none(String caseId) {
        return new NoSuchCase(
                "There is no case " + caseId + ". It may have arrived a moment ago, or be past its retention.");
    }

    /**
     * A case that waits for a verdict.
     *
     * @throws NoSuchCase if there is no such case
     * @throws CaseClosed if it has ended
     */
    CaseRows.Row open(String caseId) {
        CaseRows.Row row = get(caseId);
        if (row.summary().state() == CaseState.CLOSED) {
            throw new CaseClosed("Case " + caseId + " has ended.");
        }
        return row;
    }
}
