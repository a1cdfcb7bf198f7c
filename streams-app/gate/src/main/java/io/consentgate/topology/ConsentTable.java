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
 * The consent table of one task: every look at the store and every change of it goes through here, so that what is
 * remembered is never older than the store. Used by one task at a time; each processor of a task has one of its own, and
 * closes it when it is closed.
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
        ConsentRows.Read read = ConsentRows.read(row, reader);
        // What cannot be read now may be readable at the next look: the registry may have its schema again by then.
        return read.view().isUnreadable()
                ? new Unremembered(read.view(), read.seen())
                : cache.remember(subject, read.view(), read.seen(), row.length);
    }

    /** Makes look-ups of these subjects faster that follow soon; changes nothing else. */
    void touch(List<byte[]> subjects) {
        cache.touch(subjects);
    }

    /** Whether anything is stored of a subject. */
    boolean knows(byte[] subject) {
        return store.get(subject) != null;
    }

    /** What is stored of a subject. */
    StoredConsent stored(byte[] subject) {
        byte[] row = store.get(subject);
        return row == null ? StoredConsent.NOTHING_STORED : StoredConsent.fromBytes(row);
    }

    /** What a row says, as far as it can be read now. */
    ConsentRow row(StoredConsent stored) {
        return stored.row(reader);
    }

    /** Whether the record of a row has fields that this version does not know. */
    boolean hasUnknownFields(StoredConsent stored) {
        return stored.hasUnknownFields(reader);
    }

    void put(byte[] subject, StoredConsent consent) {
        cache.forget(subject);
        store.put(subject, consent.toBytes());
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

    private record Unremembered(ConsentView view, QuarantineCase.@Nullable ConsentSeen place) implements Seen {}

    /** What the policy sees, and where it stands in the log. */
    interface Seen {

        ConsentView view();

        /** Null when there is no record, or none that can be read. */
        QuarantineCase.@Nullable ConsentSeen place();
    }
}
