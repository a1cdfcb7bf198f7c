// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.QuarantineCase;
import io.consentgate.serde.UndecodableException;
import io.consentgate.serde.WireFormat;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The consent table as one task's judge sees it. Used by one task at a time. */
final class ConsentTable {

    private static final Seen NOTHING = new Seen(ConsentView.NoRecord.NO_RECORD, null);
    private static final Seen UNREADABLE = new Seen(ConsentView.Unreadable.UNREADABLE, null);

    private final KeyValueStore<byte[], byte[]> store;
    private final FactsReader reader;

    ConsentTable(KeyValueStore<byte[], byte[]> store, FactsReader reader) {
        this.store = store;
        this.reader = reader;
    }

    /** What is on record for a subject now. */
    Seen lookUp(byte[] subject) {
        byte[] row = store.get(subject);
        if (row == null) {
            return NOTHING;
        }
        StoredConsent stored = StoredConsent.fromBytes(row);
        if (!stored.readable()) {
            return UNREADABLE;
        }
        try {
            ConsentFacts facts = reader.readConsent(schemaHeaders(stored), stored.value());
            return new Seen(
                    new ConsentView.OnRecord(facts),
                    new QuarantineCase.ConsentSeen(
                            facts.version(), facts.updatedAt(), stored.partition(), stored.offset()));
        } catch (UndecodableException e) {
            // It was readable when it came; the registry has since lost the schema, or the gate was downgraded.
            return UNREADABLE;
        }
    }

    private static Headers schemaHeaders(StoredConsent stored) {
        RecordHeaders headers = new RecordHeaders();
        if (stored.schemaHeader() != null) {
            headers.add(WireFormat.VALUE_SCHEMA_ID_HEADER, stored.schemaHeader());
        }
        return headers;
    }

    /**
     * What the policy sees, and where it stands in the log.
     *
     * @param place null when there is no record, or none that can be read
     */
    record Seen(ConsentView view, QuarantineCase.@Nullable ConsentSeen place) {}
}
