// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.console.cases.ConsentRecord;
import io.consentgate.console.cases.EventField;
import io.consentgate.console.cases.EventField.Sensitivity;
import io.consentgate.console.cases.HeldConsent;
import io.consentgate.console.cases.HeldConsent.Doubt;
import io.consentgate.console.cases.HeldConsent.KeptAct;
import io.consentgate.console.cases.HeldConsent.State;
import io.consentgate.console.desk.LogFollower.ChangelogProgress;
import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ConsentRow;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.KeptActs.Limit;
import io.consentgate.policy.facts.ObjectionScope;
import io.consentgate.policy.standing.Succession;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.UndecodableException;
import io.consentgate.topology.ConsentRows;
import io.consentgate.topology.ConsentRows.Held;
import io.consentgate.topology.ConsentRows.Outline;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The consents that the gate holds of a person: places from the index, rows from the changelog of the gate's store.
 * Only rows on the subject's own partition belong to the gate. Thread-safe.
 */
final class HeldConsents {

    private static final int TRIES = 3;
    private static final Duration CHANGE = Duration.ofSeconds(1);

    private final IndexStore store;
    private final LogReader log;
    private final LogEntries entries;
    private final FactsReader facts;
    private final LogFollower follower;
    private final String consentTopic;
    private final String changelog;
    private final int partitions;

    /**
     * @param follower reads the changelog into the index
     * @param consentTopic the publishers' topic
     * @param changelog name of the gate's changelog
     * @param partitions partition count of the consent topic, and therefore of the changelog
     */
    HeldConsents(
            IndexStore store,
            LogReader log,
            LogEntries entries,
            FactsReader facts,
            LogFollower follower,
            String consentTopic,
            String changelog,
            int partitions) {
        this.store = store;
        this.log = log;
        this.entries = entries;
        this.facts = facts;
        this.follower = follower;
        this.consentTopic = consentTopic;
        this.changelog = changelog;
        this.partitions = partitions;
    }

    /**
     * A row's place in the changelog.
     *
     * @param outline null when there is no row, or no readable row
     */
    record Row(Position position, HeldKind kind, @Nullable Outline outline) {

        boolean isErasure() {
            return outline != null && outline.state() == ConsentRow.State.NONE;
        }
    }

    /**
     * The places of a person's rows that compaction and the index have kept.
     *
     * @param own the subject's partition
     * @param rows in the changelog's order; the last one is current
     */
    record Rows(String subjectId, int own, ChangelogProgress progress, List<Row> rows) {

        @Nullable
        Row last() {
            return rows.isEmpty() ? null : rows.get(rows.size() - 1);
        }

        @Nullable
        Outline outline() {
            Row last = last();
            return last == null ? null : last.outline();
        }

        /** Where the publisher wrote the newest record that the gate holds; null when the gate holds none. */
        @Nullable
        Position newest(String consentTopic) {
            Outline outline = outline();
            return outline == null || outline.state() == ConsentRow.State.NONE
                    ? null
                    : new Position(consentTopic, outline.partition(), outline.offset());
        }

        boolean isErased() {
            Outline outline = outline();
            return outline != null && outline.erasedAt() != null;
        }

        /** Whether a record entered the row after the person's last erasure. False when this is unknown. */
        boolean isSinceErasure(Position record) {
            int at = lastOf(record);
            return at >= 0 && at > lastErasure() && Objects.equals(erasedAt(at), erasedAt(rows.size() - 1));
        }

        /** Whether the person was erased after a record entered the row. False when this is unknown. */
        boolean isBeforeErasure(Position record) {
            int at = lastOf(record);
            return at >= 0 && !isSinceErasure(record);
        }

        private int lastOf(Position record) {
            for (int i = rows.size() - 1; i >= 0; i--) {
                Outline outline = rows.get(i).outline();
                if (outline != null
                        && !rows.get(i).isErasure()
                        && outline.partition() == record.partition()
                        && outline.offset() == record.offset()) {
                    return i;
                }
            }
            return -1;
        }

        private int lastErasure() {
            for (int i = rows.size() - 1; i >= 0; i--) {
                if (rows.get(i).isErasure()) {
                    return i;
                }
            }
            return -1;
        }

        private @Nullable Instant erasedAt(int index) {
            Outline outline = rows.get(index).outline();
            return outline == null ? null : outline.erasedAt();
        }

        /** Whether the log has a record of the person that the gate may not have applied yet. */
        boolean areBehind(ConsentHistory.Rows published) {
            Row last = last();
            if (progress != ChangelogProgress.READ || (last != null && last.kind() == HeldKind.NO_ROW)) {
                return false;
            }
            Outline held = outline();
            return published.rows().stream()
                    .anyMatch(record -> held == null || (!isTakenIn(record.position()) && isNews(record, held)));
        }

        /** Whether the gate is known to have made a row from the record, which later rows may have replaced. */
        private boolean isTakenIn(Position record) {
            return rows.stream()
                    .map(Row::outline)
                    .anyMatch(outline -> outline != null
                            && outline.partition() == record.partition()
                            && outline.offset() == record.offset());
        }

