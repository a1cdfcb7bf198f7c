// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.config.StoreOptions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/** Options go by a store's name, which the configuration cannot take from the topology. */
class StoreOptionsTest {

    private static final Set<String> SHORT = Set.of(Stores.DEADLINES_BY_CASE, Stores.CASES_BY_EVENT);
    private static final long BY_STREAMS = 16 * 1024 * 1024;

    static {
        RocksDB.loadLibrary();
    }

    @ParameterizedTest
    @FieldSource("io.consentgate.topology.Stores#NAMES")
    void shouldKeepTheBufferOfShortRowsSmallAndLeaveTheOthersToKafkaStreams(String store) {
        assertThat(bufferOf(store)).isEqualTo(SHORT.contains(store) ? 1024 * 1024 : BY_STREAMS);
    }

    private static long bufferOf(String store) {
        try (Options options = new Options()) {
            options.setWriteBufferSize(BY_STREAMS);
            new StoreOptions().setConfig(store, options, Map.of());
            return options.writeBufferSize();
        }
    }
}
