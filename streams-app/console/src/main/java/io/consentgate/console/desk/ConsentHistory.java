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
import io.consentgate.policy.Reference;
import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.serde.UndecodableException;
import io.consentgate.topology.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The consent records that publishers wrote about a person: positions from the index, records from the log. For display
 * only; {@link HeldConsents} shows which consents count. Thread-safe.
 */
final class ConsentHistory {

    /** Limit for a page; older records are in the audit trail. */
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

    /** A person's records, in the log's order. */
    record Rows(List<Row> rows) {

        /** The last records, and the record that a case was judged by. */
        List<Row> shown(int most, @Nullable Position seen) {
            List<Row> shown = new ArrayList<>(rows.subList(Math.max(0, rows.size() - most), rows.size()));
            rows.stream()
                    .filter(row -> row.position().equals(seen) && !shown.contains(row))
                    .findFirst()
                    .ifPresent(row -> shown.add(0, row));
            return shown;
        }

        /**
         * Whether the person was erased after a record was written. Only the log's order shows this. A record's
         * timestamp is its publisher's, who may have dated it by the request or by a slow clock. An erasure on another
         * partition counts once the gate has rerouted it, see {@link HeldConsents.Rows}.
         *
         * @param own the subject's partition
         */
        boolean isBeforeErasure(Position record, int own) {
            return record.partition() == own
                    && erasures(own).anyMatch(erasure -> erasure.position().isAfter(record));
        }

        /**
         * Whether the person may have been erased after a record was written.
         *
         * @param record null when there was none; then any erasure counts
         */
        boolean mayBeBeforeErasure(@Nullable Position record, int own) {
            return erasures(own).anyMatch(erasure -> record == null || !record.isAfter(erasure.position()));
        }

        private Stream<Row> erasures(int own) {
            return rows.stream()
                    .filter(row -> row.kind() == ConsentKind.ERASURE)
                    .filter(row -> row.position().partition() == own);
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
        return new Rows(rows);
    }

    /**
     * The records to show, newest first.
     *
     * @param seen the record that the case was judged by; null when there was none
     * @param newest the record that the gate holds; null when it holds none, or this is unknown
     * @param event the case's event, to mark related entries; null when it cannot be read
     */
    List<ConsentRecord> shown(
            List<Row> shown,
            @Nullable ConsentSeen seen,
            @Nullable Position newest,
            @Nullable IndexedRecord event,
            Map<Position, ConsumerRecord<byte[], byte[]>> records) {
        List<ConsentRecord> history = new ArrayList<>();
        boolean seenIsThere = false;
        for (Row row : shown) {
            boolean isSeen = seen != null && row.position().equals(position(seen));
            seenIsThere |= isSeen;
            history.add(0, shown(row, isSeen, row.position().equals(newest), event, records.get(row.position())));
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

    /** The entries of a record. */
    static List<Entry> entries(IndexedRecord state, @Nullable IndexedRecord event) {
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
                entries.add(new Entry(kind, fields, event != null && concerns(kind, record, event)));
            }
        }
    }

    /** As the gate reads it: an objection or withdrawal that may concern the event counts as concerning it. */
    private static boolean concerns(Entry.Kind kind, IndexedRecord entry, IndexedRecord event) {
        if (isAgainst(kind, entry)) {
            return mayBeMeant(entry, event);
        }
        return same(entry, event, "controllerId", false) && same(entry, event, "channel", true);
    }

    private static boolean isAgainst(Entry.Kind kind, IndexedRecord entry) {
        return switch (kind) {
            case OBJECTION -> true;
            case INQUIRY -> false;
            case CONSENT -> {
                String status = String.valueOf(EventFields.value(entry, "status"));
                yield EventFields.value(entry, "withdrawnAt") != null
                        || !(status.equals(ConsentStatus.GRANTED.name())
                                || status.equals(ConsentStatus.PENDING.name()));
            }
        };
    }

    private static boolean mayBeMeant(IndexedRecord entry, IndexedRecord event) {
        Object named = EventFields.value(entry, "controllerId");
        Object controller = EventFields.value(event, "controllerId");
        Object channel = EventFields.value(entry, "channel");
        Object asked = EventFields.value(event, "channel");
        boolean saidToIt = controller == null
                || ActAgainst.mayBeSaidTo(
                        named == null ? null : Reference.orNull(named.toString()), controller.toString());
        boolean onIt = channel == null
                || asked == null
                || EventFields.channel(channel) == Channel.UNKNOWN
                || EventFields.channel(channel) == EventFields.channel(asked);
        return saidToIt && onIt;
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
