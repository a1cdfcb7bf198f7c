// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.review.facts.VerdictFacts;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads facts and waits for the registry when it must. The caller must announce each record by {@link
 * RegistryWait#nextRecord}.
 */
public final class WaitingFactsReader implements FactsReader {

    private final FactsReader reader;
    private final RegistryPatience patience;
    private final SchemaDoubts doubts;

    /** @param reader reads; closed together with this reader */
    public WaitingFactsReader(FactsReader reader, RegistryPatience patience) {
        this.reader = reader;
        this.patience = patience;
        this.doubts = patience.doubts(reader::registryGiving);
    }

    @Override
    public MessageFacts readMessage(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return patience.read(doubts, headers, value, () -> reader.readMessage(headers, value));
    }

    @Override
    public DecisionFacts readDecision(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return patience.read(doubts, headers, value, () -> reader.readDecision(headers, value));
    }

    /**
     * For a stored record: the registry has returned its schema before, so a flood of invented schemas must not block
     * the request.
     */
    @Override
    public ConsentFacts readConsent(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return patience.readOnceMore(
                doubts,
                headers,
                value,
                () -> reader.inspectConsent(headers, value).facts());
    }

    @Override
    public ConsentReading inspectConsent(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return patience.read(doubts, headers, value, () -> reader.inspectConsent(headers, value));
    }

    @Override
    public VerdictFacts readVerdict(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return patience.read(doubts, headers, value, () -> reader.readVerdict(headers, value));
    }

    @Override
    public SchemaSource.Giving registryGiving() {
        return reader.registryGiving();
    }

    @Override
    public void close() {
        reader.close();
    }
}
