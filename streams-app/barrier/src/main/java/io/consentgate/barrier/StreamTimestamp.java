// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The timestamp extractor of every stream source: the record's own timestamp in milliseconds, but at least 1. Table
 * records are stamped 0 and must come first. Kafka Streams would silently drop a record with a negative timestamp, which
 * any producer can set.
 *
 * <p>Safe for use by several threads. Never throws.
 */
public final class StreamTimestamp implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(TableTimestamp.BEFORE_ALL_STREAM_RECORDS + 1, record.timestamp());
    }
}