        /** Erasures and unreadable records always change the row; versions only if they are higher. */
        private static boolean isNews(ConsentHistory.Row record, Outline held) {
            boolean later = record.position().partition() == held.partition()
                    ? record.position().offset() > held.offset()
                    : record.recordedAt().isAfter(held.recordedAt());
            Long version = record.version();
            if (record.kind() == ConsentKind.RECORD && isEnded(record.recordedAt(), held)) {
                return false;
            }
            return later
                    && (record.kind() != ConsentKind.RECORD
                            || (version != null && version > held.version() && version <= Succession.HIGHEST_VERSION));
        }

        /**
         * Whether a record dates from before the erasure that is all the gate holds. If either of the two was
         * misplaced, the record leaves no row, and nothing shows whether the gate has reached it. No event would clear
         * by this record.
         */
        private static boolean isEnded(Instant recordedAt, Outline held) {
            Instant erasedAt = held.erasedAt();
            return held.state() == ConsentRow.State.NONE && erasedAt != null && !recordedAt.isAfter(erasedAt);
        }

        /** Whether the gate is known to have applied all of the person's records in the log. */
        boolean haveTakenIn(ConsentHistory.Rows published) {
            Row last = last();
            return progress == ChangelogProgress.READ
                    && last != null
                    && last.kind() == HeldKind.ROW
                    && !areBehind(published);
        }
    }

    /** The held consents for display, and the policy's view of them; the view is null when nothing can be predicted. */
    record Now(HeldConsent shown, @Nullable ConsentView view) {}

    Rows of(String subjectId) {
        int own = ConsentRows.partitionOf(subjectId, partitions);
        // Read before the rows: once the changelog has been read, the rows are complete.
        ChangelogProgress progress = follower.changelogProgress();
        List<Row> rows = store.reader()
                .withHandle(handle -> handle.createQuery("select position, kind, state, version, record_partition,"
                                + " record_position, record_at, erased_at from held_consents"
                                + " where subject = ? and partition = ? order by position")
                        .bind(0, subjectId)
                        .bind(1, own)
                        .map((row, context) -> new Row(
                                new Position(changelog, own, row.getLong("position")),
                                HeldKind.valueOf(row.getString("kind")),
                                outline(row)))
                        .list());
        return new Rows(subjectId, own, progress, rows);
    }

    private static @Nullable Outline outline(ResultSet row) throws SQLException {
        String state = row.getString("state");
        if (state == null) {
            return null;
        }
        long erasedAt = row.getLong("erased_at");
        boolean neverErased = row.wasNull();
        return new Outline(
                ConsentRow.State.valueOf(state),
                row.getLong("version"),
                row.getInt("record_partition"),
                row.getLong("record_position"),
                Instant.ofEpochMilli(row.getLong("record_at")),
                neverErased ? null : Instant.ofEpochMilli(erasedAt));
    }

    /**
     * Reads the current state.
     *
     * @param known the places as they were when the caller looked
     * @param published the person's records in the log
     * @param event the event that entries may concern; null for none
     * @throws io.consentgate.console.cases.LogUnavailable if the brokers do not answer
     */
    Now now(Rows known, ConsentHistory.Rows published, @Nullable IndexedRecord event) {
        Rows rows = known;
        for (int tries = 0; tries < TRIES; tries++) {
            if (rows.progress() != ChangelogProgress.READ) {
                return unknown(rows.progress() == ChangelogProgress.NONE ? State.NO_CHANGELOG : State.NOT_READ);
            }
            Row last = rows.last();
            if (last == null || last.kind() == HeldKind.NONE) {
                return nothing(rows.areBehind(published));
            }
            if (last.kind() == HeldKind.NO_ROW) {
                return unknown(State.NO_ROW);
            }
            Optional<ConsumerRecord<byte[], byte[]>> record = log.read(last.position());
            if (record.isPresent() && isOf(record.get(), rows.subjectId())) {
                return now(record.get(), rows.areBehind(published), event);
            }
            // Compaction has removed the row: the gate has written a newer one, which the index is about to read.
            rows = changed(rows);
        }
        return unknown(State.NOT_READ);
    }

    private Rows changed(Rows before) {
        return follower.await(CHANGE, () -> {
                    Rows now = of(before.subjectId());
                    return now.rows().equals(before.rows()) ? Optional.<Rows>empty() : Optional.of(now);
                })
                .orElse(before);
    }

