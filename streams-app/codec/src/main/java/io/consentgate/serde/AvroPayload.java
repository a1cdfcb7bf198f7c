// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;

/**
 * Reads the Avro payload of values with one writer's schema, through one of Avro's readers. The whole value is in
 * memory, so every failure means bad data. Thread-safe if the reader is.
 */
final class AvroPayload<T> {

    /** Makes a reader for a schema within the budget. */
    @FunctionalInterface
    interface Planning<T> {
        DatumReader<T> reader() throws Exception;
    }

    /**
     * Limit on objects made from one value, about fifty bytes each. With nested records, a single byte can become many
     * objects.
     */
    private static final long MOST_OBJECTS = 4_000_000;

    private final DatumReader<T> reader;
    private final long mostValues;

    private AvroPayload(DatumReader<T> reader, long mostValues) {
        this.reader = reader;
        this.mostValues = mostValues;
    }

    /**
     * Prepares reading with this schema.
     *
     * @throws UndecodableException if the schema exceeds {@link SchemaBudget}, or no reader can be made for it
     */
    static <T> AvroPayload<T> plan(Schema writer, Planning<T> planning) throws UndecodableException {
        SchemaBudget.Cost cost = SchemaBudget.of(writer);
        try {
            return new AvroPayload<>(planning.reader(), MOST_OBJECTS / cost.depth());
        } catch (Throwable e) {
            throw Untrusted.inSchema("the writer's " + writer.getFullName(), e);
        }
    }

    /**
     * Reads one datum, which must end exactly at the end of the value.
     *
     * @throws AvroTypeException if the writer's schema cannot be resolved to the reader's
     */
    @SuppressWarnings("NullAway") // Avro takes null for "nothing to reuse"
    T read(byte[] value, int offset) throws UndecodableException {
        AvroBytes bytes = new AvroBytes(value, offset);
        T datum;
        try {
            datum = reader.read(null, new BoundedDecoder(bytes, mostValues));
        } catch (AvroTypeException e) {
            throw e;
        } catch (Throwable e) {
            throw Untrusted.inValue(e);
        }
        bytes.requireEnd();
        return datum;
    }
}
