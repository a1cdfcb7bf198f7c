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
 * Reads the facts that the gate needs from the values of the input topics. Implementations are thread-safe.
 *
 * <p>Every method throws {@link UndecodableException} on proven bad data, null included; callers must recognise a
 * consent record's tombstone themselves. It throws {@link RegistryUnavailable} while the bytes cannot be judged. A
 * symbol outside this version's vocabulary becomes {@code UNKNOWN}, never an error.
 */
public interface FactsReader extends AutoCloseable {

    /** Names of the topics that the values come from; deserializers derive subjects from them. */
    record InputTopics(String messages, String decisions, String consent, String verdicts) {}

    /**
     * Makes the reader for a deserializer chosen by class name.
     *
     * <p>With {@link AvroDeserializer}, only the fields that the policy reads are decoded. With any other class, such
     * as Confluent's {@code KafkaAvroDeserializer}, facts are taken from the Avro record that it returns. Confluent's
     * options always make it return records of their writers' own schemas; the properties cannot change that. Resolved to another
     * schema, records would no longer show their writer's unit of time.
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

    /** The facts alone, for callers that have checked for unknown fields or deliberately ignore them. */
    default ConsentFacts readConsent(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return inspectConsent(headers, value).facts();
    }

    /** The facts, and the fields of the record's schema that this version does not know. */
    ConsentReading inspectConsent(Headers headers, byte @Nullable [] value) throws UndecodableException;

    VerdictFacts readVerdict(Headers headers, byte @Nullable [] value) throws UndecodableException;

    /** As {@link SchemaSource#giving}, for the source of this reader's schemas. */
    default SchemaSource.Giving registryGiving() {
        return SchemaSource.Giving.NO_ADDRESS;
    }

    @Override
    void close();
}
