// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.review.facts.VerdictFacts;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the gate needs from the values of the input topics. Implementations are thread-safe.
 *
 * <p>Every method throws {@link UndecodableException} on proven bad data, a null value included (a consent record's
 * tombstone is the caller's to recognise), and {@link RegistryUnavailable} where bytes could not be judged yet. A
 * value that this version's vocabulary does not have becomes {@code UNKNOWN}, never an error.
 */
public interface FactsReader extends AutoCloseable {

    /** Names of the topics that the values come from; deserializers derive subjects from them. */
    record InputTopics(String messages, String decisions, String consent, String verdicts) {}

    /**
     * Makes the reader for a deserializer chosen by class name.
     *
     * <p>For {@link AvroDeserializer} only the fields that the policy reads are decoded. For any other class, such as
     * Confluent's {@code KafkaAvroDeserializer}, facts are taken from the Avro record that it returns. By Confluent's
     * options it is told to return records of their writers' own schemas, whatever the properties say: resolved to another
     * schema, they would no longer show in which unit their writer counts time.
     *
     * @param deserializerClass name of a {@link org.apache.kafka.common.serialization.Deserializer}
     * @param properties its configuration, such as {@code schema.registry.url}
     * @throws org.apache.kafka.common.config.ConfigException if the class or its configuration is unusable
     */
    static FactsReader open(String deserializerClass, Map<String, ?> properties, InputTopics topics) {
        if (deserializerClass.equals(AvroDeserializer.class.getName())) {
            return new ProjectingFactsReader(new RegistryClient(properties));
        }
        Map<String, Object> unresolved = new HashMap<>(properties);
        unresolved.put(AvroDeserializer.SPECIFIC_READER, "false");
        unresolved.put(AvroSerializer.USE_LATEST, "false");
        unresolved.remove("use.latest.with.metadata");
        return new RecordFactsReader(topics, DeserializerPool.open(deserializerClass, unresolved));
    }

    MessageFacts readMessage(Headers headers, byte @Nullable [] value) throws UndecodableException;

    DecisionFacts readDecision(Headers headers, byte @Nullable [] value) throws UndecodableException;

    /** The facts alone: for who has seen to it that nothing unknown is in the record, or passes over it knowingly. */
    default ConsentFacts readConsent(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return inspectConsent(headers, value).facts();
    }

    /** The facts, and whether the record's schema says more than this version knows of. */
    ConsentReading inspectConsent(Headers headers, byte @Nullable [] value) throws UndecodableException;

    VerdictFacts readVerdict(Headers headers, byte @Nullable [] value) throws UndecodableException;

    /** As {@link SchemaSource#giving}, of where its schemas come from. */
    default SchemaSource.Giving registryGiving() {
        return SchemaSource.Giving.NO_ADDRESS;
    }

    @Override
    void close();
}
