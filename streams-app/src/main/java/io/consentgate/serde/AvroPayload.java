// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.io.EOFException;
import java.io.IOException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** The Avro part of a value. Since all of it is in memory, every failure to read it is the data's. */
final class AvroPayload {

    private AvroPayload() {}

    /**
     * Reads one datum, which must reach exactly to the end.
     *
     * @throws AvroTypeException if the writer's schema cannot be resolved to the reader's
     */
    @SuppressWarnings("NullAway") // Avro takes null for "nothing to reuse"
    static <T> T read(DatumReader<T> reader, byte[] value, int offset) throws UndecodableException {
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(value, offset, value.length - offset, null);
        T datum;
        boolean whole;
        try {
            datum = reader.read(null, decoder);
            whole = decoder.isEnd();
        } catch (AvroTypeException e) {
            throw e;
        } catch (EOFException e) {
            throw corrupt("the Avro payload of " + (value.length - offset) + " bytes is truncated", null);
        } catch (IOException | RuntimeException e) {
            throw corrupt("the Avro payload is malformed", e);
        }
        if (!whole) {
            throw corrupt("bytes follow the end of the record", null);
        }
        return datum;
    }

    private static UndecodableException corrupt(String detail, @Nullable Exception e) {
        String kind = e == null ? "" : " (" + e.getClass().getSimpleName() + ")";
        return new UndecodableException(UndecodableException.Reason.CORRUPT, detail + kind);
    }
}
