// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.serde.SubjectKey;
import io.consentgate.topology.ConsentLog.Entry;
import io.consentgate.topology.ConsentLog.Standing;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects a consent store that has lost records, by two rows in the store itself. The transaction that writes subjects'
 * rows and commits offsets also writes these two rows. Loss or rollback of the changelog therefore affects them as
 * well.
 *
 * <ul>
 *   <li>The <em>first</em> row is written once, with the first record taken. If it is missing, the changelog was
 *       emptied or has lost its beginning.
 *   <li>The <em>last</em> row states the consent topic's id and the highest offset that may have been taken. The topic
 *       may have records between this offset and the committed position. If the store has no row from any of them, the
 *       changelog was rolled back to an earlier time.
 * </ul>
 *
 * <p>At low load, each record updates the last row. At high load, one update reserves a thousand offsets ahead, and a
 * later update states the exact offset. A store from a gate without these rows has neither, and is accepted. If such an
 * older gate wrote to the store later, the last row is outdated, but the store has rows from the newer records.
 *
 * <p>Used by one task at a time.
 */
final class ConsentProgress {

    private static final Logger LOG = LoggerFactory.getLogger(ConsentProgress.class);

    /** No subject's key begins with this byte: it is invalid in UTF-8. */
    private static final byte NO_SUBJECT = (byte) 0xff;

    private static final byte[] FIRST = {NO_SUBJECT, 'f'};
    private static final byte[] LAST = {NO_SUBJECT, 'l'};

    /** No subject's row begins with this byte ({@link StoredConsent}). */
    private static final byte FORMAT = 100;

    private static final int LAST_BYTES = 1 + 2 * Long.BYTES + Long.BYTES;

    private static final long AHEAD = 1_000;
    private static final long BUSY_MILLIS = 100;

    private final KeyValueStore<byte[], byte[]> store;
    private final ConsentLog log;
    private final Topics topics;
    private final Placement placement;
    private final String group;
    private final int partition;

    private Uuid topicId = Uuid.ZERO_UUID;
    private boolean hasFirst;
    private boolean isWritten;
    private long bound;
    private long newest;
    private long writtenAt;

    ConsentProgress(
            KeyValueStore<byte[], byte[]> store,
            ConsentLog log,
            Topics topics,
            Placement placement,
            String group,
            int partition) {
        this.store = store;
        this.log = log;
        this.topics = topics;
        this.placement = placement;
        this.group = group;
        this.partition = partition;
    }

    /**
     * For a starting task whose store is restored.
     *
     * @throws StateBehind if the store lacks records that the group has read
     */
    static ConsentProgress open(ProcessorContext<?, ?> context, GateParts parts) {
        ConsentProgress progress = new ConsentProgress(
                context.getStateStore(Stores.CONSENT_BY_SUBJECT),
                parts.consentLog(),
                parts.topics(),
                parts.placement(),
                context.applicationId(),
                context.taskId().partition());
        progress.verify();
        return progress;
    }

    /** Whether a key of the store or its changelog belongs to a subject's row. */
    static boolean isOfSubject(byte[] key) {
        return key.length == 0 || key[0] != NO_SUBJECT;
    }

    /** @throws StateBehind if the store lacks records that the group has read */
    void verify() {
        Standing standing = log.standing(partition);
        topicId = standing.topicId();
        byte[] last = store.get(LAST);
        hasFirst = store.get(FIRST) != null;
        if (standing.readTo() <= standing.begin()) {
            // The group reads from the beginning, so it reads every missing record again.
            if (last != null && !Last.of(last).topicId().equals(topicId)) {
                LOG.warn(
                        "{} was deleted and made anew; partition {} of it is read from its beginning. What the old topic said"
                                + " stays in force where the new one says nothing of a person",
                        topics.consentState(),
                        partition);
            }
            return;
        }
        if (last == null && !hasFirst) {
            if (isEmpty() && !leavingRows(standing.begin(), standing.readTo()).isEmpty()) {
                throw behind(standing, "which holds nothing");
            }
            // The store comes from a gate version without these rows.
            return;
        }
        if (last == null || !hasFirst) {
            throw behind(standing, "which has lost its first rows");
        }
        Last known = Last.of(last);
        if (!known.topicId().equals(standing.topicId())) {
            throw replaced(standing, known.topicId());
        }
        if (standing.readTo() > known.bound() + 1) {
            List<Entry> since = leavingRows(known.bound() + 1, standing.readTo());
            if (!since.isEmpty() && since.stream().noneMatch(entry -> shows(entry, known.bound()))) {
                throw behind(
                        standing,
                        "which ends at offset " + known.bound() + ", before what stands at offset "
                                + since.get(0).offset());
            }
        }
    }

