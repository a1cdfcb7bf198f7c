// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of a person's consent, as its publisher wrote it to the log. {@link HeldConsent} shows which consents
 * count.
 *
 * @param version the publisher's count; null for an erasure or a record that cannot be read
 * @param recordedAt when it was published, by the record's own timestamp
 * @param seen whether the gate judged the case by this record
 * @param newest whether the gate holds it as the person's newest record
 * @param entries consents, objections and inquiries with their evidence; empty unless availability is READ
 */
public record ConsentRecord(
        @Nullable Long version,
        int partition,
        long offset,
        Instant recordedAt,
        boolean seen,
        boolean newest,
        Availability availability,
        List<Entry> entries) {

    public ConsentRecord {
        entries = List.copyOf(entries);
    }

    /** Whether the log still has it. */
    public enum Availability {
        READ,
        /** Compaction has removed the record because of a later one; its former existence is still known. */
        COMPACTED,
        /** It is a tombstone: the person was erased. */
        ERASURE,
        /** The record exists, but cannot be read. */
        UNREADABLE
    }

    /**
     * A consent, an objection or an inquiry.
     *
     * @param fields non-empty fields of the record; evidence is under {@code evidence.}
     * @param concerns whether controller and, if present, channel equal those of the case's event
     */
    public record Entry(Kind kind, List<EventField> fields, boolean concerns) {

        public Entry {
            fields = List.copyOf(fields);
        }

        /** What it is. */
        public enum Kind {
            CONSENT,
            OBJECTION,
            INQUIRY
        }
    }
}
