// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.cli.ExitCode;
import io.consentgate.topology.GateHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record that is larger than the heap: which code the process ends with, and what an operator can do. */
class OutOfMemoryIT {

    private static final int TOO_LITTLE_MIB = 144;
    private static final int ENOUGH_MIB = 768;
    private static final Map<String, String> SETTINGS = Map.of("THREADS", "1");
    private static final byte[] SUBJECT = "subject".getBytes(UTF_8);

    @TempDir
    Path folder;

    @AutoClose
    private GateCluster cluster;

    /** Where the JVM does not end of its own accord, the gate does. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:+ExitOnOutOfMemoryError", "-XX:-ExitOnOutOfMemoryError"})
    void shouldEndWithACodeOfItsOwnThatAsksForAnotherStart(String option) throws Exception {
        publishALargerRecordThanTheHeap();

        Process gate = cluster.startGateProcess(
                List.of("-Xmx" + TOO_LITTLE_MIB + "m", option), SETTINGS, folder.resolve("log"));
        try {
            assertThat(gate.waitFor(GateCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            gate.destroyForcibly();
        }

        assertThat(gate.exitValue()).isEqualTo(ExitCode.OUT_OF_MEMORY);
    }

    @Test
    void shouldMakeADeadLetterOfItWhenItIsStartedWithMore() throws Exception {
        publishALargerRecordThanTheHeap();

        Process gate = cluster.startGateProcess(List.of("-Xmx" + ENOUGH_MIB + "m"), SETTINGS, folder.resolve("log"));
        try {
            await().atMost(GateCluster.PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .failFast("the gate ended", () -> !gate.isAlive())
                    .until(() -> cluster.count(cluster.topics().deadLetters()) == 1);
        } finally {
            gate.destroyForcibly();
        }

        assertThat(cluster.read(cluster.topics().deadLetters())).singleElement().satisfies(letter -> {
            assertThat(GateCluster.header(letter.headers(), GateHeaders.REASON)).isEqualTo("TOO_LARGE");
            assertThat(GateCluster.header(letter.headers(), GateHeaders.ORIGIN_OFFSET))
                    .isEqualTo("0");
        });
    }

    private void publishALargerRecordThanTheHeap() {
        cluster = GateCluster.start(folder, 1);
        cluster.publishCompressed(new ProducerRecord<>(
                cluster.topics().outboundMessages(), SUBJECT, new byte[(TOO_LITTLE_MIB + 16) * 1024 * 1024]));
    }
}
