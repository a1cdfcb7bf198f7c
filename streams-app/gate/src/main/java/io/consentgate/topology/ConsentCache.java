// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.serde.QuarantineCase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Caches recent look-ups in the consent table: decoded records, and subjects without a record. Reading and decoding a
 * record costs more than the rest of judging. A store read that finds nothing costs even more. All tasks of an instance
 * share one cache and its size limit; each task has an equal share. Thread-safe; a task's {@link Share} belongs to that
 * task alone.
 *
 * <p>The cache always agrees with the store. All reads and writes go through {@link ConsentTable}, which removes
 * changed subjects from the cache.
 *
 * <p>A look-up mostly waits for main memory, since the next subject may be any of a million. Therefore few objects lie
 * between a subject and its record, and a look-up reorders no list.
 */
final class ConsentCache {

    /** Approximate heap bytes of a decoded record per byte of its row. */
    private static final int HEAP_PER_ROW_BYTE = 4;

    /** Approximate heap bytes for a subject without a record, not counting its id. */
    private static final int HEAP_OF_ABSENT = 112;

    private final long heap;
    private final Map<Integer, Share> shares = new HashMap<>();
    private volatile long heapOfEach;

    /** @param heap approximate size limit, bytes; 0 for no cache */
    ConsentCache(long heap) {
        this.heap = heap;
        this.heapOfEach = heap;
    }

