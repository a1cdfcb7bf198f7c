// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.util.Map;

/** Makes the value of a {@code quarantine} record, by the serializer chosen in configuration. Thread-safe. */
public final class QuarantinedEventWriter implements AutoCloseable {

    private QuarantinedEventWriter() {}

    /**
     * Makes the writer for a serializer chosen by class name.
     *
     * @param serializerClass name of a {@link org.apache.kafka.common.serialization.Serializer}, such as
     *     {@code io.consentgate.serde.AvroSerializer}
     * @param properties its configuration, such as {@code schema.registry.url}
     * @param topic name of the quarantine topic
     * @throws org.apache.kafka.common.config.ConfigException if the class or its configuration is unusable
     */
    @SuppressWarnings("DoNotCallSuggester")
    public static QuarantinedEventWriter open(String serializerClass, Map<String, ?> properties, String topic) {
        throw new UnsupportedOperationException();
    }

    /**
     * Encodes a case.
     *
     * @throws RegistryUnavailable if the registry could not be asked; see {@link RegistryWait}
     */
    public byte[] write(QuarantineCase quarantined) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
