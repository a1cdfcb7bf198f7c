// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.ConsentRecord;
import io.consentgate.console.cases.ConsentRecord.Availability;
import io.consentgate.console.cases.ConsentRecord.Entry;
import io.consentgate.console.cases.EventField;
import io.consentgate.events.Consent;
import io.consentgate.events.ConsentSeen;
import io.consentgate.events.Inquiry;
import io.consentgate.events.Objection;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.serde.UndecodableException;
import io.consentgate.topology.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What a person's consent was and is: positions from the index, records from the log. Thread-safe. */
final class ConsentHistory {

    /** As many records as a page shows; older ones are in the audit trail. */
    static final int SHOWN = 20;

    private final IndexStore store;
    private final LogEntries entries;
    private final Topics topics;

    ConsentHistory(IndexStore store, LogEntries entries, Topics topics) {
        this.store = store;
        this.entries = entries;
        this.topics = topics;
    }

    /** One record of a person in the log. */
    record Row(
            Position position, ConsentKind kind, @Nullable Long version, Instant recordedAt) {}

    /**
     * A person's records.
     *
     * @param rows all of them, in the log's order
     * @param newest the one that counts now by the gate's rules; null when there is none or it was erased
     */
    record Rows(List<Row> rows, @Nullable Row newest) {

        /** The last ones, and the one that a case was judged by. */
        List<Row> shown(int most, @Nullable Position seen) {
            List<Row> shown = new ArrayList<>(rows.subList(Math.max(0, rows.size() - most), rows.size()));
            rows.stream()
                    .filter(row -> row.position().equals(seen) && !shown.contains(row))
                    .findFirst()
                    .ifPresent(row -> shown.add(0, row));
            return shown;
        }

        /**
         * Whether the person was erased after a case arose, or may have been. A record that came later brings nothing back.
         * Only the log's order shows that an erasure was before: the time of a record is its publisher's, who may have
         * dated it by the request or by a slow clock.
         *
         * @param seen what the case was judged by; null when there was none or it is not known, so that any erasure counts
         */
        boolean erasedSince(@Nullable Position seen) {
            return rows.stream()
                    .filter(row -> row.kind() == ConsentKind.ERASURE)
                    .anyMatch(row -> seen == null || !seen.isAfter(row.position()));
        }
    }

    Rows of(String subjectId) {
        List<Row> rows = store.reader()
                .withHandle(handle -> handle.createQuery("select partition, position, kind, version, at from consents"
                                + " where subject = ? order by partition, position")
                        .bind(0, subjectId)
                        .map((row, context) -> new Row(
                                new Position(topics.consentState(), row.getInt("partition"), row.getLong("position")),
                                ConsentKind.valueOf(row.getString("kind")),
                                row.getObject("version") == null ? null : row.getLong("version"),
                                Instant.ofEpochMilli(row.getLong("at"))))
                        .list());
        return new Rows(rows, newest(rows));
    }

    /** As the gate keeps its table: a higher version replaces, a tombstone erases, what is unreadable blocks. */
    private static @Nullable Row newest(List<Row> rows) {
        Row newest = null;
        long version = Long.MIN_VALUE;
        for (Row row : rows) {
            switch (row.kind()) {
                case ERASURE -> {
                    newest = null;
                    version = Long.MIN_VALUE;
                }
                case UNREADABLE -> newest = row;
                case RECORD -> {
                    Long next = row.version();
                    if (next != null && (next > version || newest == null)) {
                        newest = row;
                        version = next;
                    }
                }
            }
        }
        return newest;
    }

    /** What the policy is given for the record that counts now. */
    ConsentView view(Rows rows, Map<Position, ConsumerRecord<byte[], byte[]>> records) {
        Row newest = rows.newest();
        if (newest == null) {
            return ConsentView.NoRecord.NO_RECORD;
        }
        ConsumerRecord<byte[], byte[]> record = records.get(newest.position());
        if (newest.kind() == ConsentKind.UNREADABLE || record == null) {
            return ConsentView.Unreadable.UNREADABLE;
        }
        try {
            return entries.consent(record);
        } catch (UndecodableException e) {
            return ConsentView.Unreadable.UNREADABLE;
        }
    }

