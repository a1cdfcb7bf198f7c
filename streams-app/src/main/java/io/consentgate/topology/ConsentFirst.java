// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Puts every consent record before every event that waits in the same task: a task takes the record with the smallest
 * timestamp next, and ties go either way. The order must not depend on publishers' clocks.
 */
final class ConsentFirst implements TimestampExtractor {

    static final long TIME = 0;

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return TIME;
    }
}
