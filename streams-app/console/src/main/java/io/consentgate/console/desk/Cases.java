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

/** Looks up single cases, or says in the right words that they cannot be had. Thread-safe. */
final class Cases {

    private final IndexStore store;
    private final CaseRows rows;

    Cases(IndexStore store, CaseRows rows) {
        this.store = store;
        this.rows = rows;
    }

    /** @throws NoSuchCase if there is none of that id */
    CaseRows.Row get(String caseId) {
        return find(caseId).orElseThrow(() -> none(caseId));
    }

    /** Empty, too, for one that is past its retention: what became of it is told by {@link Trails}. */
    Optional<CaseRows.Row> find(String caseId) {
        return store.reader().withHandle(handle -> rows.find(handle, caseId));
    }

    /**
     * Where else the event of a case stood.
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
     * @throws NoSuchCase if there is none of that id
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
