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
 * RocksDB's options for the gate's stores, where they differ from Kafka Streams': to be named in {@code
 * rocksdb.config.setter}, where an operator may name another instead: nothing but speed and memory rests on them.
 *
 * <p>All stores of all partitions share one budget of memory, {@link #MEMORY}: blocks that were read, indexes, filters and what
 * is not yet written to files. By Kafka Streams' own, each store of each partition has a cache of 50 MB and buffers of 48 MB,
 * and indexes and filters are in no sum.
 */
public final class StoreOptions implements RocksDBConfigSetter {

    /** Under this name Kafka Streams hands on the bytes that all stores together may take. */
    public static final String MEMORY = "consent-gate.state.memory";

    /** Of the budget, what may wait to be written to files; the rest, and what of this is free, holds blocks. */
    private static final double SHARE_OF_BUFFERS = 0.5;

    /** As RocksDB chooses. */
    private static final int SHARDS = -1;

    /** Where indexes and filters are, so that a scan of rows does not displace them. */
    private static final double SHARE_OF_INDEXES = 0.3;

    /** By their size: gates in one JVM that were given as much share it. They stay, as RocksDB's library does. */
    private static final Map<Long, Memory> SHARED = new ConcurrentHashMap<>();

    /** By RocksDB's own, a store takes a MiB with its first row, of which many stores would use up the buffers. */
    private static final long ARENA_BLOCK = 64 * 1024;

    private record Memory(Cache cache, WriteBufferManager buffers) {

        static Memory of(long bytes) {
            Cache cache = new LRUCache(bytes, SHARDS, false, SHARE_OF_INDEXES);
            // Counted as entries of the cache, so that the sum of both is bounded.
            return new Memory(cache, new WriteBufferManager((long) (bytes * SHARE_OF_BUFFERS), cache));
        }
    }

    /** The stores of these names have very short rows that come in no order, of which Kafka Streams' 16 MiB take far too many. */
    private static final Set<String> OF_SHORT_ROWS = Set.of("deadlines-by-case", "cases-by-event");

    /**
     * Of some ten thousand short rows. The place for a new one is searched for in all that were not yet written to a file,
     * mostly outside the processor's caches if they are many.
     */
    private static final long BUFFER_OF_SHORT_ROWS = 1024 * 1024;

    /**
     * Kafka Streams does without Bloom filters on a store's last level, since most look-ups find something. The gate's often
     * do not: strangers have no consent, inquiries no reply yet. A filter takes about 10 bits of memory per row.
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
        // What was made is shared, and other stores go on with it.
    }
}
