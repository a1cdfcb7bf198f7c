// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.avro.AvroTypeException;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes whole records of the contract, by the classes chosen in configuration. Thread-safe as far as the
 * serializer is; {@link AvroSerializer} and Confluent's are.
 */
public final class ContractCodec implements AutoCloseable {

    private final Supplier<Deserializer<?>> deserializers;
    private final Queue<Deserializer<?>> idle = new ConcurrentLinkedQueue<>();
    private final Serializer<Object> serializer;

    private ContractCodec(Supplier<Deserializer<?>> deserializers, Serializer<Object> serializer) {
        this.deserializers = deserializers;
        this.serializer = serializer;
        // A configuration that does not work should show at the start, not at the first record.
        idle.add(deserializers.get());
    }

    /**
     * Makes the codec for classes chosen by name.
     *
     * @param properties the configuration of both, such as {@code schema.registry.url}
     * @throws org.apache.kafka.common.config.ConfigException if a class or its configuration is unusable
     */
    public static ContractCodec open(String deserializerClass, String serializerClass, Map<String, ?> properties) {
        return new ContractCodec(
                () -> ForeignClass.deserializer(deserializerClass, properties),
                ForeignClass.serializer(serializerClass, properties));
    }

    /**
     * Reads a record of whatever schema it was written with.
     *
     * @throws UndecodableException if the value is proven bad, a null one included
     * @throws RegistryUnavailable if the registry could not be asked
     */
    public IndexedRecord read(String topic, Headers headers, byte @Nullable [] value) throws UndecodableException {
        byte[] present = WireFormat.present(value);
        Deserializer<?> deserializer = idle.poll();
        if (deserializer == null) {
            deserializer = deserializers.get();
        }
        Object datum;
        try {
            datum = deserializer.deserialize(topic, headers, present);
        } catch (RuntimeException e) {
            throw ForeignFailure.proven(e);
        } finally {
            idle.add(deserializer);
        }
        if (datum instanceof IndexedRecord record) {
            return record;
        }
        throw new UndecodableException(
                UndecodableException.Reason.WRONG_RECORD_TYPE, "the value is not an Avro record");
    }

    /**
     * Reads a record as this version's contract has it.
     *
     * @throws UndecodableException if the value is proven bad, a null one included, or is no such record
     * @throws RegistryUnavailable if the registry could not be asked
     */
    public <T extends SpecificRecordBase> T read(Class<T> type, String topic, Headers headers, byte @Nullable [] value)
            throws UndecodableException {
        IndexedRecord written = read(topic, headers, value);
        if (type.isInstance(written)) {
            return type.cast(written);
        }
        String name = written.getSchema().getFullName();
        if (!name.equals(type.getName())) {
            throw new UndecodableException(
                    UndecodableException.Reason.WRONG_RECORD_TYPE,
                    "a " + name + ", where " + type.getName() + " belongs");
        }
        return resolve(type, written);
    }

    /** Avro resolves schemas only while decoding. */
    private static <T extends SpecificRecordBase> T resolve(Class<T> type, IndexedRecord written)
            throws UndecodableException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new GenericDatumWriter<IndexedRecord>(written.getSchema()).write(written, encoder);
            encoder.flush();
            return AvroPayload.read(
                    new SpecificDatumReader<T>(
                            written.getSchema(), SpecificData.get().getSchema(type), SpecificData.getForClass(type)),
                    out.toByteArray(),
                    0);
        } catch (AvroTypeException e) {
            throw new UndecodableException(UndecodableException.Reason.INCOMPATIBLE_SCHEMA, "" + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Encodes a record of ours.
     *
     * @throws RegistryUnavailable if the registry could not be asked, or refused the contract's own schema
     */
    public byte[] write(String topic, SpecificRecordBase record) {
        try {
            return Objects.requireNonNull(serializer.serialize(topic, record), "the serializer returned null");
        } catch (RuntimeException e) {
            // The record is ours and complete, so it is never the data's fault.
            throw ForeignFailure.unavailable(e);
        }
    }

    @Override
    public void close() {
        for (Deserializer<?> deserializer = idle.poll(); deserializer != null; deserializer = idle.poll()) {
            deserializer.close();
        }
        serializer.close();
    }
}
