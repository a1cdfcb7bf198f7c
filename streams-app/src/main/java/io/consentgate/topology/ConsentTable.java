// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.QuarantineCase;
import io.consentgate.serde.UndecodableException;
import io.consentgate.serde.WireFormat;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The consent table of one task: every look at the store and every change of it goes through here, so that what is
 * remembered is never older than the store. Used by one task at a time; each processor of a task has one of its own, and
 * closes it when it is closed.
 */
final class ConsentTable implements AutoCloseable {

    private static final Seen UNREADABLE = new Seen() {
        @Override
        public ConsentView view() {
            return ConsentView.Unreadable.UNREADABLE;
        }

        @Override
        public QuarantineCase.@Nullable ConsentSeen place() {
            return null;
        }
    };

    private final KeyValueStore<byte[], byte[]> store;
    private final FactsReader reader;
    private final ConsentCache.Share cache;

    ConsentTable(KeyValueStore<byte[], byte[]> store, FactsReader reader, ConsentCache.Share cache) {
        this.store = store;
        this.reader = reader;
        this.cache = cache;
    }

    /**
     * Opens the table of a task that begins, for the first time or anew: the store may have been rolled back or changed
     * by somebody else since it was last here.
     */
    static ConsentTable open(ProcessorContext<?, ?> context, GateParts parts) {
        return new ConsentTable(
                context.getStateStore(Stores.CONSENT_BY_SUBJECT),
                parts.reader(),
                parts.consentCache().open(context.taskId().partition()));
    }

    /** What is on record for a subject now. */
    Seen lookUp(byte[] subject) {
        Seen known = cache.find(subject);
        if (known != null) {
            return known;
        }
        byte[] row = store.get(subject);
        if (row == null) {
            return cache.rememberAbsent(subject);
        }
        StoredConsent stored = StoredConsent.fromBytes(row);
        if (!stored.readable()) {
            return UNREADABLE;
        }
        try {
            ConsentFacts facts = reader.readConsent(schemaHeaders(stored), stored.value());
            return cache.remember(
                    subject,
                    facts,
                    new QuarantineCase.ConsentSeen(
                            facts.version(), facts.updatedAt(), stored.partition(), stored.offset()),
                    row.length);
        } catch (UndecodableException e) {
            // It was readable when it came; the registry has since lost the schema, or the gate was downgraded.
            return UNREADABLE;
        }
    }

    /** Makes look-ups of these subjects faster that follow soon; changes nothing else. */
    void touch(List<byte[]> subjects) {
        cache.touch(subjects);
    }

    /** A subject's row as it is stored; null when there is none. */
    byte @Nullable [] row(byte[] subject) {
        return store.get(subject);
    }

    void put(byte[] subject, StoredConsent consent) {
        cache.forget(subject);
        store.put(subject, consent.toBytes());
    }

    void erase(byte[] subject) {
        cache.forget(subject);
        store.delete(subject);
    }

    /** Gives back memory that others are to have. To be called now and then. */
    void trim() {
        cache.trim();
    }

    /** Lets go of what is remembered; the store is the task's to close. */
    @Override
    public void close() {
        cache.close();
    }

    private static Headers schemaHeaders(StoredConsent stored) {
        return stored.schemaHeader() == null
                ? new RecordHeaders()
                : new RecordHeaders().add(WireFormat.VALUE_SCHEMA_ID_HEADER, stored.schemaHeader());
    }

    /** What the policy sees, and where it stands in the log. */
    interface Seen {

        ConsentView view();

        /** Null when there is no record, or none that can be read. */
        QuarantineCase.@Nullable ConsentSeen place();
    }
}
