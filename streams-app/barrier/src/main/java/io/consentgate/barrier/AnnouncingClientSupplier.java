// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Another supplier's clients, except that each stream thread's main consumer announces each poll and the records it
 * returns, before Kafka Streams has them. The read barrier works without it.
 *
 * @param polling called on the stream threads before each poll, concurrently; must be quick and must not throw
 * @param listener called on the stream threads after each poll, concurrently; must be quick and must not throw, since the
 *     consumer's position is already past these records
 */
public record AnnouncingClientSupplier(
        KafkaClientSupplier clients, Runnable polling, Consumer<ConsumerRecords<byte[], byte[]>> listener)
        implements KafkaClientSupplier {

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return clients.getAdmin(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return clients.getProducer(config);
    }

    @Override
    public org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new DelegatingConsumer(clients.getConsumer(config)) {
            @Override
            public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                polling.run();
                ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
                listener.accept(records);
                return records;
            }
        };
    }

    @Override
    public org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return clients.getRestoreConsumer(config);
    }

    @Override
    public org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return clients.getGlobalConsumer(config);
    }
}
