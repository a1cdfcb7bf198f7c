// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.topology.GateHeaders;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Part of a topic of cleared events, from given offsets to the current committed end. Tells whether each record's
 * clearance is still valid.
 *
 * <p>An event published again after its clearance expired appears twice, with the same key and value. Only the last one
 * counts. Otherwise, the event would be sent once per request.
 *
 * <p>Reads the part twice, and keeps 16 bytes and an offset per event in memory. Used by one thread.
 */
final class ClearedRecords {

    private static final Duration POLL = Duration.ofMillis(250);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> starts;
    private final Map<TopicPartition, Long> ends;

    /** @param starts the first offset to read, by partition */
    ClearedRecords(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> starts) {
        this.consumer = consumer;
        this.starts = Map.copyOf(starts);
        this.ends = consumer.endOffsets(starts.keySet());
    }

    /** Receives records as they are read. */
    @FunctionalInterface
    interface Batches {
        /** Takes a batch; returns false to stop. */
        boolean take(List<ConsumerRecord<byte[], byte[]>> records);
    }

    /** The last offset of each event. */
    Map<Identity, Long> lastOffsets() {
        Map<Identity, Long> last = new HashMap<>();
        forEachBatch(records -> {
            records.forEach(record -> last.put(Identity.of(record), record.offset()));
            return true;
        });
        return last;
    }

    /** Reads the part, in offset order within each partition. */
    void forEachBatch(Batches batches) {
        consumer.assign(starts.keySet());
        starts.forEach(consumer::seek);
        boolean more = true;
        while (more && !CommittedReader.hasReached(consumer, ends)) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < Objects.requireNonNull(ends.get(partition(record)))) {
                    records.add(record);
                }
            }
            more = records.isEmpty() || batches.take(records);
        }
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** Whether a clearance holds. */
    sealed interface Clearance {

        /** The event may be sent. */
        record Valid(Instant until) implements Clearance {}

        /** The event may no longer be sent. */
        record Expired(Instant since) implements Clearance {}

        /** The same event was cleared again later, and that clearance counts. */
        record Superseded(long by) implements Clearance {}

        /** The gate did not write this record. */
        record Absent() implements Clearance {}
    }

    /**
     * Judges one record.
     *
     * @param last the result of {@link #lastOffsets}
     */
    static Clearance clearanceOf(ConsumerRecord<byte[], byte[]> record, Map<Identity, Long> last, Instant now) {
        Instant until = validUntil(record);
        if (until == null || record.value() == null) {
            return new Clearance.Absent();
        }
        Long newest = last.get(Identity.of(record));
        if (newest != null && newest > record.offset()) {
            return new Clearance.Superseded(newest);
        }
        return until.isAfter(now) ? new Clearance.Valid(until) : new Clearance.Expired(until);
    }

    private static @Nullable Instant validUntil(ConsumerRecord<byte[], byte[]> record) {
        String millis = GateHeaders.text(record.headers(), GateHeaders.CLEARANCE_VALID_UNTIL);
        try {
            return millis == null ? null : Instant.ofEpochMilli(Long.parseLong(millis));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Identifies an event by its partition, key and value: 128 bits of a SHA-256, so that collisions do not occur. */
    record Identity(long high, long low) {

        static Identity of(ConsumerRecord<byte[], byte[]> record) {
            MessageDigest digest = sha256();
            byte[] key = Objects.requireNonNullElse(record.key(), new byte[0]);
            digest.update(ByteBuffer.allocate(8)
                    .putInt(record.partition())
                    .putInt(key.length)
                    .flip());
            digest.update(key);
            digest.update(Objects.requireNonNullElse(record.value(), new byte[0]));
            ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
            return new Identity(bytes.getLong(), bytes.getLong());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
