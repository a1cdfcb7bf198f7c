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
            throw tooDeep();
        }
        if (!whole) {
            throw corrupt("bytes follow the end of the record", null);
        }
        return datum;
    }

    /**
     * Makes sure that no short value keeps a reader busy for years.
     *
     * @throws UndecodableException if the schema has an array that does not end with its bytes
     */
    static void requireEndsWithItsBytes(Schema writer) throws UndecodableException {
        if (!endsWithItsBytes(writer, new HashSet<>())) {
            throw new UndecodableException(
                    UndecodableException.Reason.INCOMPATIBLE_SCHEMA,
                    "the writer's " + writer.getFullName() + " has an array of items that take no bytes, of which a few"
                            + " bytes could hold any number; take it out");
        }
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

    /** Of values that are nested deeper than the stack, which a recursive schema allows. */
    static UndecodableException tooDeep() {
        return corrupt("the Avro payload holds values too deep within each other", null);
    }

    private static UndecodableException corrupt(String detail, @Nullable Exception e) {
        String kind = e == null ? "" : " (" + e.getClass().getSimpleName() + ")";
        return new UndecodableException(UndecodableException.Reason.CORRUPT, detail + kind);
    }
}
