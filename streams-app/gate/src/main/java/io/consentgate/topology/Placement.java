// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.util.Arrays;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The partition of a key by the default partitioner of Kafka's Java client: murmur2 of the key's bytes. Clients in
 * other languages often choose another partition (librdkafka hashes with CRC32 by default), so a misplaced record is
 * normal and no error.
 *
 * @param partitions the partition count that all co-partitioned topics share
 */
record Placement(int partitions) {

    Placement {
        if (partitions < 1) {
            throw new IllegalArgumentException("a topic has at least one partition, not " + partitions);
        }
    }

    int partitionOf(byte[] key) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    /**
     * Whether a record lacks its subject's key, or is on a wrong partition for it.
     *
     * @param key the record's; null when it has none
     * @param partition the partition that the record was read from
     */
    boolean isMisplaced(byte[] subject, byte @Nullable [] key, int partition) {
        return !Arrays.equals(subject, key) || partitionOf(subject) != partition;
    }
}
