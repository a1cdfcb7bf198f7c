// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Consent records that were read lately, decoded: to read one from the store and decode it costs more than all the rest
 * of judging. One for all tasks of an instance, so that it has one bound. Thread-safe.
 *
 * <p>It knows nothing that the store does not hold. {@link ConsentTable}, through which all reading and writing goes,
 * forgets here what it changes there.
 */
final class ConsentCache {

    /** Heap that a decoded record takes for each byte of its row, about. */
    private static final int HEAP_PER_ROW_BYTE = 4;

    /** To note a use for the sake of eviction costs about as much as the look-up; one in eight ranks subjects as well. */
    private static final int LOOK_UPS_PER_NOTED_USE = 8;

    /** A subject in one task's table: only that task's store says what holds there. */
    private static final class Place {
        private final int partition;
        private final byte[] subject;
        private final int hash;

        Place(int partition, byte[] subject) {
            this.partition = partition;
            this.subject = subject;
            this.hash = 31 * Arrays.hashCode(subject) + partition;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place place
                    && hash == place.hash
                    && partition == place.partition
                    && Arrays.equals(subject, place.subject);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private record Entry(ConsentTable.Seen seen, int heap) {}

    private final Cache<Place, Entry> entries;
    private final Policy<Place, Entry> quietly;

    /** @param heap bytes that it may take, about; 0 for no cache */
    ConsentCache(long heap) {
        this.entries = Caffeine.newBuilder()
                .maximumWeight(heap)
                .weigher((Place place, Entry entry) -> entry.heap())
                // Evicting costs less than to hand it to another thread.
                .executor(Runnable::run)
                .build();
        this.quietly = entries.policy();
    }

    /** A cache that leaves three quarters of the heap to others. */
    static ConsentCache sized() {
        return new ConsentCache(Runtime.getRuntime().maxMemory() / 4);
    }

    ConsentTable.@Nullable Seen find(int partition, byte[] subject) {
        Place place = new Place(partition, subject);
        boolean noted = ThreadLocalRandom.current().nextInt(LOOK_UPS_PER_NOTED_USE) == 0;
        Entry entry = noted ? entries.getIfPresent(place) : quietly.getIfPresentQuietly(place);
        return entry == null ? null : entry.seen();
    }

    /** @param row length of the row that was decoded, bytes */
    void remember(int partition, byte[] subject, ConsentTable.Seen seen, int row) {
        entries.put(new Place(partition, subject), new Entry(seen, Math.max(1, row * HEAP_PER_ROW_BYTE)));
    }

    void forget(int partition, byte[] subject) {
        entries.invalidate(new Place(partition, subject));
    }

    /** Forgets all subjects of a task. */
    void forgetAll(int partition) {
        entries.asMap().keySet().removeIf(place -> place.partition == partition);
    }
}
