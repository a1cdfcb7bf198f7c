// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;

/**
 * This version's contract without a registry: {@link #encode} turns plain JSON into a publisher's bytes, and {@link
 * #reader()} reads them as the gate does. The schema ids are valid only within this object. Serves one thread; the
 * reader is thread-safe.
 */
public final class OfflineContract {

    private static final int LARGEST_USUAL = 1024;
    private static final List<ContractRecord> IDS = List.of(ContractRecord.values());

    private final Map<ContractRecord, DatumWriter<GenericRecord>> writers = new EnumMap<>(ContractRecord.class);
    private final FactsReader reader = new ProjectingFactsReader(OfflineContract::schema);

    /** Makes the codec for all record types. */
    public OfflineContract() {
        for (ContractRecord record : ContractRecord.values()) {
            writers.put(record, new GenericDatumWriter<>(record.schema()));
        }
    }

    /**
     * Encodes one JSON object, in the form that {@link JsonToAvro} describes.
     *
     * @throws InvalidJson if the text is not a record of that type
     */
    public byte[] encode(ContractRecord record, String json) throws InvalidJson {
        GenericRecord datum = JsonToAvro.record(json, record.schema());
        ByteArrayOutputStream out = new ByteArrayOutputStream(LARGEST_USUAL);
        out.write(WireFormat.ID_MAGIC);
        out.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt(IDS.indexOf(record)).array());
        try {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            Objects.requireNonNull(writers.get(record)).write(datum, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Reads the values that {@link #encode} wrote. */
    public FactsReader reader() {
        return reader;
    }

    private static Schema schema(SchemaRef ref) throws UndecodableException {
        if (ref instanceof SchemaRef.ById byId && byId.id() >= 0 && byId.id() < IDS.size()) {
            return IDS.get(byId.id()).schema();
        }
        throw new UndecodableException(
                UndecodableException.Reason.UNKNOWN_SCHEMA, ref + " is not one of this version's contract");
    }
}
