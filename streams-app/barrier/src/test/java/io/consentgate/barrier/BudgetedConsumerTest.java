// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BudgetedConsumerTest {

    private static final TopicPartition LEFT = new TopicPartition("events", 0);
    private static final TopicPartition RIGHT = new TopicPartition("events", 1);
    private static final int AT_ONCE = 2;
    private static final int MOST = 7;
    private static final int LARGE = 1_000;

    private final MockConsumer<byte[], byte[]> plain = new MockConsumer<>("earliest");
    private final PollBudget budget = new PollBudget();
    private final BudgetedConsumer consumer = new BudgetedConsumer(plain, budget, AT_ONCE, MOST);
    private final List<TopicPartition> revoked = new ArrayList<>();

    @BeforeEach
    void subscribe() {
        plain.setMaxPollRecords(AT_ONCE);
        consumer.subscribe(Set.of("events"), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                revoked.addAll(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
        });
        plain.rebalance(List.of(LEFT, RIGHT));
        plain.updateBeginningOffsets(Map.of(LEFT, 0L, RIGHT, 0L));
        plain.seek(LEFT, 0);
        plain.seek(RIGHT, 0);
        budget.limit(Long.MAX_VALUE);
    }

    @Test
    void shouldEndAPollThatBroughtItsBytesInRecordsWithoutKeyAndValue() {
        for (int offset = 0; offset < MOST; offset++) {
            arrives(LEFT, offset, new RecordHeaders().add("large", new byte[LARGE]));
        }
        budget.limit(3 * LARGE);

        assertThat(offsets(poll())).containsExactly(0L, 1L, 2L, 3L);
        assertThat(offsets(poll())).containsExactly(4L, 5L, 6L);
    }

    @Test
    void shouldReturnAsManyRecordsAsItMayInOnePoll() {
        for (int offset = 0; offset < 2 * MOST; offset++) {
            arrives(LEFT, offset, new RecordHeaders());
        }

        ConsumerRecords<byte[], byte[]> records = poll();

        assertThat(offsets(records)).hasSizeBetween(MOST, MOST + AT_ONCE - 1).isSorted();
        assertThat(records.nextOffsets().get(LEFT).offset()).isEqualTo(consumer.position(LEFT));
    }

    @Test
    void shouldNotWaitForMoreOnceThereIsSomething() {
        arrives(LEFT, 0, new RecordHeaders());
        plain.schedulePollTask(() -> {});
        plain.schedulePollTask(() -> {
            throw new AssertionError("polled again");
        });

        assertThat(offsets(poll())).containsExactly(0L);
    }

    @Test
    void shouldReturnToItsRecordsWhereAPollFailsInItsMidst() {
        for (int offset = 0; offset < AT_ONCE; offset++) {
            arrives(LEFT, offset, new RecordHeaders());
        }
        plain.schedulePollTask(() -> {});
        plain.schedulePollTask(() -> plain.setPollException(new KafkaException("no")));

        assertThatThrownBy(this::poll).hasMessage("no");

        assertThat(consumer.position(LEFT)).isZero();
    }

    @Test
    void shouldForgetRecordsOfAPartitionThatIsTakenAwayInItsMidst() {
        arrives(LEFT, 0, new RecordHeaders());
        arrives(RIGHT, 0, new RecordHeaders());
        plain.schedulePollTask(() -> {});
        plain.schedulePollTask(() -> plain.rebalance(List.of(RIGHT)));

        ConsumerRecords<byte[], byte[]> records = poll();

        assertThat(records.partitions()).containsExactly(RIGHT);
        assertThat(records.nextOffsets()).containsOnlyKeys(RIGHT);
        assertThat(revoked).containsExactly(LEFT);
    }

    @Test
    void shouldRefuseANumberOfRecordsThatIsNone() {
        assertThatThrownBy(() -> BudgetedConsumer.open(Map.of("max.poll.records", "many"), LARGE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("max.poll.records");
    }

    @Test
    void shouldUnpackNoMoreAtOnceThanFitIntoAQuarterOfTheHeap() {
        assertThat(BudgetedConsumer.atOnce(128L << 20)).isEqualTo(4);
        assertThat(BudgetedConsumer.atOnce(512L << 20)).isEqualTo(8);
        assertThat(BudgetedConsumer.atOnce(1L << 30)).isEqualTo(17);
        assertThat(BudgetedConsumer.atOnce(32L << 30)).isEqualTo(64);
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        return consumer.poll(Duration.ZERO);
    }

    private void arrives(TopicPartition partition, long offset, Headers headers) {
        plain.addRecord(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                null,
                null,
                headers,
                Optional.empty()));
    }

    private static List<Long> offsets(ConsumerRecords<byte[], byte[]> records) {
        return StreamSupport.stream(records.spliterator(), false)
                .map(ConsumerRecord::offset)
                .toList();
    }
}
