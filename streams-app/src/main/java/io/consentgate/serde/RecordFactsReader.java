// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.review.facts.VerdictFacts;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Takes facts from the Avro records that a deserializer of somebody else returns, generic or specific, of whatever
 * writer's schema. Deserializers need not be thread-safe, so each call borrows one.
 */
final class RecordFactsReader implements FactsReader {

    private final InputTopics topics;
    private final Supplier<Deserializer<?>> deserializers;
    private final Queue<Deserializer<?>> idle = new ConcurrentLinkedQueue<>();

    RecordFactsReader(InputTopics topics, Supplier<Deserializer<?>> deserializers) {
        this.topics = topics;
        this.deserializers = deserializers;
        // A configuration that does not work should show at the start, not at the first record.
        idle.add(deserializers.get());
    }

    @Override
    public MessageFacts readMessage(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return FactsMapping.message(read(topics.messages(), FactsMapping.MESSAGE, headers, value));
    }

    @Override
    public DecisionFacts readDecision(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return FactsMapping.decision(read(topics.decisions(), FactsMapping.DECISION, headers, value));
    }

    @Override
    public ConsentFacts readConsent(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return FactsMapping.consentState(read(topics.consent(), FactsMapping.CONSENT_STATE, headers, value));
    }

    @Override
    public VerdictFacts readVerdict(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return FactsMapping.verdict(read(topics.verdicts(), FactsMapping.VERDICT, headers, value));
    }

    private IndexedRecord read(String topic, RecordShape shape, Headers headers, byte @Nullable [] value)
            throws UndecodableException {
        Object datum = deserialize(topic, headers, WireFormat.present(value));
        String expected = shape.projection().getFullName();
        if (!(datum instanceof IndexedRecord record)) {
            throw new UndecodableException(
                    UndecodableException.Reason.WRONG_RECORD_TYPE,
                    "the deserializer returned "
                            + (datum == null ? "null" : datum.getClass().getName()) + ", where " + expected
                            + " belongs");
        }
        String actual = record.getSchema().getFullName();
        if (!actual.equals(expected)) {
            throw new UndecodableException(
                    UndecodableException.Reason.WRONG_RECORD_TYPE, "a " + actual + ", where " + expected + " belongs");
        }
        return record;
    }

    private @Nullable Object deserialize(String topic, Headers headers, byte[] value) throws UndecodableException {
        Deserializer<?> deserializer = idle.poll();
        if (deserializer == null) {
            deserializer = deserializers.get();
        }
        try {
            return deserializer.deserialize(topic, headers, value);
        } catch (RuntimeException e) {
            throw ForeignFailure.proven(e);
        } catch (StackOverflowError e) {
            throw AvroPayload.tooDeep();
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
