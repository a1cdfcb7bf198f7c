// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Highest quarantined offset of one topic partition: beyond it, no event can have an open case. Up to it, an event may
 * have one, because a group whose offsets were reset judges the same events again. A new case must then not overwrite a
 * case that a reviewer has already begun. Looking up each case before opening it would cost one more store read per
 * diverted event.
 *
 * <p>Used by one task at a time.
 */
final class QuarantinedTo {

    private final String topic;
    private final int partition;
    private long furthest;

    /**
     * @param cases of the starting or restarting task
     * @param topic that publishers write the events to
     * @param partition the task's partition
     */
    QuarantinedTo(Cases cases, String topic, int partition) {
        this.topic = topic;
        this.partition = partition;
        this.furthest = cases.furthest(topic, partition);
    }

    /**
     * Records an event as quarantined. Returns true if the event cannot have an open case. A rerouted event always may
     * have one: after an offset reset, the gate reroutes the event again, to a higher offset.
     *
     * @param origin the place that names the event's case
     */
    boolean advance(RecordMetadata read, Origin origin) {
        boolean isFirst = read.topic().equals(topic) && read.offset() > furthest;
        if (origin.topic().equals(topic) && origin.partition() == partition) {
            furthest = Math.max(furthest, origin.offset());
        }
        return isFirst;
    }
}
