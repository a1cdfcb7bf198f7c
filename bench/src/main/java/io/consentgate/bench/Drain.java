// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.topology.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Lets one contender after another drain the same backlog, each time as a new application in a new JVM.
 *
 * <p>The clock starts when the contender has committed the whole consent table and a first part of the events (its
 * warm-up), and stops when it has committed the last event. Offsets are committed in the transaction that holds the
 * outputs, so what is counted is visible to a consumer that reads committed records.
 */
final class Drain {

    private static final long LOOK_EVERY_MS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Stack stack;
    private final Topics topics;
    private final Backlog backlog;
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

    Drain(Stack stack, Topics topics, Backlog backlog, Settings settings) {
        this.stack = stack;
        this.topics = topics;
        this.backlog = backlog;
        this.settings = settings;
    }

    /** @throws IllegalStateException when the contender failed, stood still or did not deliver every event */
    Measurement run(Contender contender, int round) {
        String applicationId =
                "bench-" + contender.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + round;
        Measurement measured;
        try (ChildJvm jvm = start(contender, applicationId)) {
            measured = measure(contender, applicationId, jvm);
        }
        requireAllDelivered(contender);
        stack.empty(List.of(
                topics.clearedMessages(), topics.clearedDecisions(), topics.quarantine(), topics.deadLetters()));
        stack.forget(applicationId);
        return measured;
    }

    private ChildJvm start(Contender contender, String applicationId) {
        return ChildJvm.start(
                ContenderProcess.class,
                settings.jvmOptions().stream()
                        .map(option -> option.replace("%s", applicationId))
                        .toList(),
                List.of(contender.name()),
                Map.of(
                        "CONSENT_GATE_APPLICATION_ID", applicationId,
                        "CONSENT_GATE_THREADS", String.valueOf(settings.threads()),
                        "CONSENT_GATE_STATE_DIR",
                                settings.folder().resolve("state").toString(),
                        "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", stack.bootstrapServers(),
                        "CONSENT_GATE_REGISTRY_URLS", stack.registryUrl()),
                settings.folder().resolve(applicationId + ".log"));
    }

    private Measurement measure(Contender contender, String applicationId, ChildJvm jvm) {
        Map<TopicPartition, Long> consentEnds = stack.endOffsets(List.of(topics.consentState()));
        Map<TopicPartition, Long> eventEnds =
                stack.endOffsets(List.of(topics.outboundMessages(), topics.offerDecisions()));
        Progress progress = new Progress(applicationId, jvm);

        if (contender.readsConsent()) {
            progress.awaitCommitted(consentEnds.keySet(), sum(consentEnds));
        }
        long warm = (long) (backlog.events() * settings.warmUp());
        long before = progress.awaitCommitted(eventEnds.keySet(), warm);
        long startedAt = System.nanoTime();
        Duration cpuBefore = jvm.cpuTime();
        Duration brokerCpuBefore = stack.cpuTime();

        long after = progress.awaitCommitted(eventEnds.keySet(), sum(eventEnds));
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        double millions = (after - before) / 1e6;
        if (after - before < backlog.events() / 2) {
            throw new IllegalStateException("The " + contender.label() + " had drained " + before + " of "
                    + backlog.events() + " events before its table was full; publish more messages");
        }
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

    private void requireAllDelivered(Contender contender) {
        long quarantined = stack.countRecords(topics.quarantine());
        long cleared = stack.countRecords(topics.clearedMessages()) + stack.countRecords(topics.clearedDecisions());
        long diverted = switch (contender) {
            case PASS_THROUGH -> 0;
            case PLAIN_JOIN, GATE -> backlog.diverted();
        };
        if (quarantined != diverted || cleared != backlog.events() - diverted) {
            throw new IllegalStateException("The " + contender.label() + " cleared " + cleared + " and quarantined "
                    + quarantined + " of " + backlog.events() + " events; " + diverted + " were to be quarantined");
        }
    }

    /** How far a contender is, by its committed offsets. */
    private final class Progress {
        private final String group;
        private final ChildJvm jvm;

        private Progress(String group, ChildJvm jvm) {
            this.group = group;
            this.jvm = jvm;
        }

        /** @return the sum of the committed offsets, at least what was waited for */
        long awaitCommitted(Set<TopicPartition> partitions, long atLeast) {
            long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < giveUpAt) {
                long committed = sum(stack.committed(group, partitions));
                if (committed >= atLeast) {
                    return committed;
                }
                jvm.requireAlive();
                pause();
            }
            throw new IllegalStateException(group + " has not committed " + atLeast + " records within " + PATIENCE);
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
}
