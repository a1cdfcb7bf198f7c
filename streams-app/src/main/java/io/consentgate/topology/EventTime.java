// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * A record's own time. One without a valid time, as very old clients write it, gets its partition's: Streams would
 * stop at it or drop it.
 */
final class EventTime implements TimestampExtractor {

    /** After every consent record; see {@link ConsentFirst}. */
    private static final long EARLIEST = ConsentFirst.TIME + 1;

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(EARLIEST, record.timestamp() >= 0 ? record.timestamp() : partitionTime);
    }
}
