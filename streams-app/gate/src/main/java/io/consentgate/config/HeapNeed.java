// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.util.Optional;

/**
 * The heap that a gate needs by its settings, in bytes. What RocksDB takes is not in it: that lies outside the heap.
 *
 * <p>Nor are the few records with neither key nor value that a poll may bring beyond its bytes, before anything can count them:
 * how many there may be follows from the heap and not from a setting, a quarter of it for one thread. They matter where somebody
 * writes headers of many mebibytes and nothing else; a heap that is as large as advised for what is sent in earnest has room for
 * them, since no thread has at once all that is reckoned for it here.
 *
 * @param least with less, a few records of the largest size that is passed on end the process, though one thread alone has some
 * @param advised for the same, while everything else is as large as it may be; an estimate
 */
public record HeapNeed(long least, long advised, GateConfig config) {

    private static final long MIB = 1024L * 1024;

    /** Of the classes, the schemas, the metrics, the endpoints. */
    private static final long BASE = 96 * MIB;

    /** The same, before anything has come. */
    private static final long BARE = 64 * MIB;

    /** How often a record that is worked on is in memory: as it came, wrapped for quarantine, compressed, in its state. */
    private static final int COPIES = 4;

    /** By these settings. */
    public static HeapNeed of(GateConfig config) {
        long poll = config.memory().pollBytes();
        long largest = KafkaOptions.largestRequest(config);
        // The last record of a poll may go beyond; what waits at the barrier, and what its task has been given.
        long records = 2 * poll + largest;
        long restoring = poll + largest;
        long clients = KafkaOptions.producerBuffer(config) + KafkaOptions.largestFetch(config);
        long thread = records + restoring + clients + COPIES * largest;
        // ConsentCache takes a quarter of any heap.
        long advised = (BASE + config.threads() * thread) / 3 * 4;
        return new HeapNeed(BARE + poll + 2 * largest, advised, config);
    }

    /** For people: how much, and what it follows from. */
    public String statement() {
        return "Heap: " + mib(advised) + " MiB by these settings, at least " + mib(least) + " MiB (" + settings() + ")";
    }

    /** Why a heap of this many bytes will not do, if so. */
    public Optional<String> refusal(long heap) {
        return heap >= least
                ? Optional.empty()
                : Optional.of(
                        "the heap has " + mib(heap) + " MiB, the settings need at least " + mib(least) + " MiB and "
                                + mib(advised) + " MiB to be well: " + settings()
                                + ". Give the JVM more (-Xmx), or lower one of them");
    }

    /** What may happen with a heap of this many bytes, if it is less than it should be. */
    public Optional<String> warning(long heap) {
        return heap >= advised
                ? Optional.empty()
                : Optional.of("the heap has " + mib(heap) + " MiB; by the settings " + mib(advised)
                        + " MiB may be needed where large records come: " + settings()
                        + ". Give the JVM more (-Xmx), or lower one of them");
    }

    private String settings() {
        return "threads " + config.threads() + ", memory.poll-mib "
                + config.memory().pollMib() + ", in MiB kafka.producer.max.request.size "
                + mib(KafkaOptions.largestRequest(config)) + ", kafka.producer.buffer.memory "
                + mib(KafkaOptions.producerBuffer(config)) + ", kafka.fetch.max.bytes "
                + mib(KafkaOptions.largestFetch(config));
    }

    private static long mib(long bytes) {
        return bytes / MIB;
    }
}