    /**
     * Records in this range whose subjects have their rows in this partition, within the limit of {@link
     * ConsentLog#between}. The gate sends other records to their own partitions.
     */
    private List<Entry> leavingRows(long from, long to) {
        return log.between(partition, from, to, this::subjectOfRow);
    }

    private byte @Nullable [] subjectOfRow(Headers headers, byte[] key) {
        byte[] subject = SubjectKey.subjectIn(headers, key);
        return subject == null || placement.isMisplaced(subject, key, partition) ? null : subject;
    }

    /** Whether the store has a row for the entry's subject that came from a record after this offset. */
    private boolean shows(Entry entry, long bound) {
        byte[] row = store.get(entry.subject());
        if (row == null) {
            return false;
        }
        StoredConsent stored = StoredConsent.fromBytes(row);
        return stored.partition() == partition && stored.offset() > bound;
    }

    private boolean isEmpty() {
        try (KeyValueIterator<byte[], byte[]> rows = store.all()) {
            return !rows.hasNext();
        }
    }

    /**
     * Notes that a record of the consent topic was taken, with any result.
     *
     * @param now milliseconds since the epoch
     */
    void took(long offset, long now) {
        newest = offset;
        if (!hasFirst) {
            store.put(FIRST, new byte[] {FORMAT});
            hasFirst = true;
        }
        if (!isWritten || offset > bound) {
            write(isWritten && now - writtenAt < BUSY_MILLIS ? offset + AHEAD : offset);
            writtenAt = now;
        }
    }

    /** Replaces a reserved offset with the exact offset of the last record. Call periodically. */
    void settle() {
        if (isWritten && bound > newest) {
            write(newest);
        }
    }

    private void write(long upTo) {
        bound = upTo;
        isWritten = true;
        store.put(LAST, new Last(topicId, upTo).toBytes());
    }

    private StateBehind behind(Standing standing, String how) {
        String changelog = Topics.consentChangelog(group);
        return new StateBehind(
                "group " + group + " has read " + topics.consentState() + "-" + partition + " up to offset "
                        + standing.readTo() + ", and its state is that of " + changelog + "-" + partition + ", " + how
                        + ". Records of that changelog were deleted, or it was taken back to an earlier time. Objections and"
                        + " withdrawals may be missing, so nothing is judged. "
                        + remedy("delete their state folders and the topic " + changelog + ", ")
                        + ". What was in records that compaction has removed meanwhile does not come back");
    }

    private StateBehind replaced(Standing standing, Uuid before) {
        return new StateBehind(topics.consentState() + " was deleted and made anew: the gate has read the topic of id "
                + before + ", and now there is one of id " + standing.topicId() + ". Group " + group
                + " would go on at offset " + standing.readTo() + " of partition " + partition
                + " and never read what stands before. " + remedy("")
                + ". What the old topic said stays in force where the new one says nothing of a person; to forget it, delete"
                + " the state folders and the topic " + Topics.consentChangelog(group) + ", too");
    }

    private String remedy(String first) {
        return "Stop all instances, wait for session.timeout.ms (45 s by default), " + first
                + "put the group to the beginning of consent, and start: kafka-consumer-groups --bootstrap-server"
                + " \"$BOOTSTRAP\" --group " + group + " --reset-offsets --to-earliest --execute --topic "
                + topics.consentState() + " --topic " + topics.consentStateRerouted();
    }

    private record Last(Uuid topicId, long bound) {

        static Last of(byte[] row) {
            ByteBuffer buffer = ByteBuffer.wrap(row);
            byte format = buffer.get();
            if (format != FORMAT || row.length != LAST_BYTES) {
                throw new IllegalStateException("the store " + Stores.CONSENT_BY_SUBJECT + " holds a row of format "
                        + format + " about itself, this version reads " + FORMAT
                        + ". It was written by a newer gate: upgrade");
            }
            return new Last(new Uuid(buffer.getLong(), buffer.getLong()), buffer.getLong());
        }

        byte[] toBytes() {
            return ByteBuffer.allocate(LAST_BYTES)
                    .put(FORMAT)
                    .putLong(topicId.getMostSignificantBits())
                    .putLong(topicId.getLeastSignificantBits())
                    .putLong(bound)
                    .array();
        }
    }
}
