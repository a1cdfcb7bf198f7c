// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/**
 * RocksDB's options for the gate's stores, where they differ from Kafka Streams': to be named in {@code
 * rocksdb.config.setter}, where an operator may name another instead: nothing but speed rests on them. Each store takes up
 * to 24 MiB for what is not on disk yet, half of what it would by Kafka Streams' own.
 */
public final class StoreOptions implements RocksDBConfigSetter {

    /** Fits a processor's cache, so that a row finds its place without waiting for memory at each step. */
    private static final long WRITE_BUFFER_BYTES = 2 * 1024 * 1024;

    /** What is written to disk at once is then as large as by Kafka Streams' own 16 MiB. */
    private static final int WRITE_BUFFERS_MERGED = 8;

    private static final int MOST_WRITE_BUFFERS = 12;

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        // Kafka Streams does without Bloom filters on a store's last level, since most look-ups find something. The
        // gate's
        // often do not: strangers have no consent, inquiries no reply yet.
        options.setOptimizeFiltersForHits(false);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMinWriteBufferNumberToMerge(WRITE_BUFFERS_MERGED);
        options.setMaxWriteBufferNumber(MOST_WRITE_BUFFERS);
    }

    @Override
    public void close(String store, Options options) {
        // Nothing was made that would have to be freed.
    }
}
