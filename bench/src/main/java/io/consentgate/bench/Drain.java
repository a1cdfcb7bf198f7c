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
 * Lets one contender after another drain the same backlog, each time in a new JVM, with its table full from the start.
 *
 * <p>The clock starts when the contender has committed a first part of the events (its warm-up), and stops when it has
 * committed the last one. Offsets are committed in the transaction that holds the outputs, so what is counted is visible
 * to a consumer that reads committed records.
 */
final class Drain {

    private static final long LOOK_EVERY_MS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Stack stack;
    private final Topics topics;
    private final Settings settings;

    /**
     * How to run.
     *
     * @param folder for state and logs
     * @param threads stream threads of each contender
     * @param warmUp share of the events that is drained before the clock starts, from 0 to 1
     * @param jvmOptions of the contenders; {@code %s} becomes the run's name
     */
    record Settings(Path folder, int threads, double warmUp, List<String> jvmOptions) {}

    Drain(Stack stack, Topics topics, Settings settings) {
        this.stack = stack;
        this.topics = topics;
        this.settings = settings;
    }

    /** Lets a contender fill its table; to be called after consent was published, and before any event is. */
    void fillTable(Contender contender) {
        if (!contender.hasTable()) {
            return;
        }
        Map<TopicPartition, Long> ends = stack.endOffsets(List.of(topics.consentState()));
        try (ChildJvm jvm = start(contender, "table")) {
            awaitCommitted(contender, jvm, ends.keySet(), sum(ends));
        }
    }

    /**
     * Lets a contender drain the backlog from its beginning.
     *
     * @throws IllegalStateException when the contender failed, stood still or did not deliver every event
     */
    Measurement run(Contender contender, int round, Backlog backlog) {
        stack.rewind(contender.applicationId(), List.of(topics.outboundMessages(), topics.offerDecisions()));
        Measurement measured;
        try (ChildJvm jvm = start(contender, String.valueOf(round))) {
            measured = measure(contender, backlog, jvm);
        }
        requireAllDelivered(contender, backlog);
        stack.empty(List.of(
                topics.clearedMessages(), topics.clearedDecisions(), topics.quarantine(), topics.deadLetters()));
        return measured;
    }

    private ChildJvm start(Contender contender, String run) {
        String name = contender.applicationId() + "-" + run;
        return ChildJvm.start(
                ContenderProcess.class,
                settings.jvmOptions().stream()
                        .map(option -> option.replace("%s", name))
                        .toList(),
                List.of(contender.name()),
                Map.of(
                        "CONSENT_GATE_APPLICATION_ID", contender.applicationId(),
                        "CONSENT_GATE_THREADS", String.valueOf(settings.threads()),
                        "CONSENT_GATE_STATE_DIR",
                                settings.folder().resolve("state").toString(),
                        "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", stack.bootstrapServers(),
                        "CONSENT_GATE_REGISTRY_URLS", stack.registryUrl()),
                settings.folder().resolve(name + ".log"));
    }

    private Measurement measure(Contender contender, Backlog backlog, ChildJvm jvm) {
        Map<TopicPartition, Long> ends = stack.endOffsets(List.of(topics.outboundMessages(), topics.offerDecisions()));

        long warm = (long) (backlog.events() * settings.warmUp());
        long before = awaitCommitted(contender, jvm, ends.keySet(), warm);
        long startedAt = System.nanoTime();
        Duration cpuBefore = jvm.cpuTime();
        Duration brokerCpuBefore = stack.cpuTime();

        long after = awaitCommitted(contender, jvm, ends.keySet(), backlog.events());
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        double millions = (after - before) / 1e6;
        return new Measurement(
                contender,
                (after - before) / seconds,
                seconds(jvm.cpuTime().minus(cpuBefore)) / millions,
                seconds(stack.cpuTime().minus(brokerCpuBefore)) / millions);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    private void requireAllDelivered(Contender contender, Backlog backlog) {
        long quarantined = stack.countRecords(topics.quarantine());
        long cleared = stack.countRecords(topics.clearedMessages()) + stack.countRecords(topics.clearedDecisions());
        long diverted = switch (contender) {
            case PASS_THROUGH -> 0;
            case PLAIN_JOIN, GATE_WITHOUT_BARRIER, GATE -> backlog.diverted();
        };
        if (quarantined != diverted || cleared != backlog.events() - diverted) {
            throw new IllegalStateException("The " + contender.label() + " cleared " + cleared + " and quarantined "
                    + quarantined + " of " + backlog.events() + " events; " + diverted + " were to be quarantined");
        }
    }

    /** Waits for a sum of committed offsets, and tells what it was when it was first seen to be reached. */
    private long awaitCommitted(Contender contender, ChildJvm jvm, Set<TopicPartition> partitions, long atLeast) {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUpAt) {
            long committed = sum(stack.committed(contender.applicationId(), partitions));
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
