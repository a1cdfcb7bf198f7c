// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.events.ConsentStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compression is not size: 1.1 GB of zeros come in some kilobytes, as values or as headers, and 5 MB of headers without name and
 * value become 400 MB of objects. A gate of 512 MB takes them, and whatever lies between.
 */
class MemoryPerPollIT {

    private static final List<String> HEAP = List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError");
    private static final int GARBAGE = 80;
    private static final int HEADERS = 40;
    private static final int BAD = GARBAGE + 2 * HEADERS;
    private static final int LARGE = 5;
    private static final int GOOD = 20;
    private static final byte[] ZEROS = new byte[14 * 1024 * 1024];
    private static final Map<String, String> SETTINGS = Map.of("THREADS", "1");
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    @AutoClose
    private GateCluster cluster;

    private Process gate;

    @Test
    void shouldTakeManyTimesItsHeapFromASmallBatchAndGoOnFromItsChangelogs() throws Exception {
        cluster = GateCluster.start(folder, 2);
        String messages = cluster.topics().outboundMessages();
        for (int number = 0; number < GARBAGE; number++) {
            cluster.publishCompressed(new ProducerRecord<>(messages, key("garbage-" + number), ZEROS));
            if (number < HEADERS) {
                cluster.publishCompressed(
                        new ProducerRecord<>(messages, null, null, null, null, headers(1, "large", ZEROS)));
                cluster.publishCompressed(new ProducerRecord<>(
                        messages, null, null, key("headers-" + number), null, headers(100_000, "", null)));
            }
            if (number < LARGE) {
                cluster.publishCompressed(
                        new ProducerRecord<>(messages, key("large-" + number), large("large-" + number)));
            }
            if (number < GOOD) {
                consent("good-" + number);
            }
        }
        for (int number = 0; number < GOOD; number++) {
            cluster.publish(messages, "good-" + number, message("good-" + number));
        }

        gate = cluster.startGateProcess(HEAP, SETTINGS, folder.resolve("first.log"));
        try {
            awaitCount(GOOD, cluster.topics().clearedMessages());
            awaitCount(BAD, cluster.topics().deadLetters());
            awaitCount(LARGE, cluster.topics().quarantine());
            assertThat(gate.isAlive()).isTrue();

            gate.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
            deleteState();
            gate = cluster.startGateProcess(HEAP, SETTINGS, folder.resolve("second.log"));
            cluster.publish(messages, "good-0", message("good-again"));

            awaitCount(GOOD + 1, cluster.topics().clearedMessages());
            assertThat(cluster.count(cluster.topics().deadLetters())).isEqualTo(BAD);
            assertThat(cluster.count(cluster.topics().quarantine())).isEqualTo(LARGE);
            assertThat(gate.isAlive()).isTrue();
        } finally {
            gate.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        }
    }

    private void consent(String subject) {
        cluster.publish(
                cluster.topics().consentState(),
                subject,
                cluster.encoded(
                        cluster.topics().consentState(),
                        aRecord(subject, 1, anSmsConsent(ConsentStatus.GRANTED)).build()));
    }

    private byte[] message(String id) {
        return cluster.encoded(
                cluster.topics().outboundMessages(),
                aBirthdaySms(id, id.equals("good-again") ? "good-0" : id).build());
    }

    /** Without consent: kept in quarantine, and as an open case. */
    private byte[] large(String subject) {
        return cluster.encoded(
                cluster.topics().outboundMessages(),
                aBirthdaySms(subject, subject)
                        .setContent(ByteBuffer.wrap(ZEROS))
                        .build());
    }

    private static Headers headers(int count, String name, byte[] value) {
        Headers headers = new RecordHeaders();
        for (int number = 0; number < count; number++) {
            headers.add(name, value);
        }
        return headers;
    }

    private static byte[] key(String subject) {
        return subject.getBytes(UTF_8);
    }

    private void awaitCount(int expected, String topic) {
        await(topic)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .failFast("the gate ended", () -> !gate.isAlive())
                .until(() -> cluster.count(topic) >= expected);
    }

    private void deleteState() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
