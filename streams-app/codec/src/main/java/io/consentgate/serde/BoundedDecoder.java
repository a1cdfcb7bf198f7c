// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Gives Avro's own readers the bytes of a value in memory. Avro's decoders accept any length or count up to a limit for
 * the whole JVM. This decoder accepts none beyond the bytes that are present. Serves one thread, for one value.
 */
final class BoundedDecoder extends Decoder {

    /** Carries the finding through Avro's readers, which declare only IOException. */
    private static final class Malformed extends IOException {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        private Malformed(UndecodableException reason) {
            super(reason);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private static final byte[] NOTHING = {};

    private final AvroBytes bytes;
    private long valuesLeft;

    /** @param mostValues limit on nested values, because each becomes an object that is larger than its bytes */
    BoundedDecoder(AvroBytes bytes, long mostValues) {
        this.bytes = bytes;
        this.valuesLeft = mostValues;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws UndecodableException;
    }

    private <T> T next(Reading<T> reading) throws IOException {
        try {
            take(1);
            return reading.read();
        } catch (UndecodableException e) {
            throw new Malformed(e);
        }
    }

    private void take(long values) throws UndecodableException {
        valuesLeft -= values;
        if (valuesLeft < 0) {
            throw AvroBytes.corrupt("the Avro payload holds more values than are taken");
        }
    }

    @Override
    public void readNull() throws IOException {
        next(() -> NOTHING);
    }

    @Override
    public boolean readBoolean() throws IOException {
        return next(bytes::readBoolean);
    }

    @Override
    public int readInt() throws IOException {
        return next(bytes::readInt);
    }

    @Override
    public long readLong() throws IOException {
        return next(bytes::readLong);
    }

    @Override
    public float readFloat() throws IOException {
        return next(bytes::readFloat);
    }

    @Override
    public double readDouble() throws IOException {
        return next(bytes::readDouble);
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        return new Utf8(next(bytes::readBytes));
    }

    @Override
    public String readString() throws IOException {
        return next(bytes::readString);
    }

    @Override
    public void skipString() throws IOException {
        skipBytes();
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        return ByteBuffer.wrap(next(bytes::readBytes));
    }

    @Override
    public void skipBytes() throws IOException {
        next(() -> {
            bytes.skipBytes();
            return NOTHING;
        });
    }

    @Override
    public void readFixed(byte[] to, int start, int length) throws IOException {
        next(() -> {
            bytes.readFixed(to, start, length);
            return NOTHING;
        });
    }

    @Override
    public void skipFixed(int length) throws IOException {
        next(() -> {
            bytes.skipFixed(length);
            return NOTHING;
        });
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    /** Avro allocates for all items before reading the first, so the count itself is checked too. */
    private long nextBlock() throws IOException {
        return next(() -> {
            long items = bytes.readBlockCount();
            take(items);
            return items;
        });
    }

    @Override
    public long readArrayStart() throws IOException {
        return nextBlock();
    }

    @Override
    public long arrayNext() throws IOException {
        return nextBlock();
    }

    @Override
    public long skipArray() throws IOException {
        return nextBlock();
    }

    @Override
    public long readMapStart() throws IOException {
        return nextBlock();
    }

    @Override
    public long mapNext() throws IOException {
        return nextBlock();
    }

    @Override
    public long skipMap() throws IOException {
        return nextBlock();
    }
}
