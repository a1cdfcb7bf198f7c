// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.topology.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Starts contenders and follows how far they are, by the offsets that they commit.
 *
 * @param folder for state and logs
 * @param threads stream threads of each contender
 * @param jvmOptions of the contenders; {@code %s} becomes the run's name
 */
record Launcher(Stack stack, Topics topics, Path folder, int threads, List<String> jvmOptions) {

    private static final long LOOK_EVERY_MS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /**
     * Starts a contender in a JVM of its own.
     *
     * @param run names the run, for its log
     */
    ContenderJvm start(Contender contender, String run) {
        ContenderJvm jvm = startJvm(contender.applicationId() + "-" + run);
        jvm.start(contender);
        return jvm;
    }

    /**
     * Starts a JVM in which no contender runs yet.
     *
     * @param name of its log
     */
    ContenderJvm startJvm(String name) {
        return new ContenderJvm(ChildJvm.start(
                ContenderProcess.class,
                jvmOptions.stream().map(option -> option.replace("%s", name)).toList(),
                List.of(),
                Map.of(
                        "CONSENT_GATE_THREADS",
                        String.valueOf(threads),
                        "CONSENT_GATE_STATE_DIR",
                        folder.resolve("state").toString(),
                        "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS",
                        stack.bootstrapServers(),
                        "CONSENT_GATE_REGISTRY_URLS",
                        stack.registryUrl()),
                folder.resolve(name + ".log")));
    }

    /** Lets a contender fill its table; to be called after consent was published, and before any event is. */
    void fillTable(Contender contender) {
        if (!contender.hasTable()) {
            return;
        }
        Map<TopicPartition, Long> ends = stack.endOffsets(List.of(topics.consentState()));
        long end = ends.values().stream().mapToLong(Long::longValue).sum();
        try (ContenderJvm jvm = start(contender, "table")) {
            awaitCommitted(contender, jvm, ends.keySet(), end);
        }
    }

    /**
     * Waits for a sum of committed offsets, and tells what it was when it was first seen to be reached.
     *
     * @throws IllegalStateException when the contender ended or stood still
     */
    long awaitCommitted(Contender contender, ContenderJvm jvm, Set<TopicPartition> partitions, long atLeast) {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUpAt) {
            long committed = stack.committed(contender.applicationId(), partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            if (committed >= atLeast) {
                return committed;
            }
            jvm.requireAlive();
            pause();
        }
        throw new IllegalStateException(
                "The " + contender.label() + " has not committed " + atLeast + " records within " + PATIENCE);
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }
}
