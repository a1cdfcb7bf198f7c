// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import org.apache.kafka.common.TopicPartition;

/**
 * A place at which starts ended, one after the other.
 *
 * @param ends how many
 */
record FatalRecord(TopicPartition partition, long offset, int ends) {

    /** The same place, whatever the count. */
    boolean isAt(FatalRecord other) {
        return partition.equals(other.partition) && offset == other.offset;
    }

    /** Where it is, for a human. */
    String place() {
        return "offset " + offset + " of " + partition;
    }
}
