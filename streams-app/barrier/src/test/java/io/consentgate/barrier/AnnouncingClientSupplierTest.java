// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.junit.jupiter.api.Test;

class AnnouncingClientSupplierTest {

    private static final TopicPartition PARTITION = new TopicPartition("stream", 0);

    private final List<ConsumerRecords<byte[], byte[]>> announced = new ArrayList<>();
    private final AtomicInteger polls = new AtomicInteger();

    @Test
    void shouldTellWhatTheMainConsumerHandsOver() {
        Consumer<byte[], byte[]> consumer = suppliers(aConsumerOfOneRecord()).getConsumer(Map.of());

        ConsumerRecords<byte[], byte[]> handedOver = consumer.poll(Duration.ZERO);

        assertThat(handedOver.count()).isEqualTo(1);
        assertThat(announced).containsExactly(handedOver);
        assertThat(polls).hasValue(1);
    }

    @Test
    void shouldKeepOtherConsumersToThemselves() {
        MockConsumer<byte[], byte[]> consumer = aConsumerOfOneRecord();

        assertThat(suppliers(consumer).getRestoreConsumer(Map.of())).isSameAs(consumer);
        assertThat(suppliers(consumer).getGlobalConsumer(Map.of())).isSameAs(consumer);
    }

    private static MockConsumer<byte[], byte[]> aConsumerOfOneRecord() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, 0, new byte[0], new byte[0]));
        return consumer;
    }

    private AnnouncingClientSupplier suppliers(Consumer<byte[], byte[]> consumer) {
        return new AnnouncingClientSupplier(
                new DefaultKafkaClientSupplier() {
                    @Override
                    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
                        return consumer;
                    }

                    @Override
                    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
                        return consumer;
                    }

                    @Override
                    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
                        return consumer;
                    }
                },
                polls::incrementAndGet,
                announced::add);
    }
}
