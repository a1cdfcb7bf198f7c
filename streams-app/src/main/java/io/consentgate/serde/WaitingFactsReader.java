// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.review.facts.VerdictFacts;
import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads facts and waits for the registry where it must.
 *
 * @param reader reads, and is closed with this
 * @param registry how to wait; it is its owner's to close
 * @param patience for all that is read for one record; who works on records tells the registry of each
 *     ({@link RegistryWait#nextRecord})
 */
public record WaitingFactsReader(FactsReader reader, RegistryWait registry, Duration patience) implements FactsReader {

    @Override
    public MessageFacts readMessage(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return registry.await(patience, () -> reader.readMessage(headers, value));
    }

    @Override
    public DecisionFacts readDecision(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return registry.await(patience, () -> reader.readDecision(headers, value));
    }

    @Override
    public ConsentFacts readConsent(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return registry.await(patience, () -> reader.readConsent(headers, value));
    }

    @Override
    public VerdictFacts readVerdict(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return registry.await(patience, () -> reader.readVerdict(headers, value));
    }

    @Override
    public void close() {
        reader.close();
    }
}
