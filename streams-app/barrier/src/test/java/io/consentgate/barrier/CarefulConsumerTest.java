// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is stepped over is never fetched, what comes before it is fetched one by one, and nothing is lost on the way. */
class CarefulConsumerTest {

    private static final TopicPartition PLACE = new TopicPartition("events", 0);
    private static final TopicPartition OTHER = new TopicPartition("events", 1);
    private static final long STEPPED_OVER = 5;
    private static final byte[] VALUE = {1};

    private final MockConsumer<byte[], byte[]> plain = new MockConsumer<>("earliest");
    private final MockConsumer<byte[], byte[]> alone = new MockConsumer<>("earliest");
    private final List<Long> fetched = new ArrayList<>();
    private byte[] keyInPlace;
    private final CarefulConsumer consumer = new CarefulConsumer(plain, new UpToFive(), () -> alone);

    @BeforeEach
    void subscribe() {
        alone.setMaxPollRecords(1);
        alone.updateBeginningOffsets(Map.of(PLACE, 0L));
        consumer.subscribe(Set.of("events"));
        plain.updateBeginningOffsets(Map.of(PLACE, 0L, OTHER, 0L));
        plain.rebalance(List.of(PLACE, OTHER));
    }

    @Test
    void shouldHandOverARecordOfNothingInPlaceOfWhatIsSteppedOver() {
        plain.seek(PLACE, STEPPED_OVER);
        arrive(plain, PLACE, 5, 6);

        ConsumerRecords<byte[], byte[]> first = poll();

        assertThat(first).singleElement().satisfies(record -> {
            assertThat(record.offset()).isEqualTo(STEPPED_OVER);
            assertThat(record.key()).isNull();
            assertThat(record.value()).isNull();
            assertThat(record.headers()).isEmpty();
            assertThat(record.timestamp()).isPositive();
        });
        assertThat(first.nextOffsets().get(PLACE).offset()).isEqualTo(STEPPED_OVER + 1);
        assertThat(offsets(poll())).containsExactly(6L);
        assertThat(fetched).isEmpty();
    }

    /** A record with a key and without a value is an erasure, where keys are persons. */
    @Test
    void shouldHandOverNoErasureInPlaceOfWhatHasAPerson() {
        keyInPlace = new byte[] {'a'};
        plain.seek(PLACE, STEPPED_OVER);

        assertThat(poll()).singleElement().satisfies(record -> {
            assertThat(record.key()).containsExactly('a');
            assertThat(record.value()).isNotNull().isEmpty();
        });
    }

    @Test
    void shouldFetchOneByOneWhatComesBeforeIt() {
        plain.seek(PLACE, 3);
        arrive(plain, PLACE, 3, 4, 5, 6);
        alone.schedulePollTask(() -> arrive(alone, PLACE, 3, 4, 5, 6));

        assertThat(offsets(poll())).containsExactly(3L);
        assertThat(consumer.position(PLACE)).isEqualTo(4);
        assertThat(offsets(poll())).containsExactly(4L);
        assertThat(offsets(poll())).containsExactly(5L);
        assertThat(offsets(poll())).containsExactly(6L);
        assertThat(fetched).containsExactly(3L, 4L);
        assertThat(alone.closed()).isTrue();
    }

    @Test
    void shouldLoseNothingWhereTheOtherPartitionsCannotBePolled() {
        plain.seek(PLACE, 4);
        alone.schedulePollTask(() -> arrive(alone, PLACE, 4));
        plain.setPollException(new KafkaException("no"));

        assertThatThrownBy(this::poll).hasMessage("no");
        assertThat(consumer.position(PLACE)).isEqualTo(4);
        alone.schedulePollTask(() -> arrive(alone, PLACE, 4));

        assertThat(offsets(poll())).containsExactly(4L);
    }

    @Test
    void shouldLetTheOtherPartitionsFlowMeanwhile() {
        plain.seek(PLACE, 4);
        arrive(plain, OTHER, 0, 1);

        ConsumerRecords<byte[], byte[]> records = poll();

        assertThat(records.partitions()).containsExactly(OTHER);
    }

    @Test
    void shouldHandOverNothingOfAPartitionThatItsCallerPaused() {
        plain.seek(PLACE, STEPPED_OVER);
        consumer.pause(List.of(PLACE));

        assertThat(poll()).isEmpty();
        assertThat(consumer.paused()).containsExactly(PLACE);
        consumer.resume(List.of(PLACE));

        assertThat(consumer.paused()).isEmpty();
        assertThat(offsets(poll())).containsExactly(STEPPED_OVER);
    }

    @Test
    void shouldFetchNothingInThePollThatAssignsAPartition() {
        List<TopicPartition> told = new ArrayList<>();
        MockConsumer<byte[], byte[]> joining = new MockConsumer<>("earliest");
        CarefulConsumer member = new CarefulConsumer(joining, new UpToFive(), () -> alone);
        member.subscribe(Set.of("events"), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                told.addAll(partitions);
            }
        });
        joining.updateBeginningOffsets(Map.of(PLACE, STEPPED_OVER));
        joining.schedulePollTask(() -> {
            joining.rebalance(List.of(PLACE));
            arrive(joining, PLACE, 5, 6);
        });

        assertThat(member.poll(Duration.ZERO)).isEmpty();

        assertThat(told).containsExactly(PLACE);
        assertThat(offsets(member.poll(Duration.ZERO))).containsExactly(STEPPED_OVER);
    }

    @Test
    void shouldDropWhatWasReadOfAPartitionThatIsTakenAwayMeanwhile() {
        plain.seek(PLACE, STEPPED_OVER);
        plain.schedulePollTask(() -> plain.rebalance(List.of(OTHER)));

        assertThat(poll()).isEmpty();
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        return consumer.poll(Duration.ZERO);
    }

    private static void arrive(MockConsumer<byte[], byte[]> at, TopicPartition partition, long... offsets) {
        for (long offset : offsets) {
            at.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, VALUE, VALUE));
        }
    }

    private static List<Long> offsets(ConsumerRecords<byte[], byte[]> records) {
        return StreamSupport.stream(records.spliterator(), false)
                .map(ConsumerRecord::offset)
                .toList();
    }

    private final class UpToFive implements CarefulReading {
        @Override
        public Set<TopicPartition> partitions() {
            return Set.of(PLACE);
        }

        @Override
        public boolean appliesAt(TopicPartition partition, long position) {
            return position <= STEPPED_OVER;
        }

        @Override
        public boolean isSteppedOver(TopicPartition partition, long offset) {
            return offset == STEPPED_OVER;
        }

        @Override
        public byte[] keyInPlaceOf(TopicPartition partition, long offset) {
            return keyInPlace;
        }

        @Override
        public void fetches(TopicPartition partition, long position) {
            fetched.add(position);
        }

        @Override
        public void fetched() {}
    }
}
