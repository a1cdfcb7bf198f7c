// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.common.utils.Utils;

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
}
