// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import org.apache.kafka.common.TopicPartition;

/**
 * A place at which consecutive starts ended.
 *
 * @param ends number of starts
 * @param unread whether the starts ended during the fetch, before the record reached a task
 */
record FatalRecord(TopicPartition partition, long offset, int ends, boolean unread) {

    /** For a record that reached a task. */
    FatalRecord(TopicPartition partition, long offset, int ends) {
        this(partition, offset, ends, false);
    }

    /** Whether place and manner are the same, for any number of ends. */
    boolean isAt(FatalRecord other) {
        return partition.equals(other.partition) && offset == other.offset && unread == other.unread;
    }

    /** The record's place, for an operator. */
    String place() {
        return "offset " + offset + " of " + partition;
    }
}
