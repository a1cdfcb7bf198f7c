// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import org.apache.kafka.common.TopicPartition;

/**
 * A place at which starts ended, one after the other.
 *
 * @param ends how many
 * @param unread whether they ended while it was fetched, before any of it was handed over
 */
record FatalRecord(TopicPartition partition, long offset, int ends, boolean unread) {

    /** Of a record that was handed over. */
    FatalRecord(TopicPartition partition, long offset, int ends) {
        this(partition, offset, ends, false);
    }

    /** The same place and the same way, whatever the count. */
    boolean isAt(FatalRecord other) {
        return partition.equals(other.partition) && offset == other.offset && unread == other.unread;
    }

    /** Where it is, for a human. */
    String place() {
        return "offset " + offset + " of " + partition;
    }
}
