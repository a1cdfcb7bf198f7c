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
 * What was found lately in the consent table: decoded records, and who has none. To read a record from the store and decode
 * it costs more than all the rest of judging; to find none there costs more than to find one here. One for all tasks of an
 * instance, so that it has one bound, of which each task has an equal share. Thread-safe; a task's {@link Share} is its own.
 *
 * <p>What it says, the store would say. {@link ConsentTable}, through which all reading and writing goes, forgets here what
 * it changes there.
 *
 * <p>What a look-up takes is mostly waiting for memory, since any of a million subjects may be the next. So there are as
 * few objects between a subject and its record as can be, and no list that a look-up would have to put in order.
 */
final class ConsentCache {

    /** Heap that a decoded record takes for each byte of its row, about. */
    private static final int HEAP_PER_ROW_BYTE = 4;

    /** Heap that a subject without a record takes beside its id, about. */
    private static final int HEAP_OF_ABSENT = 112;

    private final long heap;
    private final Map<Integer, Share> shares = new HashMap<>();
    private volatile long heapOfEach;

    /** @param heap bytes that it may take, about; 0 for no cache */
    ConsentCache(long heap) {
        this.heap = heap;
        this.heapOfEach = heap;
    }

    /** A cache that leaves three quarters of the heap to others. */
    static ConsentCache sized() {
        return new ConsentCache(Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * The share of the task of that partition, emptied: one for all of its processors, until one of them closes it.
     * What other tasks have beyond their share from now on, they give back as they work, or when they trim it.
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

    /** What is remembered of a subject. */
    private static final class Remembered implements ConsentTable.Seen {
        private final int hash;
        /** The first of the references: G1 copies depth first, in their order, so the id usually lies beside this object. */
        private final byte[] subject;

        private final QuarantineCase.@Nullable ConsentSeen place;
        private final ConsentView view;
        private final long heap;
        private boolean used;
        /** In the share's ring; itself when it is in none. */
        private Remembered older = this;

        private Remembered newer = this;

        Remembered(byte[] subject, ConsentView view, QuarantineCase.@Nullable ConsentSeen place, long heap) {
            this.subject = subject;
            this.hash = Slots.hash(subject);
            this.view = view;
            this.place = place;
            this.heap = heap;
        }

        /** Out of the ring, so that nothing refers to a person who is forgotten. */
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

    /** What one task remembers, in a ring by age. Serves one thread at a time. */
    final class Share implements AutoCloseable {

        /** So that what is too much becomes less with each event, and no event waits for it. */
        private static final int MOST_TURNED_AT_ONCE = 16;

        private final int partition;
        private final Slots bySubject = new Slots();
        /** The oldest, except that one that was used meanwhile begins again as the newest ("second chance"). */
        private @Nullable Remembered oldest;

        private long taken;
        /** Of no use to anybody but the compiler, which would leave out reading what nobody wants to know. */
        @SuppressWarnings({"unused", "FieldCanBeLocal", "UnusedVariable"})
        private int touched;

        private Share(int partition) {
            this.partition = partition;
        }

        ConsentTable.@Nullable Seen find(byte[] subject) {
            drop(0);
            Remembered found = bySubject.find(subject);
            // Written only where it changes something: it would cost the memory's bandwidth at each look-up.
            if (found != null && !found.used) {
                found.used = true;
            }
            return found;
        }

        /**
         * Brings what is remembered of these subjects into the processor's caches. Level by level, so that the waits for
         * memory of one level overlap: subject by subject they would take as long as those that they are to save.
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
         * Remembers what was read, unless it is larger than the share.
         *
         * @param row length of the row that was decoded, bytes
         * @return the same, as a look-up finds it
         */
        ConsentTable.Seen remember(
                byte[] subject, ConsentView view, QuarantineCase.@Nullable ConsentSeen place, int row) {
            return remember(new Remembered(subject, view, place, (long) row * HEAP_PER_ROW_BYTE));
        }

        /**
         * Remembers that a subject has no record.
         *
         * @return the same, as a look-up finds it
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

        /** Gives back all that is too much. To be called now and then, for the sake of tasks that are idle. */
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

        /** Drops of what is too much a few records, and as much as was added at least. */
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

        /** Bytes of heap, about. */
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
     * A hash table with linear probing. The hashes lie beside each other and stay in the processor's cache, so that a
     * look-up goes to main memory for what it finds, and for nothing that it passes.
     */
    private static final class Slots {
        private static final int SMALLEST = 1 << 8;
        private static final int EMPTY = 0;
        /** Drawn anew by each process, so that it is hard to choose ids that all have the same hash. */
        private static final int SEED = ThreadLocalRandom.current().nextInt();

        private static final int MULTIPLIER = ThreadLocalRandom.current().nextInt() | 1;

        /** Of what is in the slot of the same number, or {@link #EMPTY}; a power of two of them, at most half in use. */
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

        /** What probably is the subject's: nothing of it is read, its id included. Null if there is none. */
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

        /** @param added of a subject that is not in here */
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

        /** @param removed what is in here */
        void remove(Remembered removed) {
            int gap = home(removed.hash);
            while (slots[gap] != removed) {
                gap = next(gap);
            }
            // What stands behind moves up, unless it would then stand before its home, where no look-up begins.
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
