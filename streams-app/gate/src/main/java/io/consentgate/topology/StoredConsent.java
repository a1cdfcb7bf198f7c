// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.policy.Plausible;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentRow;
import io.consentgate.policy.facts.ConsentRow.State;
import io.consentgate.policy.facts.KeptActs;
import io.consentgate.policy.standing.Succession;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.UndecodableException;
import io.consentgate.serde.WireFormat;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The row of a person in the consent store. It holds the publisher's newest record with its bytes unchanged, so that a
 * later version of the gate can read records that this version cannot. It also holds where the record came from, so
 * that a verdict can name the consent used. Finally, it holds what must be remembered from earlier records.
 *
 * <p>Layout: format (1 byte), state (1), partition (4), offset (8), timestamp (8), version (8), length of what is kept
 * (4), what is kept (as {@link KeptBytes} writes it), length of the schema header (4), the schema header, the value.
 * Big-endian. Format 1, which this version reads, has nothing kept.
 *
 * @param partition partition of the consent topic that its publisher wrote the record to
 * @param offset its offset there
 * @param timestamp its timestamp there, milliseconds since the epoch
 * @param version the publisher's version; for an unreadable record, the version before it
 * @param erasures when the person was erased, by the log
 * @param schemaHeader value of the header that names the schema; null when the record's value itself names it
 * @param value the record's value; empty when there is none
 */
