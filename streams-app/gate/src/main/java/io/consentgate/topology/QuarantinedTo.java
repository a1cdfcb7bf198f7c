// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Tells an event that cannot have an open case yet from one that may have: a group that is put back reads again what it has
 * judged, and then no case may be opened over one that a reviewer has begun on. To look each case up before it is opened
 * would be one more read from a store for each event that is diverted.
 *
 * <p>For one partition of one topic. Used by one task at a time.
 */
final class QuarantinedTo {

    private final String topic;
    private final int partition;
    private long furthest;

    /**
     * @param cases of the task that begins, for the first time or anew
     * @param topic that publishers write the events to
     * @param partition the task's
     */
    QuarantinedTo(Cases cases, String topic, int partition) {
        this.topic = topic;
        this.partition = partition;
        this.furthest = cases.furthest(topic, partition);
    }

    /**
     * Takes an event down as quarantined; true if it cannot have an open case. One that was rerouted always may: it is
     * rerouted again, to a place further on, when the group is put back.
     *
     * @param origin what its case is named after
     */
    boolean advance(RecordMetadata read, Origin origin) {
        boolean isFirst = read.topic().equals(topic) && read.offset() > furthest;
        if (origin.topic().equals(topic) && origin.partition() == partition) {
            furthest = Math.max(furthest, origin.offset());
        }
        return isFirst;
    }
}
