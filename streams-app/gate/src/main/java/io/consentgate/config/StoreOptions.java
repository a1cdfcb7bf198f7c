// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * RocksDB's options for the gate's stores, where they differ from Kafka Streams' defaults. An operator may name another
 * class in {@code rocksdb.config.setter}: only speed and memory depend on these options.
 *
 * <p>All stores of all partitions share one memory budget, {@link #MEMORY}, for cached blocks, indexes, filters and
 * write buffers. By Kafka Streams' defaults, each store of each partition has a cache of 50 MB and buffers of 48 MB.
 * Its indexes and filters have no limit.
 */
public final class StoreOptions implements RocksDBConfigSetter {

    /** Key under which Kafka Streams passes on the memory budget of all stores, in bytes. */
    public static final String MEMORY = "consent-gate.state.memory";

    /** Largest part of the budget for write buffers. Cached blocks use the rest, and the unused part of the buffers. */
    private static final double SHARE_OF_BUFFERS = 0.5;

    /** RocksDB chooses the number. */
    private static final int SHARDS = -1;

    /** Reserved for indexes and filters, so that a scan of rows does not evict them. */
    private static final double SHARE_OF_INDEXES = 0.3;

    /**
     * By budget size: gates in one JVM with equal budgets share one memory. Entries stay for the life of the JVM, as
     * RocksDB's library does.
     */
    private static final Map<Long, Memory> SHARED = new ConcurrentHashMap<>();

    /** By RocksDB's default, a store takes a MiB for its first row. Many stores would then use up the buffers. */
    private static final long ARENA_BLOCK = 64 * 1024;

    private record Memory(Cache cache, WriteBufferManager buffers) {

        static Memory of(long bytes) {
            Cache cache = new LRUCache(bytes, SHARDS, false, SHARE_OF_INDEXES);
            // Charges the write buffers to the cache, so that one limit covers both.
            return new Memory(cache, new WriteBufferManager((long) (bytes * SHARE_OF_BUFFERS), cache));
        }
    }

    /** Stores with very short rows in random order. Kafka Streams' buffer of 16 MiB would hold far too many of them. */
    private static final Set<String> OF_SHORT_ROWS = Set.of("deadlines-by-case", "cases-by-event");

    /**
     * Holds about ten thousand short rows. RocksDB searches all unflushed rows for a new row's place. With many rows,
     * most of this search misses the processor's caches.
     */
    private static final long BUFFER_OF_SHORT_ROWS = 1024 * 1024;

    /**
     * Kafka Streams has no Bloom filters on a store's last level, since most look-ups find a row. The gate's look-ups
     * often do not: strangers have no consent, inquiries have no reply yet. A filter takes about 10 bits of memory per
     * row.
     */
    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        options.setOptimizeFiltersForHits(false);
        if (OF_SHORT_ROWS.contains(store)) {
            options.setWriteBufferSize(BUFFER_OF_SHORT_ROWS);
        }
        if (configs.get(MEMORY) instanceof Number bytes
                && options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
            Memory memory = SHARED.computeIfAbsent(bytes.longValue(), Memory::of);
            table.setBlockCache(memory.cache());
            table.setCacheIndexAndFilterBlocks(true);
            table.setCacheIndexAndFilterBlocksWithHighPriority(true);
            table.setPinTopLevelIndexAndFilter(true);
            options.setTableFormatConfig(table);
            options.setWriteBufferManager(memory.buffers());
            options.setArenaBlockSize(ARENA_BLOCK);
        }
    }

    @Override
    public void close(String store, Options options) {
        // Cache and buffers are shared, and other stores still use them.
    }
}
