// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.console.cases.ReviewDesk;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anybody can write to a topic of the console must not take its memory, at each start again. */
class DeskMemoryIT {

    private static final long MIB = 1024 * 1024;
    private static final int MOST_MIB = 4;
    private static final byte[] ZEROS = new byte[(int) (3 * MIB)];

    @TempDir
    Path folder;

    @AutoClose
    private ReviewCluster cluster;

    @Test
    void shouldTakeRecordsByTheirBytes() {
        cluster = ReviewCluster.start(folder);
        for (int number = 0; number < 20; number++) {
            cluster.publishCompressed("review-activity", ("s-" + number).getBytes(UTF_8), ZEROS, Map.of());
            cluster.publishCompressed("review-activity", null, null, Map.of("large", ZEROS));
        }

        try (ReviewDesk desk = cluster.desk(
                folder.resolve("desk"),
                Clock.systemUTC(),
                Map.of(
                        "CONSENT_GATE_MEMORY_POLL_MIB",
                        "" + MOST_MIB,
                        "CONSENT_GATE_KAFKA_INTERCEPTOR_CLASSES",
                        LargestPoll.class.getName()))) {
            await().atMost(Duration.ofMinutes(1)).until(() -> desk.progress().caughtUp());
        }

        // The last record of a poll may go beyond its budget; of those with neither key nor value a few, unpacked at
        // once.
        assertThat(LargestPoll.BYTES.get()).isBetween(MOST_MIB * MIB, (MOST_MIB + 4 * 3) * MIB);
    }

    /** Notes how much the consumers of the console were given at once. An option for all clients is one for producers, too. */
    public static final class LargestPoll
            implements ConsumerInterceptor<byte[], byte[]>, ProducerInterceptor<byte[], byte[]> {

        static final AtomicLong BYTES = new AtomicLong();

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            long bytes = 0;
            for (ConsumerRecord<byte[], byte[]> record : records) {
                bytes += record.value() == null ? 0 : record.value().length;
                for (Header header : record.headers()) {
                    bytes += header.value().length;
                }
            }
            BYTES.accumulateAndGet(bytes, Math::max);
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
            return record;
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }
}
