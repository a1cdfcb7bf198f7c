// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.io.EOFException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
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
        } catch (StackOverflowError e) {
            throw corrupt("the Avro payload holds values too deep within each other", null);
        }
        if (!whole) {
            throw corrupt("bytes follow the end of the record", null);
        }
        return datum;
    }

    /** Whether every array of a schema ends where its bytes do, so that no short value keeps a reader busy for ever. */
    static boolean endsWithItsBytes(Schema schema) {
        return endsWithItsBytes(schema, new HashSet<>());
    }

    private static boolean endsWithItsBytes(Schema schema, Set<String> seen) {
        return switch (schema.getType()) {
            case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BYTES, FIXED, ENUM -> true;
            case RECORD ->
                !seen.add(schema.getFullName())
                        || schema.getFields().stream().allMatch(field -> endsWithItsBytes(field.schema(), seen));
            case UNION -> schema.getTypes().stream().allMatch(branch -> endsWithItsBytes(branch, seen));
            case MAP -> endsWithItsBytes(schema.getValueType(), seen);
            case ARRAY ->
                AvroBytes.takesBytes(schema.getElementType()) && endsWithItsBytes(schema.getElementType(), seen);
        };
    }

    private static UndecodableException corrupt(String detail, @Nullable Exception e) {
        String kind = e == null ? "" : " (" + e.getClass().getSimpleName() + ")";
        return new UndecodableException(UndecodableException.Reason.CORRUPT, detail + kind);
    }
}
