// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.avro.Schema;

/**
 * Avro's binary encoding, read from a value in memory (Avro specification, "Binary Encoding"). Avro's own decoder reads
 * from streams, too, which costs each field of each record a share. Serves one thread, for one value.
 *
 * <p>Whatever the bytes, it reads nothing beyond them and allocates no more than they hold.
 */
final class AvroBytes {

    private static final int LONGEST_INT = 5;
    private static final int LONGEST_LONG = 10;

    private final byte[] bytes;
    private final int start;
    private int position;

    /** @param start of the Avro payload, which reaches to the end */
    AvroBytes(byte[] bytes, int start) {
        this.bytes = bytes;
        this.start = start;
        this.position = start;
    }

    /** To be called when all was read: what follows belongs to nothing. */
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

    /** A string that other records probably have, too. */
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

    /** The index of an enum's symbol or of a union's branch, less than the count of them. */
    int readIndex(int count) throws UndecodableException {
        int index = readInt();
        if (index < 0 || index >= count) {
            throw corrupt("the Avro payload is malformed (choice " + index + " of " + count + ")");
        }
        return index;
    }

    /**
     * The count of items in the next block of an array or map, 0 after the last one.
     *
     * <p>Items take a byte each at least, by {@link SchemaBudget}, so that a count is never believed beyond what is there.
     */
    long readBlockCount() throws UndecodableException {
        long count = readLong();
        if (count < 0) {
            // Then the block's length in bytes follows, for those who want to step over it.
            readLong();
            count = -count;
        }
        if (count < 0 || count > bytes.length - position) {
            throw truncated();
        }
        return count;
    }

    /** Steps over a value of any type within {@link SchemaBudget}; what is deeper than the stack overflows it. */
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

    /** Steps over some bytes and returns where they began. */
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
