// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;

class SweepTest {

    private final MapStore store = new MapStore("swept");

    @Test
    void shouldLookAtSoManyRowsAtATimeAndBeginAgainAfterTheLast() {
        for (String row : List.of("a", "b", "c", "d", "e")) {
            put(row, row.equals("b") || row.equals("e") ? "over" : "kept");
        }
        Sweep sweep = new Sweep(store, 2);

        assertThat(sweep.delete(SweepTest::isOver)).isFalse();
        assertThat(rows()).containsExactly("a", "c", "d", "e");
        put("a", "over");
        assertThat(sweep.delete(SweepTest::isOver)).isFalse();
        assertThat(rows()).containsExactly("a", "c", "d", "e");
        assertThat(sweep.delete(SweepTest::isOver)).isTrue();
        assertThat(rows()).containsExactly("a", "c", "d");

        sweep.delete(SweepTest::isOver);

        assertThat(rows()).containsExactly("c", "d");
    }

    private static boolean isOver(byte[] row) {
        return new String(row, UTF_8).equals("over");
    }

    private void put(String key, String value) {
        store.put(key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private List<String> rows() {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> rows = store.all()) {
            rows.forEachRemaining(row -> keys.add(new String(row.key, UTF_8)));
        }
        return keys;
    }
}
