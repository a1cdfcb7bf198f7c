// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UpcomingTest {

    private static final Topics TOPICS = Topics.prefixed("");
    private static final TopicPartition MESSAGES = new TopicPartition(TOPICS.outboundMessages(), 0);

    private final Upcoming upcoming = new Upcoming(TOPICS);

    @Test
    void shouldTellWhatComesNextInItsOrder() {
        handOver(MESSAGES, 10, 11, 13);
        handOver(MESSAGES, 14);

        assertNext(10, 3, List.of("key-10", "key-11", "key-13"), 13);
        assertNext(14, 3, List.of("key-14"), 14);
        assertNext(15, 3, List.of(), -1);
    }

    @Test
    void shouldForgetWhatWasLeftOut() {
        handOver(MESSAGES, 10, 11, 12, 13);

        assertNext(12, 1, List.of("key-12"), 12);
        assertNext(13, 2, List.of("key-13"), 13);
    }

    @Test
    void shouldBeginAnewWhereTheConsumerWasPutBack() {
        handOver(MESSAGES, 10, 11, 12);
        handOver(MESSAGES, 11, 12);

        assertNext(10, 3, List.of("key-11", "key-12"), 12);
        assertNext(13, 3, List.of(), -1);
    }

    @Test
    void shouldNotPileUpWhatNobodyTakes() {
        long enough = Upcoming.Line.MOST + 1;
        for (long offset = 0; offset < enough; offset++) {
            handOver(MESSAGES, offset);
        }

        assertNext(0, 3, List.of("key-" + (enough - 1)), enough - 1);
    }

    @Test
    void shouldStepOverEventsWithoutKey() {
        upcoming.add(new ConsumerRecords<>(
                Map.of(MESSAGES, List.of(new ConsumerRecord<>(MESSAGES.topic(), 0, 10, null, new byte[0]))), Map.of()));

        assertNext(10, 3, List.of(), 10);
    }

    /** A task may look here only now and then, and events be large. */
    @Test
    void shouldKeepNoMoreOfAnEventThanItsKeyAndItsPlace() {
        byte[] value = new byte[16];
        WeakReference<byte[]> held = new WeakReference<>(value);
        upcoming.add(new ConsumerRecords<>(
                Map.of(
                        MESSAGES,
                        List.of(new ConsumerRecord<>(MESSAGES.topic(), 0, 10, "key-10".getBytes(UTF_8), value))),
                Map.of()));
        value = null;

        await().until(() -> {
            System.gc();
            return held.get() == null;
        });
        assertNext(10, 3, List.of("key-10"), 10);
    }

    @Test
    void shouldKeepPartitionsApartAndLeaveOtherTopicsAside() {
        TopicPartition other = new TopicPartition(TOPICS.outboundMessages(), 1);
        TopicPartition consent = new TopicPartition(TOPICS.consentState(), 0);
        handOver(other, 5);
        handOver(consent, 10);

        assertNext(0, 3, List.of(), -1);
        assertThat(upcoming.line(other).take(0, 3).last()).isEqualTo(5);
        assertThat(upcoming.line(consent).take(0, 3).last()).isEqualTo(-1);
    }

    @Test
    void shouldKnowNothingOfAPartitionWhoseTaskHasClosed() {
        handOver(MESSAGES, 10, 11);
        upcoming.line(MESSAGES).clear();

        assertNext(10, 3, List.of(), -1);
    }

    private void handOver(TopicPartition partition, long... offsets) {
        upcoming.add(new ConsumerRecords<>(
                Map.of(
                        partition,
                        LongStream.of(offsets)
                                .mapToObj(offset -> new ConsumerRecord<>(
                                        partition.topic(),
                                        partition.partition(),
                                        offset,
                                        ("key-" + offset).getBytes(UTF_8),
                                        new byte[0]))
                                .toList()),
                Map.of()));
    }

    private void assertNext(long from, int most, List<String> keys, long last) {
        Upcoming.Next next = upcoming.line(MESSAGES).take(from, most);
        assertThat(next.keys()).extracting(key -> new String(key, UTF_8)).isEqualTo(keys);
        assertThat(next.last()).isEqualTo(last);
    }
}
