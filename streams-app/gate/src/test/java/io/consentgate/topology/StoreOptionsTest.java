// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.config.StoreOptions;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.rocksdb.BlockBasedTableConfig;
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

    /** As many stores as there may be: each has the same cache, of the size that was asked for, and what is not yet written counts in it. */
    @Test
    void shouldBoundTheMemoryOfAllStoresTogether(@TempDir Path folder) {
        long budget = 80L * 1024 * 1024;
        Properties options = GateScenario.options(folder);
        options.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreOptions.class.getName());
        options.put(StoreOptions.MEMORY, budget);
        options.put(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, "DEBUG");
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(Stores.consentBySubject());
        builder.addStateStore(Stores.repliesByInquiry());
        builder.stream(
                        "in",
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("read"))
                .process(
                        () -> new ContextualProcessor<byte[], byte[], Void, Void>() {
                            @Override
                            public void process(Record<byte[], byte[]> record) {
                                for (String name : List.of(Stores.CONSENT_BY_SUBJECT, Stores.REPLIES_BY_INQUIRY)) {
                                    KeyValueStore<byte[], byte[]> store =
                                            context().getStateStore(name);
                                    store.put(record.key(), record.value());
                                }
                            }
                        },
                        Named.as("write"),
                        Stores.CONSENT_BY_SUBJECT,
                        Stores.REPLIES_BY_INQUIRY);
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), options)) {
            assertThat(values(driver, "block-cache-capacity")).hasSize(2).containsOnly(BigInteger.valueOf(budget));
            long before = largest(driver, "block-cache-usage");

            driver.createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(new byte[] {1}, new byte[8 * 1024 * 1024]);

            assertThat(largest(driver, "block-cache-usage"))
                    .as("what both have in memory")
                    .isGreaterThan(before + 15L * 1024 * 1024);
        }
    }

    private static List<Object> values(TopologyTestDriver driver, String metric) {
        return driver.metrics().entrySet().stream()
                .filter(each -> each.getKey().name().equals(metric))
                .<Object>map(each -> each.getValue().metricValue())
                .toList();
    }

    private static long largest(TopologyTestDriver driver, String metric) {
        return values(driver, metric).stream()
                .mapToLong(value -> ((Number) value).longValue())
                .max()
                .orElseThrow();
    }

    @Test
    void shouldCountIndexesAndFiltersInTheBudgetAndLeaveStoresAloneWithoutOne() {
        try (Options options = new Options()) {
            BlockBasedTableConfig table = new BlockBasedTableConfig();
            options.setTableFormatConfig(table);
            new StoreOptions().setConfig(Stores.CONSENT_BY_SUBJECT, options, Map.of());
            assertThat(table.cacheIndexAndFilterBlocks()).isFalse();

            new StoreOptions()
                    .setConfig(Stores.CONSENT_BY_SUBJECT, options, Map.of(StoreOptions.MEMORY, 64L * 1024 * 1024));

            assertThat(table.cacheIndexAndFilterBlocks()).isTrue();
            assertThat(options.writeBufferManager()).isNotNull();
        }
    }

    private static long bufferOf(String store) {
        try (Options options = new Options()) {
            options.setWriteBufferSize(BY_STREAMS);
            new StoreOptions().setConfig(store, options, Map.of());
            return options.writeBufferSize();
        }
    }
}
