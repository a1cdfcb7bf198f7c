// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.policy.facts.ConsentRow;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.QuarantineCase;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The consent table of one task. All reads and writes of the store go through this class, so that the cache is never
 * older than the store. Used by one task at a time. Each processor of a task has its own table, and closes the table on
 * its own close.
 */
final class ConsentTable implements AutoCloseable {

    private final KeyValueStore<byte[], byte[]> store;
    private final FactsReader reader;
    private final ConsentCache.Share cache;

    ConsentTable(KeyValueStore<byte[], byte[]> store, FactsReader reader, ConsentCache.Share cache) {
        this.store = store;
        this.reader = reader;
        this.cache = cache;
    }

    /**
     * Opens the table of a starting or restarting task. The store may have been rolled back, or changed by another
     * instance, since the task last had it.
     */
    static ConsentTable open(ProcessorContext<?, ?> context, GateParts parts) {
        return new ConsentTable(
                context.getStateStore(Stores.CONSENT_BY_SUBJECT),
                parts.reader(),
                parts.consentCache().open(context.taskId().partition()));
    }

    /** The subject's consent now. */
    Seen lookUp(byte[] subject) {
        Seen known = cache.find(subject);
        if (known != null) {
            return known;
        }
        byte[] row = store.get(subject);
        if (row == null) {
            return cache.rememberAbsent(subject);
        }
        ConsentRows.Read read = ConsentRows.read(row, reader);
        // Unreadable rows are not cached: the registry may have the schema again at the next look-up.
        return read.view().isUnreadable()
                ? new Unremembered(read.view(), read.seen())
                : cache.remember(subject, read.view(), read.seen(), row.length);
    }

    /** Prefetches the records of these subjects, so that look-ups soon after are faster. Changes nothing else. */
    void touch(List<byte[]> subjects) {
        cache.touch(subjects);
    }

    /** Whether the store has a row for the subject. */
    boolean knows(byte[] subject) {
        return store.get(subject) != null;
    }

    /** The stored row of the subject. */
    StoredConsent stored(byte[] subject) {
        byte[] row = store.get(subject);
        return row == null ? StoredConsent.NOTHING_STORED : StoredConsent.fromBytes(row);
    }

    /** The content of a row, as far as the gate can read it now. */
    ConsentRow row(StoredConsent stored) {
        return stored.row(reader);
    }

    /** Whether the row's record has fields unknown to this version. */
    boolean hasUnknownFields(StoredConsent stored) {
        return stored.hasUnknownFields(reader);
    }

    void put(byte[] subject, StoredConsent consent) {
        cache.forget(subject);
        store.put(subject, consent.toBytes());
    }

    /** Frees cache memory that belongs to other tasks' shares. Call periodically. */
    void trim() {
        cache.trim();
    }

    /** Releases the cache share. The task closes the store. */
    @Override
    public void close() {
        cache.close();
    }

    private record Unremembered(ConsentView view, QuarantineCase.@Nullable ConsentSeen place) implements Seen {}

    /** The policy's view of a subject's consent, and the record's place in the log. */
    interface Seen {

        ConsentView view();

        /** Null when there is no readable record. */
        QuarantineCase.@Nullable ConsentSeen place();
    }
}
