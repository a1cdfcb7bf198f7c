// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

/** Where a record is in the log. */
record Position(String topic, int partition, long offset) {

    /** Whether this position is later in the same partition. */
    boolean isAfter(Position other) {
        return topic.equals(other.topic()) && partition == other.partition() && offset > other.offset();
    }
}
