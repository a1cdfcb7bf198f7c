// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.Locale;

/**
 * The record of a case or a person as a file that a lawyer can read. Contains reviewers' rationales, but no content of
 * events.
 */
public interface AuditTrail {

    /** Format of the file. */
    enum Format {
        /** One page without script or external parts, to read and to print. */
        HTML,
        /** Everything, for programs. */
        JSON,
        /** One line per event, for a spreadsheet. */
        CSV
    }

    /** A file. */
    record AuditFile(String name, String mediaType, byte[] bytes) {}

    /**
     * The trail of a case. The export is recorded first.
     *
     * @throws NoSuchCase if there is no such case
     * @throws LogUnavailable if brokers or registry do not answer, or the export cannot be recorded
     */
    AuditFile ofCase(Reviewer reviewer, String caseId, Format format, Locale locale);

    /**
     * The trails of all cases of a person, and their consent history. The export is recorded first.
     *
     * @throws NoSuchCase if the person is unknown
     * @throws LogUnavailable if brokers or registry do not answer, or the export cannot be recorded
     */
    AuditFile ofSubject(Reviewer reviewer, String subjectId, Format format, Locale locale);
}