    /** A cache that uses at most a quarter of the heap. */
    static ConsentCache sized() {
        return new ConsentCache(Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * The emptied share for the task of this partition. All processors of the task use the same share, until one of
     * them closes it. From now on, the shares of other tasks are smaller. They give back the excess as they work or
     * trim.
     */
    Share open(int partition) {
        synchronized (shares) {
            Share share = shares.computeIfAbsent(partition, Share::new);
            share.forgetAll();
            divide();
            return share;
        }
    }

    private void close(Share share) {
        synchronized (shares) {
            shares.remove(share.partition, share);
            divide();
        }
    }

    private void divide() {
        heapOfEach = heap / Math.max(1, shares.size());
    }

    /** What the cache holds for one subject. */
    private static final class Remembered implements ConsentTable.Seen {
        private final int hash;
        /**
         * Must be the first reference: G1 copies depth first, in field order, so the id usually lies next to this
         * object.
         */
        private final byte[] subject;

        private final QuarantineCase.@Nullable ConsentSeen place;
        private final ConsentView view;
        private final long heap;
        private boolean used;
        /** Neighbour in the share's ring; this object itself when it is in no ring. */
        private Remembered older = this;

        private Remembered newer = this;

        Remembered(byte[] subject, ConsentView view, QuarantineCase.@Nullable ConsentSeen place, long heap) {
            this.subject = subject;
            this.hash = Slots.hash(subject);
            this.view = view;
            this.place = place;
            this.heap = heap;
        }

        /** Unlinks this object from the ring, so that no reference to an erased person remains. */
        void unlink() {
            older.newer = newer;
            newer.older = older;
            older = this;
            newer = this;
        }

        void linkBefore(Remembered next) {
            older = next.older;
            newer = next;
            older.newer = this;
            next.older = this;
        }

        @Override
        public ConsentView view() {
            return view;
        }

        @Override
        public QuarantineCase.@Nullable ConsentSeen place() {
            return place;
        }
    }

    /** The cache of one task, as a ring ordered by age. Serves one thread at a time. */
    final class Share implements AutoCloseable {

        /** Limits the work per event: each event removes part of the excess, so no event waits for all of it. */
        private static final int MOST_TURNED_AT_ONCE = 16;

        private final int partition;
        private final Slots bySubject = new Slots();
        /** The oldest entry. An entry used since its last turn becomes the newest again ("second chance"). */
        private @Nullable Remembered oldest;

        private long taken;
        /** Keeps the JIT from removing the prefetch reads. */
        @SuppressWarnings({"unused", "FieldCanBeLocal", "UnusedVariable"})
        private int touched;

        private Share(int partition) {
            this.partition = partition;
        }

        ConsentTable.@Nullable Seen find(byte[] subject) {
            drop(0);
            Remembered found = bySubject.find(subject);
            // Writes only on a change: a write at each look-up would cost memory bandwidth.
            if (found != null && !found.used) {
                found.used = true;
            }
            return found;
        }

        /**
         * Prefetches the cached records of these subjects into the processor's caches. Reads level by level, so that
         * the memory waits of one level overlap. Reading subject by subject would take as long as the waits it should
         * save.
         */
        void touch(List<byte[]> subjects) {
            int count = subjects.size();
            @Nullable Remembered[] found = new @Nullable Remembered[count];
            for (int i = 0; i < count; i++) {
                found[i] = bySubject.firstOfHash(subjects.get(i));
            }
            int read = 0;
            List<ConsentFacts> records = new ArrayList<>(count);
            for (Remembered each : found) {
                if (each != null) {
                    read += each.subject.length;
                    ConsentFacts newest = each.view.newest();
                    if (newest != null) {
                        records.add(newest);
                    }
                }
            }
            List<Consent> consents = new ArrayList<>(2 * count);
            for (ConsentFacts record : records) {
                consents.addAll(record.consents());
            }
            for (Consent consent : consents) {
                read += read(consent.grantedAt()) + read(consent.evidence());
            }
            touched = read;
        }

        private static int read(@Nullable Instant time) {
            return time == null ? 0 : (int) time.getEpochSecond();
        }

        private static int read(@Nullable Evidence evidence) {
            return evidence == null ? 0 : evidence.statedPurposes().size();
        }

        /**
         * Caches a decoded record, unless it is larger than the share.
         *
         * @param row length of the decoded row, bytes
         * @return the entry, as a look-up finds it
         */
        ConsentTable.Seen remember(
                byte[] subject, ConsentView view, QuarantineCase.@Nullable ConsentSeen place, int row) {
            return remember(new Remembered(subject, view, place, (long) row * HEAP_PER_ROW_BYTE));
        }

        /**
         * Caches that a subject has no record.
         *
         * @return the entry, as a look-up finds it
         */
        ConsentTable.Seen rememberAbsent(byte[] subject) {
            return remember(
                    new Remembered(subject, ConsentView.NoRecord.NO_RECORD, null, HEAP_OF_ABSENT + subject.length));
        }

        private Remembered remember(Remembered remembered) {
            forget(remembered.subject);
            if (remembered.heap <= heapOfEach) {
                add(remembered);
                drop(remembered.heap);
            }
            return remembered;
        }

        void forget(byte[] subject) {
            Remembered found = bySubject.find(subject);
            if (found != null) {
                remove(found);
            }
        }

        /** Removes all excess. Call periodically, so that idle tasks give memory back. */
        void trim() {
            drop(Long.MAX_VALUE);
        }

        private void add(Remembered added) {
            bySubject.add(added);
            if (oldest == null) {
                oldest = added;
            } else {
                added.linkBefore(oldest);
            }
            taken += added.heap;
        }

        private void remove(Remembered removed) {
            bySubject.remove(removed);
            if (removed == oldest) {
                oldest = removed.newer == removed ? null : removed.newer;
            }
            removed.unlink();
            taken -= removed.heap;
        }

        /** Removes part of the excess: a few entries, and at least as many bytes as were added. */
        private void drop(long added) {
            long dropped = 0;
            for (int turned = 0; taken > heapOfEach && (turned < MOST_TURNED_AT_ONCE || dropped < added); turned++) {
                Remembered next = Objects.requireNonNull(oldest);
                if (next.used && turned < MOST_TURNED_AT_ONCE) {
                    next.used = false;
                    oldest = next.newer;
                } else {
                    remove(next);
                    dropped += next.heap;
                }
            }
        }

        /** Approximate heap bytes in use. */
        long taken() {
            return taken;
        }

        private void forgetAll() {
            bySubject.clear();
            oldest = null;
            taken = 0;
        }

        @Override
        public void close() {
            forgetAll();
            ConsentCache.this.close(this);
        }
    }

    /**
     * A hash table with linear probing. The hashes are adjacent and stay in the processor's cache. A look-up therefore
     * goes to main memory only for the entry that it finds.
     */
    private static final class Slots {
        private static final int SMALLEST = 1 << 8;
        private static final int EMPTY = 0;
        /** Each process draws its own seed, so that no outsider can choose ids with equal hashes. */
        private static final int SEED = ThreadLocalRandom.current().nextInt();

        private static final int MULTIPLIER = ThreadLocalRandom.current().nextInt() | 1;

        /**
         * Hash of the entry in the slot with the same index, or {@link #EMPTY}. The length is a power of two; at most
         * half of the slots are in use.
         */
        private int[] hashes = new int[SMALLEST];

        private @Nullable Remembered[] slots = new @Nullable Remembered[SMALLEST];
        private int size;

        static int hash(byte[] subject) {
            int hash = SEED;
            for (byte each : subject) {
                hash = (hash ^ each) * MULTIPLIER;
                hash ^= hash >>> 15;
            }
            return hash == EMPTY ? 1 : hash;
        }

        @Nullable
        Remembered find(byte[] subject) {
            int hash = hash(subject);
            for (int i = home(hash); hashes[i] != EMPTY; i = next(i)) {
                if (hashes[i] == hash) {
                    Remembered found = Objects.requireNonNull(slots[i]);
                    if (Arrays.equals(found.subject, subject)) {
                        return found;
                    }
                }
            }
            return null;
        }

        /**
         * The entry that probably belongs to the subject; null if there is none. Reads only hashes, neither the entry
         * nor its id.
         */
        @Nullable
        Remembered firstOfHash(byte[] subject) {
            int hash = hash(subject);
            for (int i = home(hash); hashes[i] != EMPTY; i = next(i)) {
                if (hashes[i] == hash) {
                    return slots[i];
                }
            }
            return null;
        }

        /** @param added entry of a subject that the table does not contain */
        void add(Remembered added) {
            if (2 * (size + 1) > slots.length) {
                grow();
            }
            put(added.hash, added);
            size++;
        }

        private void grow() {
            int[] hashesBefore = hashes;
            @Nullable Remembered[] slotsBefore = slots;
            hashes = new int[2 * hashesBefore.length];
            slots = new @Nullable Remembered[2 * slotsBefore.length];
            for (int i = 0; i < hashesBefore.length; i++) {
                if (hashesBefore[i] != EMPTY) {
                    put(hashesBefore[i], slotsBefore[i]);
                }
            }
        }

        private void put(int hash, @Nullable Remembered added) {
            int i = home(hash);
            while (hashes[i] != EMPTY) {
                i = next(i);
            }
            hashes[i] = hash;
            slots[i] = added;
        }

        /** @param removed an entry of this table */
        void remove(Remembered removed) {
            int gap = home(removed.hash);
            while (slots[gap] != removed) {
                gap = next(gap);
            }
            // Moves later entries up to close the gap. An entry never moves before its home slot, where its look-ups
            // begin.
            for (int i = next(gap); hashes[i] != EMPTY; i = next(i)) {
                int home = home(hashes[i]);
                boolean homeIsBehindGap = gap <= i ? gap < home && home <= i : gap < home || home <= i;
                if (!homeIsBehindGap) {
                    hashes[gap] = hashes[i];
                    slots[gap] = slots[i];
                    gap = i;
                }
            }
            hashes[gap] = EMPTY;
            slots[gap] = null;
            size--;
        }

        void clear() {
            hashes = new int[SMALLEST];
            slots = new @Nullable Remembered[SMALLEST];
            size = 0;
        }

        private int home(int hash) {
            return hash & (hashes.length - 1);
        }

        private int next(int slot) {
            return (slot + 1) & (hashes.length - 1);
        }
    }
}
