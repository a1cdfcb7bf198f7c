// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import java.util.Optional;

/**
 * The heap that a gate needs under its settings, in bytes. RocksDB's memory is outside the heap and not included.
 *
 * <p>Also not included: records with neither key nor value, which a poll may return beyond its byte limit before they
 * are counted. Their number depends on the heap, not on a setting: up to a quarter of it for one thread. They matter
 * only if a publisher writes headers of many mebibytes and nothing else. A heap of the advised size has room for them,
 * because no thread uses the whole estimate at once.
 *
 * @param least with a smaller heap, a few records of the largest accepted size end the process, even on a single thread
 * @param advised enough for such records while everything else has its maximum size; an estimate
 */
public record HeapNeed(long least, long advised, GateConfig config) {

    private static final long MIB = 1024L * 1024;

    /** For classes, schemas, metrics and endpoints. */
    private static final long BASE = 96 * MIB;

    /** The same, before the first record. */
    private static final long BARE = 64 * MIB;

    /** Copies of the current record in memory: original, wrapped for quarantine, compressed, and in its state. */
    private static final int COPIES = 4;

    /** The need under these settings. */
    public static HeapNeed of(GateConfig config) {
        long poll = config.memory().pollBytes();
        long largest = KafkaOptions.largestRequest(config);
        // Two polls, at the barrier and in the task. The last record of a poll may exceed the limit.
        long records = 2 * poll + largest;
        long restoring = poll + largest;
        long clients = KafkaOptions.producerBuffer(config) + KafkaOptions.largestFetch(config);
        long thread = records + restoring + clients + COPIES * largest;
        // ConsentCache takes a quarter of the heap.
        long advised = (BASE + config.threads() * thread) / 3 * 4;
        return new HeapNeed(BARE + poll + 2 * largest, advised, config);
    }

    /** For operators: the need, and the settings that cause it. */
    public String statement() {
        return "Heap: " + mib(advised) + " MiB by these settings, at least " + mib(least) + " MiB (" + settings() + ")";
    }

    /** Why a heap of this size, in bytes, is too small; empty if it suffices. */
    public Optional<String> refusal(long heap) {
        return heap >= least
                ? Optional.empty()
                : Optional.of(
                        "the heap has " + mib(heap) + " MiB, the settings need at least " + mib(least) + " MiB and "
                                + mib(advised) + " MiB to be well: " + settings()
                                + ". Give the JVM more (-Xmx), or lower one of them");
    }

    /** What may happen with a heap of this size, in bytes; empty if it has the advised size. */
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