record StoredConsent(
        State state,
        int partition,
        long offset,
        long timestamp,
        long version,
        KeptActs kept,
        Erasures erasures,
        byte @Nullable [] schemaHeader,
        byte[] value) {

    private static final byte FORMAT = 2;
    private static final byte FORMAT_WITHOUT_KEPT = 1;
    private static final int FIXED_BYTES = 1 + 1 + 4 + 8 + 8 + 8 + 4 + 4;
    private static final byte[] NOTHING = {};

    /** The index is the stored byte, so the order must not change. */
    private static final State[] STATES = {State.CURRENT, State.UNREADABLE, State.NONE, State.IN_DOUBT};

    /**
     * When a person was erased, by log timestamps in milliseconds since the epoch. A record written before the erasure
     * may be rerouted and arrive after it. Such a record must not bring the person back.
     *
     * @param latest {@link Long#MIN_VALUE} if never
     * @param latestMisplaced latest among the erasures that were themselves rerouted
     */
    record Erasures(long latest, long latestMisplaced) {
        static final Erasures NEVER = new Erasures(Long.MIN_VALUE, Long.MIN_VALUE);

        Erasures and(long erasedAt, boolean misplaced) {
            return new Erasures(
                    Math.max(latest, erasedAt), misplaced ? Math.max(latestMisplaced, erasedAt) : latestMisplaced);
        }

        /**
         * Whether a record with this timestamp describes the person before their erasure. An equal timestamp counts as
         * before: erased is the safer reading.
         *
         * @param misplaced whether the record was rerouted. If it was not, only rerouted erasures count: only these may
         *     have been read before the record although they are newer
         */
        boolean cover(long writtenAt, boolean misplaced) {
            return writtenAt <= (misplaced ? latest : latestMisplaced);
        }
    }

    /** The row of a subject without stored data. */
    static final StoredConsent NOTHING_STORED =
            new StoredConsent(State.NONE, -1, -1, -1, Long.MIN_VALUE, KeptActs.NONE, Erasures.NEVER, null, NOTHING);

    /** This row with another record's bytes, and the state that this record leads to. */
    StoredConsent replacedBy(Record<byte[], byte[]> record, Origin origin, ConsentRow row) {
        Header schema = record.headers().lastHeader(WireFormat.VALUE_SCHEMA_ID_HEADER);
        return new StoredConsent(
                row.state(),
                origin.partition(),
                origin.offset(),
                origin.timestamp(),
                row.version(),
                row.kept(),
                erasures,
                schema == null ? null : schema.value(),
                record.value() == null ? NOTHING : record.value());
    }

    /** This row with the same record and another state. */
    StoredConsent with(ConsentRow row) {
        return new StoredConsent(
                row.state(), partition, offset, timestamp, row.version(), row.kept(), erasures, schemaHeader, value);
    }

    StoredConsent with(Erasures changed) {
        return new StoredConsent(state, partition, offset, timestamp, version, kept, changed, schemaHeader, value);
    }

    /** Whether a record is a repetition of this one, byte for byte. */
    boolean isSame(Record<byte[], byte[]> record) {
        Header schema = record.headers().lastHeader(WireFormat.VALUE_SCHEMA_ID_HEADER);
        return state == State.CURRENT
                && Arrays.equals(value, record.value())
                && Arrays.equals(schemaHeader, schema == null ? null : schema.value());
    }

    /**
     * The content of the row. A record that was readable on arrival may not be readable now: the registry has lost or
     * withholds its schema, or the gate was downgraded. A version number above today's limit, taken by an older gate,
     * puts the row in doubt, so that another record can follow.
     */
    ConsentRow row(FactsReader reader) {
        if (value.length == 0 || state == State.UNREADABLE || state == State.NONE) {
            return new ConsentRow(state, version, null, kept);
        }
        try {
            ConsentFacts newest = reader.readConsent(schemaHeaders(), value);
            return version > Succession.HIGHEST_VERSION
                    ? new ConsentRow(State.IN_DOUBT, Long.MIN_VALUE, newest, kept)
                    : new ConsentRow(state, version, newest, kept);
        } catch (UndecodableException e) {
            return new ConsentRow(State.UNREADABLE, version, null, kept);
        }
    }

    /**
     * Whether the row has a record that was readable before and is not now. It must not be replaced: its objections and
     * withdrawals would be lost.
     *
     * @param row the result of {@link #row}
     */
    boolean isUnreadNow(ConsentRow row) {
        return row.isUnreadable() && state != State.UNREADABLE;
    }

    /**
     * Whether a record may replace an unreadable one. A rerouted older version may arrive later, and says nothing about
     * objections and withdrawals in the unreadable record.
     *
     * @param latest latest instant that a publisher with a fast clock can have stated truthfully
     */
    boolean mayBeFollowedBy(Origin origin, Instant latest) {
        return state != State.UNREADABLE
                || origin.timestamp() >= timestamp
                || (origin.partition() == partition && origin.offset() > offset)
                || !Plausible.isPast(Instant.ofEpochMilli(timestamp), latest);
    }

    /** Whether its record has fields unknown to this version. */
    boolean hasUnknownFields(FactsReader reader) {
        try {
            return value.length > 0
                    && !reader.inspectConsent(schemaHeaders(), value)
                            .unknownFields()
                            .isEmpty();
        } catch (UndecodableException e) {
            return false;
        }
    }

    /** The headers for reading the record: the one that names its schema, if there was one. */
    Headers schemaHeaders() {
        return schemaHeader == null
                ? new RecordHeaders()
                : new RecordHeaders().add(WireFormat.VALUE_SCHEMA_ID_HEADER, schemaHeader);
    }

    byte[] toBytes() {
        byte[] keptBytes = KeptBytes.of(kept, erasures);
        int headerLength = schemaHeader == null ? 0 : schemaHeader.length;
        ByteBuffer buffer = ByteBuffer.allocate(FIXED_BYTES + keptBytes.length + headerLength + value.length)
                .put(FORMAT)
                .put((byte) Arrays.asList(STATES).indexOf(state))
                .putInt(partition)
                .putLong(offset)
                .putLong(timestamp)
                .putLong(version)
                .putInt(keptBytes.length)
                .put(keptBytes)
                .putInt(headerLength);
        if (schemaHeader != null) {
            buffer.put(schemaHeader);
        }
        return buffer.put(value).array();
    }

    /** @throws IllegalStateException if the bytes are no row, or a newer gate wrote the row */
    static StoredConsent fromBytes(byte[] bytes) {
        try {
            return read(ByteBuffer.wrap(bytes));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | UncheckedIOException e) {
            throw new IllegalStateException(
                    "the store " + Stores.CONSENT_BY_SUBJECT + " holds " + bytes.length
                            + " bytes that are no row. They were not written by a gate: reset the application and rebuild"
                            + " the store",
                    e);
        }
    }

    private static StoredConsent read(ByteBuffer buffer) {
        byte format = buffer.get();
        if (format != FORMAT && format != FORMAT_WITHOUT_KEPT) {
            throw new IllegalStateException(
                    "the store " + Stores.CONSENT_BY_SUBJECT + " holds a row of format " + format
                            + ", this version reads " + FORMAT_WITHOUT_KEPT + " and " + FORMAT
                            + ". It was written by a newer gate: upgrade, or reset the application and rebuild the store");
        }
        State state = STATES[buffer.get()];
        int partition = buffer.getInt();
        long offset = buffer.getLong();
        long timestamp = buffer.getLong();
        long version = buffer.getLong();
        byte[] keptBytes = format == FORMAT ? bytes(buffer, buffer.getInt()) : NOTHING;
        int headerLength = buffer.getInt();
        byte[] schemaHeader = headerLength == 0 ? null : bytes(buffer, headerLength);
        byte[] value = bytes(buffer, buffer.remaining());
        if (state == State.CURRENT && value.length == 0) {
            throw new BufferUnderflowException();
        }
        return new StoredConsent(
                state,
                partition,
                offset,
                timestamp,
                version,
                KeptBytes.kept(keptBytes),
                KeptBytes.erasures(keptBytes),
                schemaHeader,
                value);
    }

    private static byte[] bytes(ByteBuffer buffer, int length) {
        if (length == 0) {
            return NOTHING;
        }
        if (length < 0 || length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }
}
