// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.serde.FactsReader;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookAheadTest {

    private static final Topics TOPICS = Topics.prefixed("");
    private static final TopicPartition MESSAGES = new TopicPartition(TOPICS.outboundMessages(), 0);

    private final Upcoming upcoming = new Upcoming(TOPICS);
    private final ConsentTable consents = consents();
    private final LookAhead lookAhead = new LookAhead(upcoming, MESSAGES, consents);

    @AfterEach
    void close() {
        consents.close();
    }

    @Test
    void shouldTakeSixteenEventsAndTheNextOnesWhenTheyAreJudged() {
        handOver(0, 40);

        lookAhead.at(0);
        lookAhead.at(15);
        assertThat(left()).isEqualTo(24);

        handOver(0, 40);
        lookAhead.at(16);
        assertThat(left()).isEqualTo(8);
    }

    /** Where a topic was made anew, a consumer goes on at its beginning, and no task is told. */
    @Test
    void shouldGoOnWhereOffsetsBeginAgain() {
        handOver(1_000, 1);
        lookAhead.at(1_000);

        handOver(0, 40);
        lookAhead.at(0);

        assertThat(left()).isEqualTo(24);
    }

    @Test
    void shouldLeaveNothingBehindWhenItsTaskCloses() {
        handOver(0, 40);

        lookAhead.close();

        assertThat(left()).isZero();
    }

    @SuppressWarnings("unchecked")
    private static ConsentTable consents() {
        KeyValueStore<byte[], byte[]> store = unused(KeyValueStore.class);
        return new ConsentTable(store, unused(FactsReader.class), new ConsentCache(1_000_000).open(0));
    }

    private int left() {
        return upcoming.line(MESSAGES).take(0, 100).keys().size();
    }

    private void handOver(long from, int count) {
        upcoming.add(new ConsumerRecords<>(
                Map.of(
                        MESSAGES,
                        LongStream.range(from, from + count)
                                .mapToObj(offset -> new ConsumerRecord<>(
                                        MESSAGES.topic(), 0, offset, ("key-" + offset).getBytes(UTF_8), new byte[0]))
                                .toList()),
                Map.of()));
    }

    /** To look ahead is to look at what is in memory, and nowhere else. */
    private static <T> T unused(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    throw new AssertionError(method + " was called");
                }));
    }
}
