// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory, for judging without Kafka Streams. An iterator covers the rows present at its creation. Serves one
 * thread.
 */
final class MapStore implements KeyValueStore<byte[], byte[]> {

    private final String name;
    private final NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);

    MapStore(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        // There is no changelog to restore from.
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return rows.get(key);
    }

    @Override
    public void put(byte[] key, byte @Nullable [] value) {
        if (value == null) {
            rows.remove(key);
        } else {
            rows.put(key, value);
        }
    }

    @Override
    public byte @Nullable [] putIfAbsent(byte[] key, byte @Nullable [] value) {
        byte[] present = get(key);
        if (present == null) {
            put(key, value);
        }
        return present;
    }

    @Override
    public void putAll(List<KeyValue<byte[], byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(byte[] key) {
        return rows.remove(key);
    }

    @Override
    public KeyValueIterator<byte[], byte[]> range(byte @Nullable [] from, byte @Nullable [] to) {
        NavigableMap<byte[], byte[]> range = from == null ? rows : rows.tailMap(from, true);
        if (to != null) {
            range = range.headMap(to, true);
        }
        return new Rows(range);
    }

    @Override
    public KeyValueIterator<byte[], byte[]> all() {
        return new Rows(rows);
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<byte[], byte[]> prefixScan(P prefix, PS serializer) {
        byte[] first = serializer.serialize(name, prefix);
        NavigableMap<byte[], byte[]> found = new TreeMap<>(Arrays::compareUnsigned);
        for (Map.Entry<byte[], byte[]> row : rows.tailMap(first, true).entrySet()) {
            if (!Arrays.equals(first, Arrays.copyOf(row.getKey(), first.length))) {
                break;
            }
            found.put(row.getKey(), row.getValue());
        }
        return new Rows(found);
    }

    @Override
    public long approximateNumEntries() {
        return rows.size();
    }

    @Override
    public void close() {
        rows.clear();
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    private static final class Rows implements KeyValueIterator<byte[], byte[]> {
        private final Deque<Map.Entry<byte[], byte[]>> left;

        Rows(NavigableMap<byte[], byte[]> rows) {
            this.left = new ArrayDeque<>(rows.entrySet());
        }

        @Override
        public boolean hasNext() {
            return !left.isEmpty();
        }

        @Override
        public KeyValue<byte[], byte[]> next() {
            Map.Entry<byte[], byte[]> row = left.remove();
            return KeyValue.pair(row.getKey(), row.getValue());
        }

        @Override
        public byte[] peekNextKey() {
            return left.element().getKey();
        }

        @Override
        public void close() {
            left.clear();
        }
    }
}
