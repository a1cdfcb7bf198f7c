// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.schemas.GeneratedClasses;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/** Makes serializers and deserializers of values by class name, as Kafka's own clients do. */
final class ForeignClass {

    static {
        GeneratedClasses.trust();
    }

    private ForeignClass() {}

    static Deserializer<?> deserializer(String name, Map<String, ?> properties) {
        Deserializer<?> deserializer = instance(name, Deserializer.class);
        deserializer.configure(properties, false);
        return deserializer;
    }

    @SuppressWarnings("unchecked") // a serializer of Avro records takes Object, and refuses what it cannot write
    static Serializer<Object> serializer(String name, Map<String, ?> properties) {
        Serializer<Object> serializer = instance(name, Serializer.class);
        serializer.configure(properties, false);
        return serializer;
    }

    private static <T> T instance(String name, Class<T> type) {
        try {
            return Utils.newInstance(name, type);
        } catch (ClassNotFoundException | ClassCastException | KafkaException | LinkageError e) {
            ConfigException unusable = new ConfigException(name + " cannot be used as a " + type.getSimpleName() + " ("
                    + e.getClass().getSimpleName()
                    + "); put its jar and what it needs on the class path, or use io.consentgate.serde.Avro"
                    + type.getSimpleName());
            unusable.initCause(e);
            throw unusable;
        }
    }
}
