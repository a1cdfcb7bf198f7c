// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts the records that a contender's consumer returns, and holds its stream thread while another contender has its
 * turn. The thread waits within its poll, and its group still sees it alive. Found by application id. Thread-safe.
 */
public final class Turnstile implements ConsumerInterceptor<byte[], byte[]> {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Map<String, Bar> BARS = new HashMap<>();

    private Bar bar = new Bar();

    /** The turnstile of one application; open at first. */
    private static final class Bar {
        private boolean held;
        private int waiting;
        private long passed;

        synchronized boolean hold() throws InterruptedException {
            held = true;
            long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            for (long left = PATIENCE.toMillis(); waiting == 0 && left > 0; left = millisUntil(giveUpAt)) {
                wait(left);
            }
            return waiting > 0;
        }

        synchronized void let() {
            held = false;
            notifyAll();
        }

        synchronized void pass(int records) {
            waiting++;
            notifyAll();
            try {
                while (held) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            waiting--;
            passed += records;
        }

        private static long millisUntil(long nanos) {
            return Duration.ofNanos(nanos - System.nanoTime()).toMillis();
        }

        synchronized long passed() {
            return passed;
        }
    }

    private static Bar of(String applicationId) {
        synchronized (BARS) {
            return BARS.computeIfAbsent(applicationId, id -> new Bar());
        }
    }

    /**
     * Holds all arriving threads, and waits until the first has arrived.
     *
     * @return whether a thread is held; false when none arrived within a second
     */
    static boolean hold(String applicationId) throws InterruptedException {
        return of(applicationId).hold();
    }

    /** Releases held threads, and lets later ones pass. */
    static void let(String applicationId) {
        of(applicationId).let();
    }

    /** Number of records that have passed so far. */
    static long passed(String applicationId) {
        return of(applicationId).passed();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        bar = of(String.valueOf(configs.get(ConsumerConfig.GROUP_ID_CONFIG)));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        bar.pass(records.count());
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Stream threads commit through their producer.
    }

    @Override
    public void close() {
        // Holds no resources.
    }
}
