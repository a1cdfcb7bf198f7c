// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.events.Consent;
import io.consentgate.events.ConsentStatus;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code state-memory-mb} bounds what RocksDB takes for all stores of all partitions of a gate that works. */
class StateMemoryIT {

    private static final int MIB = 1024 * 1024;
    private static final long BUDGET = 64L * MIB;
    private static final int PARTITIONS = 3;

    /** Of rows of nearly a MiB, in each of two stores: together more than the budget. */
    private static final int ROWS = 45;

    private static final int ROW = 900 * 1024;

    @TempDir
    private Path folder;

    @AutoClose
    private GateCluster cluster;

    private GateRunner gate;

    @Test
    void shouldHoldAllStoresOfAllPartitionsInTheOneBudgetUnderLoad() {
        cluster = GateCluster.start(folder, PARTITIONS);
        gate = cluster.startGate(Map.of("STATE_MEMORY_MB", String.valueOf(BUDGET / MIB)));
        List<ProducerRecord<byte[], byte[]>> rows = rows();
        assertThat((long) rows.size() * ROW).isGreaterThan(BUDGET);

        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            cluster.publishAll(rows);
            cluster.awaitAllTaken();
        });
        await().pollInterval(Duration.ofMillis(20)).atMost(GateCluster.PATIENCE).until(() -> {
            assertWithinTheBudget();
            return load.isDone();
        });
        load.join();

        assertThat(values("block-cache-capacity").distinct().boxed()).containsExactly(BUDGET);
        assertThat(stores()).as("stores of all partitions").isGreaterThanOrEqualTo(PARTITIONS * 5);
        assertThat(values("total-sst-files-size").sum())
                .as("what had to be written to files")
                .isGreaterThan(BUDGET / 4);
        // What is not yet written to files counts in the cache, and all stores have the one cache.
        assertThat(values("block-cache-usage").distinct().boxed())
                .singleElement()
                .satisfies(used -> assertThat(used)
                        .isGreaterThan(values("size-all-mem-tables").sum() / 2));
    }

    /** The cache is one for all, so that what each store says of it is the same and counts once. */
    private void assertWithinTheBudget() {
        assertThat(values("block-cache-usage").max().orElse(0))
                .as("blocks, indexes, filters and what is not yet written to files")
                .isLessThanOrEqualTo(BUDGET);
        assertThat(values("size-all-mem-tables").sum())
                .as("what is not yet written to files")
                .isLessThanOrEqualTo(BUDGET);
    }

    private int stores() {
        return (int) metrics("block-cache-capacity").count();
    }

    private LongStream values(String metric) {
        return metrics(metric).mapToLong(each -> ((Number) each.metricValue()).longValue());
    }

    private Stream<? extends Metric> metrics(String name) {
        return gate.streams().metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(name));
    }

    /** Consents, each kept as its row; and messages without consent, each kept as its case. */
    private List<ProducerRecord<byte[], byte[]>> rows() {
        List<ProducerRecord<byte[], byte[]>> rows = new ArrayList<>();
        String consents = cluster.topics().consentState();
        String messages = cluster.topics().outboundMessages();
        for (int i = 0; i < ROWS; i++) {
            Consent consent = anSmsConsent(ConsentStatus.GRANTED);
            consent.getEvidence().setReference("e".repeat(ROW));
            String known = "known-" + i;
            rows.add(new ProducerRecord<>(
                    consents,
                    known.getBytes(UTF_8),
                    cluster.encoded(consents, aRecord(known, 1, consent).build())));
            String unknown = "unknown-" + i;
            rows.add(new ProducerRecord<>(
                    messages,
                    unknown.getBytes(UTF_8),
                    cluster.encoded(
                            messages,
                            aBirthdaySms("m-" + i, unknown)
                                    .setContent(ByteBuffer.wrap(new byte[ROW]))
                                    .build())));
        }
        return rows;
    }
}
