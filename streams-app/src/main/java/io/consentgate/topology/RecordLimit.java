// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.Record;

/**
 * How large a record may be so that whatever the gate makes of it can be written: cleared, quarantined, decided anew by a
 * human, kept in a changelog. Brokers compare compressed sizes ({@code max.message.bytes}), a producer the size before
 * that ({@code max.request.size}, {@code buffer.memory}): a record that its publisher compressed may pass the one and
 * not the other, and would stop its partition for ever.
 *
 * @param bytes of key, value and headers together, at most
 */
record RecordLimit(int bytes) {

    /** What the gate adds at most: a case's reasons, headers of its own, and 512 KiB that a reviewer may put in. */
    private static final int ADDED = 1024 * 1024;

    /** Of each header, beside its name and value; also the frame of key and value. */
    private static final int FRAME = 10;

    /** What the gate's own producers, by these options, leave to a record. */
    static RecordLimit of(StreamsConfig options) {
        Map<String, Object> producer = options.getProducerConfigs("");
        int writable = Math.min(
                option(producer, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1024 * 1024),
                option(producer, ProducerConfig.BUFFER_MEMORY_CONFIG, 32 * 1024 * 1024));
        return new RecordLimit(writable - Math.min(ADDED, writable / 2));
    }

    private static int option(Map<String, Object> producer, String name, int byDefault) {
        Object value = producer.get(name);
        return value == null
                ? byDefault
                : (int) Math.min(
                        Integer.MAX_VALUE, Long.parseLong(value.toString().strip()));
    }

    boolean holds(Record<byte[], byte[]> record) {
        return sizeOf(record) <= bytes;
    }

    /** Of key, value and headers together, in bytes; rounded up. */
    static long sizeOf(Record<byte[], byte[]> record) {
        long size = FRAME;
        size += record.key() == null ? 0 : record.key().length;
        size += record.value() == null ? 0 : record.value().length;
        for (Header header : record.headers()) {
            size += FRAME;
            size += Utils.utf8Length(header.key());
            size += header.value() == null ? 0 : header.value().length;
        }
        return size;
    }
}
