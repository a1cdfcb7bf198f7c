// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.topology.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Publishes messages at a steady rate, independent of the results. Measures each message from its due time until a
 * consumer of committed records has it, as a gateway would. A stall therefore counts for every message that it delays
 * (no coordinated omission). Every fiftieth message comes with a consent record.
 */
final class LoadedRun {

    private static final int MESSAGES_PER_CONSENT = 50;
    /** Longer than a producer's delivery time-out, so that a stalled disk slows a run down but does not fail it. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final long PACE_NS = 200_000;

    private final Stack stack;
    private final Topics topics;
    private final Workload workload;

    LoadedRun(Stack stack, Topics topics, Workload workload) {
        this.stack = stack;
        this.topics = topics;
        this.workload = workload;
    }

    /**
     * Runs the load through the running contender.
     *
     * @param warmUp time before the measurement
     * @return milliseconds per cleared message
     * @throws IllegalStateException when an event that should be cleared did not come out
     */
    Histogram run(int messagesPerSecond, Duration warmUp, Duration measured) {
        int messages = Math.toIntExact(messagesPerSecond * warmUp.plus(measured).toSeconds());
        int warmUpMessages = Math.toIntExact(messagesPerSecond * warmUp.toSeconds());
        int toClear = 0;
        for (int i = 0; i < messages; i++) {
            toClear += workload.message(i).diverted() ? 0 : 1;
        }
        Histogram latencies = new Histogram(3);
        try (Consumer<byte[], byte[]> consumer = stack.consumerAtEnd(topics.clearedMessages())) {
            long start = System.currentTimeMillis() + 100;
            CompletableFuture<Void> publishing =
                    CompletableFuture.runAsync(() -> publish(messages, messagesPerSecond, start));
            long countFrom = dueAt(warmUpMessages, messagesPerSecond, start);
            int cleared = 0;
            long giveUpAt =
                    System.nanoTime() + warmUp.plus(measured).plus(PATIENCE).toNanos();
            while (cleared < toClear && System.nanoTime() < giveUpAt) {
                var records = consumer.poll(Duration.ofMillis(50));
                long now = System.currentTimeMillis();
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    cleared++;
                    if (record.timestamp() >= countFrom) {
                        latencies.recordValue(Math.max(0, now - record.timestamp()));
                    }
                }
            }
            publishing.join();
            if (cleared != toClear) {
                throw new IllegalStateException("Of " + toClear + " messages that were to be cleared at "
                        + messagesPerSecond + " a second " + cleared + " were seen. The topics hold "
                        + stack.recordCounts(List.of(
                                topics.outboundMessages(),
                                topics.clearedMessages(),
                                topics.quarantine(),
                                topics.deadLetters(),
                                topics.outboundMessagesRerouted()))
                        + " records, and " + messages + " of those messages are this run's");
            }
        }
        return latencies;
    }

    private void publish(int messages, int messagesPerSecond, long start) {
        try (Backlog.Publisher publisher = new Backlog.Publisher(stack)) {
            for (int i = 0; i < messages; i++) {
                long due = dueAt(i, messagesPerSecond, start);
                while (System.currentTimeMillis() < due) {
                    LockSupport.parkNanos(PACE_NS);
                }
                var message = workload.message(i).value();
                publisher.send(topics.outboundMessages(), message.getSubjectId(), message, due);
                if (i % MESSAGES_PER_CONSENT == 0) {
                    int subject = i % workload.subjects();
                    publisher.send(topics.consentState(), workload.subject(subject), workload.consent(subject), due);
                }
            }
        }
    }

    private static long dueAt(int number, int messagesPerSecond, long start) {
        return start + number * 1_000L / messagesPerSecond;
    }
}
