// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.io.Serial;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of records one poll may bring into memory. {@code max.poll.records} counts records, and fetch sizes count
 * compressed bytes: 560 MiB of records that are all zeros fit into a batch of 19 KB.
 *
 * <p>The consumer unpacks a batch record by record and deserializes each. So its deserializers can stop it: they refuse the
 * next record. The consumer then returns what it has and tries that record again in the next poll, as it does with every
 * record that could not be deserialized. The first record of a poll is never refused, even if it is larger. A record with
 * neither key nor value passes no deserializer; {@link BudgetedConsumer} counts it when the consumer has returned it.
 *
 * <p>For one consumer and its thread.
 */
final class PollBudget {

    /** Bytes that a record takes in addition to its contents. */
    static final int PER_RECORD = 100;

    /** Bytes that a header takes in addition to its contents: two bytes on the wire may be three objects in memory. */
    static final int PER_HEADER = 120;

    private final Deserializer<byte[]> keys = new Keys();
    private final Deserializer<byte[]> values = new Values();
    private long limit = Long.MAX_VALUE;
    private long used;

    /** Headers of the record whose key was deserialized last. Its value comes with the same headers object. */
    private @Nullable Headers begun;

    /** Applies from the next poll on. */
    void limit(long bytes) {
        limit = Math.max(1, bytes);
    }

    /** Call this before each poll. */
    void renew() {
        used = 0;
        begun = null;
    }

    boolean isUsedUp() {
        return used >= limit;
    }

    /** Counts a record that no deserializer has seen. */
    void countIfUnseen(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null && record.value() == null) {
            used += weight(record);
        }
    }

    Deserializer<byte[]> keys() {
        return keys;
    }

    Deserializer<byte[]> values() {
        return values;
    }

    /** Approximate bytes of a record in memory. */
    static long weight(ConsumerRecord<byte[], byte[]> record) {
        return PER_RECORD + length(record.key()) + length(record.value()) + weight(record.headers());
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static long weight(Headers headers) {
        long weight = 0;
        for (Header header : headers) {
            // Reading name and value also makes the header drop its reference to the record's buffer.
            weight += PER_HEADER + header.key().length() + length(header.value());
        }
        return weight;
    }

    private void begin(Headers headers) {
        if (isUsedUp()) {
            throw new UsedUp();
        }
        used += PER_RECORD + weight(headers);
    }

    private byte @Nullable [] take(@Nullable ByteBuffer data) {
        used += data == null ? 0 : data.remaining();
        return Utils.toNullableArray(data);
    }

    /** The consumer logs its deserializers when one refuses. The text says that nothing is wrong. */
    @Override
    public String toString() {
        return "no error: this poll has its " + limit + " bytes of records, the next one goes on";
    }

    private final class Keys implements Deserializer<byte[]> {
        @Override
        public byte @Nullable [] deserialize(String topic, byte @Nullable [] data) {
            return data;
        }

        @Override
        public byte @Nullable [] deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
            begin(headers);
            begun = headers;
            return take(data);
        }

        @Override
        public String toString() {
            return PollBudget.this.toString();
        }
    }

    private final class Values implements Deserializer<byte[]> {
        @Override
        public byte @Nullable [] deserialize(String topic, byte @Nullable [] data) {
            return data;
        }

        @Override
        public byte @Nullable [] deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
            if (headers != begun) {
                begin(headers);
            }
            begun = null;
            return take(data);
        }

        @Override
        public String toString() {
            return PollBudget.this.toString();
        }
    }

    /** Ends a poll. It has no stack trace, since it is no failure. */
    private static final class UsedUp extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        UsedUp() {
            super("the poll has its bytes", null, false, false);
        }
    }
}
