// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * For every event source: the record's own timestamp, but at least 1. Consent is stamped 0 and must come first, and
 * Kafka Streams silently drops a record with a negative timestamp, which a publisher may set.
 */
public final class EventTimestamp implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(ConsentTimestamp.BEFORE_ALL_EVENTS + 1, record.timestamp());
    }
}
