// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.serde.WireFormat;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A consent record as the store keeps it: the publisher's bytes untouched, so that a later version of the gate can
 * read what this one could not, and where they came from, so that a verdict can name the consent it saw.
 *
 * <p>Layout: format (1 byte), state (1), partition (4), offset (8), timestamp (8), version (8), length of the schema
 * header (4), the schema header, the value. Big-endian.
 *
 * @param readable false when this gate could not read the record. It may have been a withdrawal: nothing that was
 *     known before clears any more
 * @param partition partition of the consent topic that its publisher wrote the record to
 * @param offset its offset there
 * @param timestamp its timestamp there, milliseconds since the epoch
 * @param version the publisher's count; of a record that could not be read, the count of the one before it
 * @param schemaHeader the value of the header that names the schema, null when the value itself does
 * @param value the record's value
 */
record StoredConsent(
        boolean readable,
        int partition,
        long offset,
        long timestamp,
        long version,
        byte @Nullable [] schemaHeader,
        byte[] value) {

    private static final byte FORMAT = 1;
    private static final byte READABLE = 0;
    private static final byte UNREADABLE = 1;
    private static final int FIXED_BYTES = 1 + 1 + 4 + 8 + 8 + 8 + 4;
    private static final int STATE_AT = 1;
    private static final int TIMESTAMP_AT = 1 + 1 + 4 + 8;
    private static final int VERSION_AT = TIMESTAMP_AT + 8;

    static StoredConsent readable(Record<byte[], byte[]> record, Origin origin, long version) {
        return of(true, record, origin, version);
    }

    /** @param version of the readable record before it; {@link Long#MIN_VALUE} when there was none */
    static StoredConsent unreadable(Record<byte[], byte[]> record, Origin origin, long version) {
        return of(false, record, origin, version);
    }

    private static StoredConsent of(boolean readable, Record<byte[], byte[]> record, Origin origin, long version) {
        Header schema = record.headers().lastHeader(WireFormat.VALUE_SCHEMA_ID_HEADER);
        return new StoredConsent(
                readable,
                origin.partition(),
                origin.offset(),
                origin.timestamp(),
                version,
                schema == null ? null : schema.value(),
                record.value());
    }

    byte[] toBytes() {
        int headerLength = schemaHeader == null ? 0 : schemaHeader.length;
        ByteBuffer buffer = ByteBuffer.allocate(FIXED_BYTES + headerLength + value.length)
                .put(FORMAT)
                .put(readable ? READABLE : UNREADABLE)
                .putInt(partition)
                .putLong(offset)
                .putLong(timestamp)
                .putLong(version)
                .putInt(headerLength);
        if (schemaHeader != null) {
            buffer.put(schemaHeader);
        }
        return buffer.put(value).array();
    }

    static StoredConsent fromBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte format = buffer.get();
        if (format != FORMAT) {
            throw new IllegalStateException(
                    "the store " + Stores.CONSENT_BY_SUBJECT + " holds a row of format " + format
                            + ", this version reads " + FORMAT
                            + ". It was written by a newer gate: upgrade, or reset the application and rebuild the store");
        }
        boolean readable = buffer.get() == READABLE;
        int partition = buffer.getInt();
        long offset = buffer.getLong();
        long timestamp = buffer.getLong();
        long version = buffer.getLong();
        int headerLength = buffer.getInt();
        byte[] schemaHeader = headerLength == 0 ? null : new byte[headerLength];
        if (schemaHeader != null) {
            buffer.get(schemaHeader);
        }
        byte[] value = new byte[buffer.remaining()];
        buffer.get(value);
        return new StoredConsent(readable, partition, offset, timestamp, version, schemaHeader, value);
    }

    /**
     * Whether a readable record of this version takes the row's place. The same version may correct a readable row;
     * after an unreadable one it may be the very grant that the unreadable record withdrew, published again.
     */
    static boolean givesWayTo(byte[] row, long version) {
        boolean readable = row[STATE_AT] == READABLE;
        return readable ? versionOf(row) <= version : versionOf(row) < version;
    }

    /** The timestamp of a row without reading the rest of it. */
    static long timestampOf(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong(TIMESTAMP_AT);
    }

    /** The version of a row without reading the rest of it. */
    static long versionOf(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong(VERSION_AT);
    }
}
