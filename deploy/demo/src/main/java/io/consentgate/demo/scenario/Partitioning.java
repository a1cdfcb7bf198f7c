// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** How a publisher's client keys and places the records of one subject. */
public enum Partitioning {
    /** The subject's key, where Kafka's Java client puts it. */
    JAVA_CLIENT,
    /** The subject's key, where librdkafka's default puts it: CRC32. So do the clients of Python, Go, .NET and PHP. */
    LIBRDKAFKA,
    /** No key at all. */
    NO_KEY,
    /** The customer number of another system as key. */
    WRONG_KEY;

    /** The record's key; null for none. */
    public byte @Nullable [] keyFor(String subjectId) {
        return switch (this) {
            case JAVA_CLIENT, LIBRDKAFKA -> subjectId.getBytes(UTF_8);
            case NO_KEY -> null;
            case WRONG_KEY -> ("customer-" + Integer.toHexString(subjectId.hashCode())).getBytes(UTF_8);
        };
    }

    /**
     * The partition to write to; null leaves it to the Java client. Records without a key still stay on one partition
     * per subject, as from a client that sends them in one batch, because the expectations depend on their order.
     */
    public @Nullable Integer partitionFor(String subjectId, int partitions) {
        return switch (this) {
            case JAVA_CLIENT, WRONG_KEY -> null;
            case LIBRDKAFKA -> crc32(subjectId, partitions);
            case NO_KEY -> Math.floorMod(subjectId.hashCode(), partitions);
        };
    }

    private static int crc32(String key, int partitions) {
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(UTF_8));
        return (int) (crc.getValue() % partitions);
    }
}
