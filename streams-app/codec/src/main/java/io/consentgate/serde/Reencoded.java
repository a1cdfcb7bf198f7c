// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.io.ByteArrayOutputStream;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Converts a record of any class and compatible schema into one of the contract. Goes through bytes, because Avro
 * resolves schemas only while reading bytes.
 */
final class Reencoded {

    private Reencoded() {}

    /**
     * The record in this version's contract; additional fields of a newer publisher are lost.
     *
     * @throws UndecodableException if its schema or its value cannot be read as the contract's
     */
    static <T extends SpecificRecordBase> T as(Class<T> type, IndexedRecord record) throws UndecodableException {
        Schema writer = record.getSchema();
        AvroPayload<T> payload = AvroPayload.plan(
                writer,
                () -> new SpecificDatumReader<>(
                        writer, SpecificData.get().getSchema(type), SpecificData.getForClass(type)));
        try {
            return payload.read(encoded(record), 0);
        } catch (AvroTypeException e) {
            throw new UndecodableException(UndecodableException.Reason.INCOMPATIBLE_SCHEMA, "" + e.getMessage());
        }
    }

    private static byte[] encoded(IndexedRecord record) throws UndecodableException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            writerOf(record).write(record, encoder);
            encoder.flush();
        } catch (Throwable e) {
            throw Untrusted.inValue(e);
        }
        return out.toByteArray();
    }

    private static DatumWriter<IndexedRecord> writerOf(IndexedRecord record) {
        if (record instanceof SpecificRecordBase) {
            return new SpecificDatumWriter<>(record.getSchema(), SpecificData.getForClass(record.getClass()));
        }
        GenericData data = new GenericData();
        data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        return new GenericDatumWriter<>(record.getSchema(), data);
    }
}
