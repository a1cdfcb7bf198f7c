// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.topology.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the throughput cost of the read barrier. */
@Command(
        name = "barrier-cost",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description =
                "The gate and the same gate without its read barrier drain a backlog side by side, in turns of some"
                        + " seconds, so that what slows the machine for a while slows both. Exactly once.")
final class BarrierCostCommand implements Callable<Integer> {

    private static final List<Contender> BOTH = List.of(Contender.GATE_WITHOUT_BARRIER, Contender.GATE);

    /**
     * Room for leftovers of earlier rounds, and all memory committed at the start, in large pages. Otherwise, one of
     * two equal gates can be a tenth faster for a whole round, depending on where its consents lie.
     */
    private static final List<String> HEAP = Launcher.inLargePages("-Xms3g", "-Xmx3g", "-XX:+AlwaysPreTouch");

    @Option(names = "--rounds", description = "Backlogs that both drain and that count. Six at least give an interval.")
    int rounds = 16;

    @Option(
            names = "--rounds-per-jvm",
            description =
                    "After so many comes a fresh JVM, since each compiles the same code a little otherwise. One more"
                            + " goes before them, for the JIT compiler.")
    int roundsPerJvm = 4;

    @Option(
            names = "--turn",
            description =
                    "How long the clock runs in each turn, in milliseconds. Below two seconds a turn may be without the"
                            + " question that the barrier asks each second.")
    int turnMs = 2_000;

    @Option(names = "--messages", description = "Messages of the backlog; a decision comes with every tenth.")
    int messages = 2_000_000;

    @Option(names = "--warm-up", description = "Share of the backlog that each drains before its first turn.")
    double warmUp = 0.2;

    @Option(
            names = "--subjects",
            description = "People with a consent record. The more, the slower is everything but the barrier.")
    int subjects = 30_000;

    @Option(names = "--partitions", description = "Partitions of each topic.")
    int partitions = 4;

    @Spec
    CommandSpec spec;

    @Option(names = "--quick", description = "One round of a small backlog: shows that it works, measures nothing.")
    boolean quick;

    @Option(
            names = "--folder",
            description = "Folder for logs and state, kept; a temporary one, deleted in the end, unless said.")
    @Nullable
    Path folder;

    @Override
    public Integer call() throws IOException {
        if (quick) {
            rounds = 1;
            turnMs = 300;
            messages = 400_000;
            subjects = 10_000;
        }
        requireRounds();
        WorkFolder work = WorkFolder.at(folder);
        System.out.println(measure(work.path()).costOfTheBarrier());
        work.deleteIfTemporary();
        return 0;
    }

    private void requireRounds() {
        if (roundsPerJvm < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--rounds-per-jvm is " + roundsPerJvm + "; it must be 1 at least");
        }
    }

    ThroughputReport measure(Path work) throws IOException {
        Files.createDirectories(work);
        Topics topics = Topics.prefixed("");
        try (Stack stack = Stack.start(work)) {
            Workload workload = Backlog.publishConsent(stack, topics, partitions, subjects);
            Backlog backlog = Backlog.publishEvents(stack, topics, workload, messages);
            System.err.println(backlog + ", " + subjects + " subjects, " + partitions + " partitions");
            Launcher launcher = new Launcher(
                    stack,
                    topics,
                    work,
                    1,
                    HEAP,
                    Map.of("CONSENT_GATE_KAFKA_MAIN_CONSUMER_INTERCEPTOR_CLASSES", Turnstile.class.getName()),
                    null);
            Relay relay = new Relay(new Drain(launcher, backlog), stack, backlog, warmUp, Duration.ofMillis(turnMs));
            List<Measurement> measurements = new ArrayList<>();
            for (int round = 1; round <= rounds; round += roundsPerJvm) {
                int last = Math.min(rounds, round + roundsPerJvm - 1);
                measurements.addAll(inOneJvm(launcher, relay, round, last));
            }
            return new ThroughputReport(measurements);
        }
    }

    private static List<Measurement> inOneJvm(Launcher launcher, Relay relay, int first, int last) throws IOException {
        List<Measurement> measurements = new ArrayList<>();
        try (ContenderJvm jvm = launcher.startJvm(Contender.GATE, "bench-rounds-from-" + first)) {
            // Excluded from the results: JIT compilation dominates this round.
            relay.run(jvm, 0, BOTH);
            for (int round = first; round <= last; round++) {
                List<Measurement> measured = relay.run(jvm, round, Rounds.order(BOTH, round));
                measured.forEach(System.err::println);
                measurements.addAll(measured);
            }
        }
        return measurements;
    }
}
