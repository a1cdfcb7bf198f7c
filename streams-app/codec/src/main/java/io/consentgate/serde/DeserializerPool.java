// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The only place that passes bytes to a foreign deserializer. The thread survives everything that the deserializer throws.
 * Deserializers need not be thread-safe, so each call borrows one. Thread-safe.
 */
final class DeserializerPool implements RecordReading, AutoCloseable {

    private final Supplier<Deserializer<?>> deserializers;
    private final Map<String, ?> properties;
    private final boolean foreign;
    private final Queue<Deserializer<?>> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean haveRead;
    private volatile @Nullable RegistryClient registry;

    /**
     * Creates the first deserializer at once, so that a bad configuration fails at the start and not at the first
     * record.
     */
    private DeserializerPool(String deserializerClass, Map<String, ?> properties) {
        this.deserializers = () -> ForeignClass.deserializer(deserializerClass, properties);
        this.properties = properties;
        this.foreign = !deserializerClass.equals(AvroDeserializer.class.getName());
        idle.add(deserializers.get());
    }

    /** @throws org.apache.kafka.common.config.ConfigException if the class or its configuration is unusable */
    static DeserializerPool open(String deserializerClass, Map<String, ?> properties) {
        return new DeserializerPool(deserializerClass, properties);
    }

    /**
     * As {@link SchemaSource#giving}. In addition, the foreign class must have read a record: it may interpret the
     * configuration differently, and the registry may refuse it.
     */
    SchemaSource.Giving registryGiving() {
        if (foreign && !haveRead) {
            return SchemaSource.Giving.NO_ADDRESS;
        }
        try {
            RegistryClient client = registry;
            if (client == null) {
                client = new RegistryClient(properties);
                registry = client;
            }
            return client.giving();
        } catch (ConfigException e) {
            return SchemaSource.Giving.NO_ADDRESS;
        }
    }

    /** A reading that waits for the registry when it must. */
    RecordReading waiting(RegistryPatience patience) {
        SchemaDoubts doubts = patience.doubts(this::registryGiving);
        return (topic, headers, value) -> patience.read(doubts, headers, value, () -> read(topic, headers, value));
    }

    @Override
    public IndexedRecord read(String topic, Headers headers, byte @Nullable [] value) throws UndecodableException {
        Object datum = deserialize(topic, headers, WireFormat.present(value));
        if (datum instanceof IndexedRecord record) {
            haveRead = true;
            return record;
        }
        throw new UndecodableException(
                UndecodableException.Reason.WRONG_RECORD_TYPE,
                "the deserializer returned "
                        + (datum == null ? "null" : "a " + datum.getClass().getName()) + ", which is no Avro record");
    }

    private @Nullable Object deserialize(String topic, Headers headers, byte[] value) throws UndecodableException {
        Deserializer<?> deserializer = idle.poll();
        if (deserializer == null) {
            deserializer = deserializers.get();
        }
        try {
            return deserializer.deserialize(topic, headers, value);
        } catch (Throwable e) {
            throw Untrusted.inForeignClass(e);
        } finally {
            idle.add(deserializer);
        }
    }

    @Override
    public void close() {
        for (Deserializer<?> deserializer = idle.poll(); deserializer != null; deserializer = idle.poll()) {
            deserializer.close();
        }
    }
}
