// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.topology.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Starts contenders, and follows their progress by their committed offsets.
 *
 * @param folder for state and logs
 * @param threads stream threads of each contender
 * @param jvmOptions of the contenders; {@code %s} becomes the run's name
 * @param settings further settings, as environment variables
 * @param otherBuild class path of {@link Contender#OTHER_GATE}; null if it is not measured
 */
record Launcher(
        Stack stack,
        Topics topics,
        Path folder,
        int threads,
        List<String> jvmOptions,
        Map<String, String> settings,
        @Nullable String otherBuild) {

    /** As ./gate starts the gate, if the system allows large pages; the other contenders get the same. */
    static final List<String> JVM_OPTIONS = inLargePages("-Xmx1g");

    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Options for a heap in large pages, if this is a Linux that allows them. Other systems do not know the option. */
    static List<String> inLargePages(String... options) {
        return Stream.concat(
                        Stream.of(options),
                        Stream.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UseTransparentHugePages"))
                .toList();
    }

    /**
     * Starts a contender in a JVM of its own.
     *
     * @param run names the run, for its log
     */
    ContenderJvm start(Application application, String run) {
        ContenderJvm jvm = startJvm(application.contender(), application.id() + "-" + run);
        jvm.start(application);
        return jvm;
    }

    /**
     * Starts a JVM without a running contender.
     *
     * @param contender that will run in it
     * @param name of its log
     */
    ContenderJvm startJvm(Contender contender, String name) {
        return new ContenderJvm(ChildJvm.start(
                contender == Contender.OTHER_GATE
                        ? Objects.requireNonNull(otherBuild, "the class path of the other build")
                        : System.getProperty("java.class.path"),
                ContenderProcess.class,
                jvmOptions.stream().map(option -> option.replace("%s", name)).toList(),
                List.of(),
                environment(),
                folder.resolve(name + ".log")));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("CONSENT_GATE_THREADS", String.valueOf(threads));
        environment.put("CONSENT_GATE_STATE_DIR", state().toString());
        environment.put("CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", stack.bootstrapServers());
        environment.put("CONSENT_GATE_REGISTRY_URLS", stack.registryUrl());
        return environment;
    }

    /**
     * Lets a new contender fill its table without reading any event.
     *
     * @param jvm in which no contender runs, before and after
     */
    void fillTable(ContenderJvm jvm, Application application) {
        stack.skip(application.id(), List.of(topics.outboundMessages(), topics.offerDecisions()));
        Map<TopicPartition, Long> ends = stack.endOffsets(List.of(topics.consentState()));
        long end = ends.values().stream().mapToLong(Long::longValue).sum();
        jvm.start(application);
        awaitCommitted(application, jvm, ends.keySet(), end);
        jvm.stop(application);
    }

    /**
     * Waits for a sum of committed offsets. Returns the sum that was seen, which may be higher.
     *
     * @throws IllegalStateException when the contender ended or made no progress
     */
    long awaitCommitted(Application application, ContenderJvm jvm, Set<TopicPartition> partitions, long atLeast) {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUpAt) {
            long committed = stack.committed(application.id(), partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            if (committed >= atLeast) {
                return committed;
            }
            jvm.requireAlive();
            pause(LOOK_EVERY);
        }
        throw new IllegalStateException("The " + application.contender().label() + " has not committed " + atLeast
                + " records within " + PATIENCE);
    }

    /** Deletes the state and the topics of a stopped application. */
    void forget(Application application) throws IOException {
        stack.deleteTopics(application.id() + "-");
        WorkFolder.delete(state().resolve(application.id()));
    }

    private Path state() {
        return folder.resolve("state");
    }

    static void pause(Duration length) {
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }
}
