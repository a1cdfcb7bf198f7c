// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * For every consent source: puts consent before all events that wait in the same task. A task takes the record with the
 * smallest timestamp next and breaks ties arbitrarily, so consent gets 0, which {@link EventTimestamp} never returns.
 *
 * <p>The record's own timestamp is kept in the header {@value #HEADER}. Whoever forwards a consent record must set it
 * again ({@link #original}): a topic with time-based retention would delete a record that is stamped 0 at once.
 */
public final class ConsentTimestamp implements TimestampExtractor {

    /** Eight bytes, big-endian: milliseconds since the epoch, or -1 where the record had no timestamp. */
    public static final String HEADER = "consent-gate-timestamp";

    static final long BEFORE_ALL_EVENTS = 0;

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        // The last of that name counts. Those of a publisher, or of an earlier pass of the gate, stay: to remove one is
        // a
        // pass over all headers, and there may be hundreds of thousands.
        record.headers()
                .add(
                        HEADER,
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(record.timestamp())
                                .array());
        return BEFORE_ALL_EVENTS;
    }

    /** The timestamp that the broker stored with a consent record; empty if these are not the headers of one. */
    public static OptionalLong original(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        return header == null || header.value() == null || header.value().length != Long.BYTES
                ? OptionalLong.empty()
                : OptionalLong.of(ByteBuffer.wrap(header.value()).getLong());
    }
}
