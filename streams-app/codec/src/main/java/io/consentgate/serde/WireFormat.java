// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's framing of a value: the schema id in a header (Confluent Platform 8.1 and later), else in front of the
 * Avro payload.
 *
 * <pre>
 * header  __value_schema_id: 01 guid(16)   or   00 id(4, big endian); then the value is the payload alone
 * prefix  value: 00 id(4, big endian) payload
 * </pre>
 *
 * The last header of that name wins, and a header wins over a prefix.
 */
public final class WireFormat {

    /** Name of the header that carries the schema id of a value. */
    public static final String VALUE_SCHEMA_ID_HEADER = "__value_schema_id";

    /** Name of the header that carries the schema id of a key. */
    public static final String KEY_SCHEMA_ID_HEADER = "__key_schema_id";

    static final byte ID_MAGIC = 0;
    static final byte GUID_MAGIC = 1;
    static final int PREFIX_LENGTH = 1 + Integer.BYTES;
    private static final int GUID_LENGTH = 1 + 2 * Long.BYTES;

    private WireFormat() {}

    /** A value's schema and the start of its Avro payload. */
    public record Framed(SchemaRef schema, int payloadOffset) {}

    /**
     * Finds the schema and the payload of a value.
     *
     * @throws UndecodableException if there are no bytes or they are not in this format
     */
    public static Framed read(Headers headers, byte @Nullable [] value) throws UndecodableException {
        byte[] bytes = present(value);
        Header header = headers.lastHeader(VALUE_SCHEMA_ID_HEADER);
        return header == null ? readPrefix(bytes) : new Framed(readHeader(header.value()), 0);
    }

    /** The value itself, if it has bytes. */
    static byte[] present(byte @Nullable [] value) throws UndecodableException {
        if (value == null) {
            throw new UndecodableException(UndecodableException.Reason.NULL_VALUE, "there is no value");
        }
        if (value.length == 0) {
            throw new UndecodableException(UndecodableException.Reason.EMPTY, "the value has no bytes");
        }
        return value;
    }

    private static Framed readPrefix(byte[] value) throws UndecodableException {
        if (value[0] != ID_MAGIC) {
            throw notTheFormat("no " + VALUE_SCHEMA_ID_HEADER + " header, and the first byte is not the magic byte 0");
        }
        if (value.length < PREFIX_LENGTH) {
            throw notTheFormat("the value ends within the schema id, after " + value.length + " bytes");
        }
        return new Framed(new SchemaRef.ById(ByteBuffer.wrap(value).getInt(1)), PREFIX_LENGTH);
    }

    private static SchemaRef readHeader(byte @Nullable [] header) throws UndecodableException {
        if (header != null && header.length == PREFIX_LENGTH && header[0] == ID_MAGIC) {
            return new SchemaRef.ById(ByteBuffer.wrap(header).getInt(1));
        }
        if (header != null && header.length == GUID_LENGTH && header[0] == GUID_MAGIC) {
            ByteBuffer guid = ByteBuffer.wrap(header, 1, 2 * Long.BYTES);
            return new SchemaRef.ByGuid(new UUID(guid.getLong(), guid.getLong()));
        }
        throw notTheFormat("the header " + VALUE_SCHEMA_ID_HEADER + " is neither 00 and a 4-byte id nor 01 and a"
                + " 16-byte guid; it has " + (header == null ? 0 : header.length) + " bytes");
    }

    private static UndecodableException notTheFormat(String detail) {
        return new UndecodableException(UndecodableException.Reason.NOT_THE_FORMAT, detail);
    }
}
