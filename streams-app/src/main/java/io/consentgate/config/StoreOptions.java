// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/**
 * RocksDB's options for the gate's stores, where they differ from Kafka Streams': to be named in {@code
 * rocksdb.config.setter}, where an operator may name another instead: nothing but speed rests on them.
 */
public final class StoreOptions implements RocksDBConfigSetter {

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
    }

    @Override
    public void close(String store, Options options) {
        // Nothing was made that would have to be freed.
    }
}
