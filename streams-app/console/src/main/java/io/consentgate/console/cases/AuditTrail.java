// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.Locale;

/** The record of a case or a person as a file that a lawyer can read. Holds reviewers' rationales, and no content of events. */
public interface AuditTrail {

    /** In what form. */
    enum Format {
        /** One page without script or outside parts, to read and to print. */
        HTML,
        /** Everything, for machines. */
        JSON,
        /** One line per event, for a spreadsheet. */
        CSV
    }

    /** A file. */
    record AuditFile(String name, String mediaType, byte[] bytes) {}

    /**
     * The trail of a case; its export goes on record first.
     *
     * @throws NoSuchCase if there is none of that id
     * @throws LogUnavailable if the brokers or the registry do not answer, or it cannot be put on record
     */
    AuditFile ofCase(Reviewer reviewer, String caseId, Format format, Locale locale);

    /**
     * The trails of all cases of a person, and their consent history; its export goes on record first.
     *
     * @throws NoSuchCase if nothing is known of that person
     * @throws LogUnavailable if the brokers or the registry do not answer, or it cannot be put on record
     */
    AuditFile ofSubject(Reviewer reviewer, String subjectId, Format format, Locale locale);
}
