// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import java.util.Arrays;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Where a key belongs: the partition that Kafka's default partitioner in Java gives it, murmur2 of the key's
 * bytes. Clients of other languages often put keys elsewhere (librdkafka hashes with CRC32 by default), so being
 * elsewhere is the normal case and not an error.
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
     * Whether a record has not its subject's key, or stands where that key does not belong.
     *
     * @param key the record's; null when it has none
     * @param partition the one that the record was read from
     */
    boolean isMisplaced(byte[] subject, byte @Nullable [] key, int partition) {
        return !Arrays.equals(subject, key) || partitionOf(subject) != partition;
    }
}
