// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeapNeedTest {

    private static final long MIB = 1024L * 1024;

    @Test
    void shouldBeWellWithAGigabyteAndWithHalfOfItByDefault() {
        HeapNeed need = need(Map.of());

        assertThat(need.warning(512 * MIB)).isEmpty();
        assertThat(need.warning(1024 * MIB)).isEmpty();
    }

    @Test
    void shouldWarnOfLessAndNameTheSettingsThatItFollowsFrom() {
        HeapNeed need = need(Map.of());

        assertThat(need.refusal(256 * MIB)).isEmpty();
        assertThat(need.warning(256 * MIB))
                .get()
                .asString()
                .contains("256 MiB", "threads 1", "memory.poll-mib 16", "kafka.producer.max.request.size 16", "-Xmx");
    }

    @Test
    void shouldRefuseWhatCannotHoldTheLargestRecordsOfOneThread() {
        HeapNeed need = need(Map.of("THREADS", "8"));

        assertThat(need.refusal(100 * MIB)).get().asString().contains("at least", "threads 8", "-Xmx");
        assertThat(need.refusal(256 * MIB)).isEmpty();
        assertThat(need.warning(256 * MIB)).isPresent();
    }

    @Test
    void shouldGrowWithEachSettingThatItStates() {
        HeapNeed byDefault = need(Map.of());

        assertThat(Map.of(
                                "THREADS", "2",
                                "MEMORY_POLL_MIB", "32",
                                "KAFKA_PRODUCER_MAX_REQUEST_SIZE", String.valueOf(32 * MIB),
                                "KAFKA_PRODUCER_BUFFER_MEMORY", String.valueOf(64 * MIB),
                                "KAFKA_FETCH_MAX_BYTES", String.valueOf(100 * MIB))
                        .entrySet())
                .allSatisfy(setting ->
                        assertThat(need(Map.ofEntries(setting)).advised()).isGreaterThan(byDefault.advised()));
    }

    private static HeapNeed need(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", "broker-1:9092",
                "CONSENT_GATE_REGISTRY_URLS", "http://registry:8081"));
        settings.forEach((name, value) -> environment.put("CONSENT_GATE_" + name, value));
        return HeapNeed.of(ConfigReader.read(null, environment));
    }
}