    private Now now(ConsumerRecord<byte[], byte[]> record, boolean behind, @Nullable IndexedRecord event) {
        Optional<Held> read = ConsentRows.held(record.value(), facts);
        if (read.isEmpty()) {
            return unknown(State.NO_ROW);
        }
        Held held = read.get();
        ConsentView view = held.view();
        State state = state(view);
        List<String> unknownFields = state == State.IN_DOUBT ? unknownFields(held) : List.of();
        HeldConsent shown = new HeldConsent(
                state,
                held.outline().version() == Long.MIN_VALUE
                        ? null
                        : Long.valueOf(held.outline().version()),
                behind,
                state != State.IN_DOUBT ? null : unknownFields.isEmpty() ? Doubt.CONTRADICTION : Doubt.UNKNOWN_FIELDS,
                unknownFields,
                view.newest() == null ? List.of() : entries(held, event),
                Stream.concat(
                                view.kept().acts().stream().map(act -> shown(act, event)),
                                view.kept().limits().stream().map(limit -> shown(limit, event)))
                        .toList(),
                view.kept().erasedAt());
        return new Now(shown, shown.decides() ? view : null);
    }

    private static State state(ConsentView view) {
        if (view.isUnreadable()) {
            return State.UNREADABLE;
        }
        if (view.isInDoubt()) {
            return State.IN_DOUBT;
        }
        return view.hasNoRecord() ? State.NO_RECORD : State.CURRENT;
    }

    private List<String> unknownFields(Held held) {
        try {
            return held.record().length == 0
                    ? List.of()
                    : facts.inspectConsent(held.schema(), held.record()).unknownFields();
        } catch (UndecodableException e) {
            return List.of();
        }
    }

    private List<ConsentRecord.Entry> entries(Held held, @Nullable IndexedRecord event) {
        try {
            return ConsentHistory.entries(entries.consentRecord(consentTopic, held.schema(), held.record()), event);
        } catch (UndecodableException e) {
            return List.of();
        }
    }

    private static KeptAct shown(ActAgainst act, @Nullable IndexedRecord event) {
        ObjectionScope scope = act.kind().objectsTo();
        List<EventField> fields = Stream.of(
                        field(act.isObjection() ? "objectionId" : "consentId", act.id()),
                        field("controllerId", act.controllerId()),
                        field("scope", scope),
                        field("purpose", act.purpose()),
                        field("channel", act.channel()),
                        EventFields.contact("contactRef", act.contactRef()),
                        field("contactKeyId", act.contactKeyId()),
                        field(act.isObjection() ? "raisedAt" : "withdrawnAt", act.at()))
                .filter(field -> field.value() != null || field.sensitivity().masks())
                .toList();
        return new KeptAct(kind(act.kind()), act.version(), fields, concerns(act, event));
    }

    private static KeptAct shown(Limit limit, @Nullable IndexedRecord event) {
        List<EventField> fields = Stream.of(
                        field("consentId", limit.consentId()),
                        field("controllerId", limit.controllerId()),
                        field("purpose", limit.purpose()),
                        field("channel", limit.channel()),
                        EventFields.contact("contactRef", limit.contactRef()),
                        field("contactKeyId", limit.contactKeyId()),
                        field("expiresAt", limit.expiresAt()))
                .filter(field -> field.value() != null || field.sensitivity().masks())
                .toList();
        return new KeptAct(KeptAct.Kind.ENDING, limit.version(), fields, concerns(limit, event));
    }

    private static boolean concerns(Limit limit, @Nullable IndexedRecord event) {
        if (event == null) {
            return false;
        }
        Object controller = EventFields.value(event, "controllerId");
        Object channel = EventFields.value(event, "channel");
        return (limit.controllerId() == null
                        || controller == null
                        || limit.controllerId().equals(controller.toString()))
                && (limit.channel() == null || channel == null || limit.channel() == EventFields.channel(channel));
    }

    private static EventField field(String path, @Nullable Object value) {
        return new EventField(path, value == null ? null : value.toString(), Sensitivity.NONE);
    }

    private static KeptAct.Kind kind(ActAgainst.Kind kind) {
        return switch (kind) {
            case WITHDRAWAL -> KeptAct.Kind.WITHDRAWAL;
            case REFUSAL -> KeptAct.Kind.REFUSAL;
            case OBJECTION_TO_MARKETING, OBJECTION_TO_PROFILING, OBJECTION_OF_UNKNOWN_SCOPE -> KeptAct.Kind.OBJECTION;
            case UNKNOWN -> KeptAct.Kind.UNKNOWN;
        };
    }

    /** As the gate reads it: an act that may concern the event counts as concerning it. */
    private static boolean concerns(ActAgainst act, @Nullable IndexedRecord event) {
        if (event == null) {
            return false;
        }
        Object controller = EventFields.value(event, "controllerId");
        Object channel = EventFields.value(event, "channel");
        return (controller == null || act.mayConcern(controller.toString()))
                && (channel == null || act.mayConcern(EventFields.channel(channel)));
    }

    private static boolean isOf(ConsumerRecord<byte[], byte[]> record, String subjectId) {
        return record.value() != null && Arrays.equals(record.key(), subjectId.getBytes(UTF_8));
    }

    private static Now nothing(boolean behind) {
        return new Now(HeldConsent.of(State.NO_RECORD, behind), behind ? null : ConsentView.NoRecord.NO_RECORD);
    }

    private static Now unknown(State state) {
        return new Now(HeldConsent.of(state, false), null);
    }
}
