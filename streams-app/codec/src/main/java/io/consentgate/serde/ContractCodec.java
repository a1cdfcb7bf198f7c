// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.util.Map;
import java.util.Objects;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes whole records of the contract, by the classes chosen in configuration. Thread-safe as far as the
 * serializer is; {@link AvroSerializer} and Confluent's are.
 */
public final class ContractCodec implements AutoCloseable {

    private final DeserializerPool deserializers;
    private final RecordReading reading;
    private final Serializer<Object> serializer;

    private ContractCodec(DeserializerPool deserializers, RecordReading reading, Serializer<Object> serializer) {
        this.deserializers = deserializers;
        this.reading = reading;
        this.serializer = serializer;
    }

    /**
     * Makes the codec for classes chosen by name.
     *
     * @param properties the configuration of both, such as {@code schema.registry.url}
     * @throws org.apache.kafka.common.config.ConfigException if a class or its configuration is unusable
     */
    public static ContractCodec open(String deserializerClass, String serializerClass, Map<String, ?> properties) {
        DeserializerPool deserializers = DeserializerPool.open(deserializerClass, properties);
        return new ContractCodec(deserializers, deserializers, ForeignClass.serializer(serializerClass, properties));
    }

    /** This codec, waiting for the registry where it must when it reads; either closes both. */
    public ContractCodec waiting(RegistryPatience patience) {
        return new ContractCodec(deserializers, deserializers.waiting(patience), serializer);
    }

    /**
     * Reads a record of whatever schema it was written with.
     *
     * @throws UndecodableException if the value is proven bad, a null one included
     * @throws RegistryUnavailable if the registry could not be asked
     */
    public IndexedRecord read(String topic, Headers headers, byte @Nullable [] value) throws UndecodableException {
        return reading.read(topic, headers, value);
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
        return Reencoded.as(type, written);
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
        deserializers.close();
        serializer.close();
    }
}
