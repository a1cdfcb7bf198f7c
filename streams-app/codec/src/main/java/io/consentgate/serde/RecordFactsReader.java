// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.review.facts.VerdictFacts;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Takes facts from the Avro records of a foreign deserializer: generic or specific, with any writer's schema. */
final class RecordFactsReader implements FactsReader {

    /** Makes facts from a record that the deserializer returned. */
    @FunctionalInterface
    private interface Mapping<F> {
        F from(IndexedRecord record) throws UndecodableException;
    }

    private final InputTopics topics;
    private final DeserializerPool deserializers;

    RecordFactsReader(InputTopics topics, DeserializerPool deserializers) {
        this.topics = topics;
        this.deserializers = deserializers;
    }

    @Override
    public MessageFacts readMessage(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return read(topics.messages(), FactsMapping.MESSAGE, FactsMapping::message, headers, value);
    }

    @Override
    public DecisionFacts readDecision(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return read(topics.decisions(), FactsMapping.DECISION, FactsMapping::decision, headers, value);
    }

    @Override
    public ConsentReading inspectConsent(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return read(topics.consent(), FactsMapping.CONSENT_STATE, RecordFactsReader::reading, headers, value);
    }

    private static ConsentReading reading(IndexedRecord record) throws UndecodableException {
        return new ConsentReading(
                ConsentEntries.bounded(FactsMapping.consentState(record)),
                FactsMapping.CONSENT_STATE.layout(record.getSchema()).unknown.paths());
    }

    @Override
    public VerdictFacts readVerdict(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return read(topics.verdicts(), FactsMapping.VERDICT, FactsMapping::verdict, headers, value);
    }

    @Override
    public SchemaSource.Giving registryGiving() {
        return deserializers.registryGiving();
    }

    private <F> F read(String topic, RecordShape shape, Mapping<F> mapping, Headers headers, byte @Nullable [] value)
            throws UndecodableException {
        IndexedRecord record = deserializers.read(topic, headers, value);
        String expected = shape.projection().getFullName();
        String actual = record.getSchema().getFullName();
        if (!actual.equals(expected)) {
            throw new UndecodableException(
                    UndecodableException.Reason.WRONG_RECORD_TYPE, "a " + actual + ", where " + expected + " belongs");
        }
        try {
            F facts = mapping.from(record);
            if (shape != FactsMapping.CONSENT_STATE) {
                shape.layout(record.getSchema()).unknown.requireNoneMisspelt();
            }
            return facts;
        } catch (Throwable e) {
            throw Untrusted.inValue(e);
        }
    }

    @Override
    public void close() {
        deserializers.close();
    }
}
