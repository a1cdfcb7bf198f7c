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
 * Reads and writes whole records of the contract, with the configured classes. Thread-safe if the serializer is; {@link
 * AvroSerializer} and Confluent's are.
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

    /** A codec that waits for the registry when it must while reading. Closing either closes both. */
    public ContractCodec waiting(RegistryPatience patience) {
        return new ContractCodec(deserializers, deserializers.waiting(patience), serializer);
    }

    /**
     * Reads a record with any writer's schema.
     *
     * @throws UndecodableException if the value is proven bad, null included
     * @throws RegistryUnavailable if the registry could not be asked
     */
    public IndexedRecord read(String topic, Headers headers, byte @Nullable [] value) throws UndecodableException {
        return reading.read(topic, headers, value);
    }

    /**
     * Reads a record, converted to this version's contract.
     *
     * @throws UndecodableException if the value is proven bad, null included, or is no such record
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
     * Encodes a record made by the gate.
     *
     * @throws RegistryUnavailable if the registry could not be asked, or refused the contract's own schema
     */
    public byte[] write(String topic, SpecificRecordBase record) {
        try {
            return Objects.requireNonNull(serializer.serialize(topic, record), "the serializer returned null");
        } catch (RuntimeException e) {
            // The gate made this record and it is complete, so the data cannot be the cause.
            throw ForeignFailure.unavailable(e);
        }
    }

    @Override
    public void close() {
        deserializers.close();
        serializer.close();
    }
}
