// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.avro.Schema;

/**
 * Reads Avro's binary encoding from a value in memory (Avro specification, "Binary Encoding"). Avro's own decoder also
 * supports streams, which makes each field slower. Serves one thread, for one value.
 *
 * <p>On any input, reads only within the given bytes, and allocates no more than they can hold.
 */
final class AvroBytes {

    private static final int LONGEST_INT = 5;
    private static final int LONGEST_LONG = 10;

    private final byte[] bytes;
    private final int start;
    private int position;

    /** @param start offset of the Avro payload, which ends with the array */
    AvroBytes(byte[] bytes, int start) {
        this.bytes = bytes;
        this.start = start;
        this.position = start;
    }

    /** Call after the last field. Remaining bytes mean a corrupt value. */
    void requireEnd() throws UndecodableException {
        if (position != bytes.length) {
            throw corrupt("bytes follow the end of the record");
        }
    }

    boolean readBoolean() throws UndecodableException {
        return readByte() == 1;
    }

    int readInt() throws UndecodableException {
        int zigzag = 0;
        for (int shift = 0; shift < 7 * LONGEST_INT; shift += 7) {
            byte next = readByte();
            zigzag |= (next & 0x7f) << shift;
            if (next >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw corrupt("the Avro payload is malformed (an int of more than " + LONGEST_INT + " bytes)");
    }

    long readLong() throws UndecodableException {
        long zigzag = 0;
        for (int shift = 0; shift < 7 * LONGEST_LONG; shift += 7) {
            byte next = readByte();
            zigzag |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw corrupt("the Avro payload is malformed (a long of more than " + LONGEST_LONG + " bytes)");
    }

    float readFloat() throws UndecodableException {
        return Float.intBitsToFloat((int) readFixed(Float.BYTES));
    }

    double readDouble() throws UndecodableException {
        return Double.longBitsToDouble(readFixed(Double.BYTES));
    }

    private long readFixed(int length) throws UndecodableException {
        long bits = 0;
        int at = skip(length);
        for (int i = length - 1; i >= 0; i--) {
            bits = (bits << Byte.SIZE) | (bytes[at + i] & 0xff);
        }
        return bits;
    }

    String readString() throws UndecodableException {
        int length = readLength();
        return new String(bytes, skip(length), length, UTF_8);
    }

    /** A string that other records probably repeat. */
    String readString(RepeatedTexts known) throws UndecodableException {
        int length = readLength();
        return known.text(bytes, skip(length), length);
    }

    /** A copy of a value of type bytes, or of the UTF-8 of a string. */
    byte[] readBytes() throws UndecodableException {
        int length = readLength();
        int at = skip(length);
        return Arrays.copyOfRange(bytes, at, at + length);
    }

    void skipBytes() throws UndecodableException {
        skip(readLength());
    }

    void readFixed(byte[] to, int start, int length) throws UndecodableException {
        System.arraycopy(bytes, skip(length), to, start, length);
    }

    void skipFixed(int length) throws UndecodableException {
        skip(length);
    }

    /** The index of an enum's symbol or of a union's branch; always below {@code count}. */
    int readIndex(int count) throws UndecodableException {
        int index = readInt();
        if (index < 0 || index >= count) {
            throw corrupt("the Avro payload is malformed (choice " + index + " of " + count + ")");
        }
        return index;
    }

    /**
     * The count of items in the next block of an array or map, 0 after the last block.
     *
     * <p>{@link SchemaBudget} guarantees at least one byte per item, so a count above the remaining bytes is corrupt.
     */
    long readBlockCount() throws UndecodableException {
        long count = readLong();
        if (count < 0) {
            // A negative count is followed by the block's length in bytes, for readers that skip the block.
            readLong();
            count = -count;
        }
        if (count < 0 || count > bytes.length - position) {
            throw truncated();
        }
        return count;
    }

    /** Skips a value of any type within {@link SchemaBudget}. A deeper schema would overflow the stack. */
    void skip(Schema schema) throws UndecodableException {
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> skip(1);
            case INT, ENUM -> readInt();
            case LONG -> readLong();
            case FLOAT -> skip(Float.BYTES);
            case DOUBLE -> skip(Double.BYTES);
            case STRING, BYTES -> skipBytes();
            case FIXED -> skip(schema.getFixedSize());
            case UNION -> skip(schema.getTypes().get(readIndex(schema.getTypes().size())));
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    skip(field.schema());
                }
            }
            case ARRAY -> {
                for (long left = readBlockCount(); left > 0; left = readBlockCount()) {
                    for (; left > 0; left--) {
                        skip(schema.getElementType());
                    }
                }
            }
            case MAP -> {
                for (long left = readBlockCount(); left > 0; left = readBlockCount()) {
                    for (; left > 0; left--) {
                        skip(readLength());
                        skip(schema.getValueType());
                    }
                }
            }
        }
    }

    private int readLength() throws UndecodableException {
        long length = readLong();
        if (length < 0 || length > bytes.length - position) {
            throw truncated();
        }
        return (int) length;
    }

    private byte readByte() throws UndecodableException {
        if (position >= bytes.length) {
            throw truncated();
        }
        return bytes[position++];
    }

    /** Skips some bytes and returns their start. */
    private int skip(int length) throws UndecodableException {
        if (length > bytes.length - position) {
            throw truncated();
        }
        int at = position;
        position += length;
        return at;
    }

    private UndecodableException truncated() {
        return corrupt("the Avro payload of " + (bytes.length - start) + " bytes is truncated");
    }

    static UndecodableException corrupt(String detail) {
        return new UndecodableException(UndecodableException.Reason.CORRUPT, detail);
    }
}