    /**
     * Records to show, newest first.
     *
     * @param seen what the case was judged by; null when there was none
     * @param event the case's event, to tell what concerns it; null when it cannot be read
     */
    List<ConsentRecord> shown(
            Rows rows,
            List<Row> shown,
            @Nullable ConsentSeen seen,
            @Nullable IndexedRecord event,
            Map<Position, ConsumerRecord<byte[], byte[]>> records) {
        List<ConsentRecord> history = new ArrayList<>();
        boolean seenIsThere = false;
        for (Row row : shown) {
            boolean isSeen = seen != null && row.position().equals(position(seen));
            seenIsThere |= isSeen;
            history.add(0, shown(row, isSeen, row.equals(rows.newest()), event, records.get(row.position())));
        }
        if (seen != null && !seenIsThere) {
            // Compacted before this console first read the topic.
            history.add(new ConsentRecord(
                    seen.getVersion(),
                    seen.getPartition(),
                    seen.getOffset(),
                    seen.getUpdatedAt(),
                    true,
                    false,
                    Availability.COMPACTED,
                    List.of()));
        }
        return history;
    }

    Position position(ConsentSeen seen) {
        return new Position(topics.consentState(), seen.getPartition(), seen.getOffset());
    }

    private ConsentRecord shown(
            Row row,
            boolean seen,
            boolean newest,
            @Nullable IndexedRecord event,
            @Nullable ConsumerRecord<byte[], byte[]> record) {
        Availability availability;
        List<Entry> shown = List.of();
        if (row.kind() == ConsentKind.ERASURE) {
            availability = Availability.ERASURE;
        } else if (record == null) {
            availability = Availability.COMPACTED;
        } else {
            try {
                shown = entries(entries.consentRecord(record), event);
                availability = Availability.READ;
            } catch (UndecodableException e) {
                availability = Availability.UNREADABLE;
            }
        }
        return new ConsentRecord(
                row.version(),
                row.position().partition(),
                row.position().offset(),
                row.recordedAt(),
                seen,
                newest,
                availability,
                shown);
    }

    private static List<Entry> entries(IndexedRecord state, @Nullable IndexedRecord event) {
        List<Entry> entries = new ArrayList<>();
        add(entries, state, "consents", Entry.Kind.CONSENT, Consent.getClassSchema(), event);
        add(entries, state, "objections", Entry.Kind.OBJECTION, Objection.getClassSchema(), event);
        add(entries, state, "inquiries", Entry.Kind.INQUIRY, Inquiry.getClassSchema(), event);
        return entries;
    }

    private static void add(
            List<Entry> entries,
            IndexedRecord state,
            String field,
            Entry.Kind kind,
            Schema contract,
            @Nullable IndexedRecord event) {
        if (!(EventFields.value(state, field) instanceof Collection<?> values)) {
            return;
        }
        for (Object value : values) {
            if (value instanceof IndexedRecord record) {
                List<EventField> fields = EventFields.of(record, contract).stream()
                        .filter(each -> each.value() != null)
                        .toList();
                entries.add(new Entry(kind, fields, event != null && concerns(record, event)));
            }
        }
    }

    private static boolean concerns(IndexedRecord entry, IndexedRecord event) {
        return same(entry, event, "controllerId", false) && same(entry, event, "channel", true);
    }

    private static boolean same(IndexedRecord entry, IndexedRecord event, String field, boolean nullIsAny) {
        Object here = EventFields.value(entry, field);
        Object there = EventFields.value(event, field);
        if (here == null || there == null) {
            return nullIsAny;
        }
        return here.toString().equals(there.toString());
    }
}
