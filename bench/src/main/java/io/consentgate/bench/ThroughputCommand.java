// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.topology.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast a backlog is drained, and at what cost. */
@Command(
        name = "throughput",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = "A backlog of events, drained by each contender in turn, several rounds, medians. Exactly once.")
final class ThroughputCommand implements Callable<Integer> {

    @Option(
            names = "--rounds",
            description =
                    "How often each contender drains the backlog, in turn forwards and backwards. Six at least give an"
                            + " interval for what the barrier costs, for which"
                            + " --one-jvm --contenders=GATE_WITHOUT_BARRIER,GATE --rounds=15 is meant.")
    int rounds = 3;

    @Option(
            names = "--one-jvm",
            description =
                    "Runs all contenders of all rounds in one JVM, in each round there and back (A, B, B, A), so that"
                            + " they share compiled code and heap: for small differences between two contenders. A"
                            + " fresh JVM for each run unless said.")
    boolean oneJvm;

    @Option(
            names = "--warm-up-rounds",
            description = "With --one-jvm: rounds before those that count, for the JIT compiler.")
    int warmUpRounds = 2;

    @Option(
            names = "--messages",
            description = "Messages of the backlog; a decision comes with every tenth. Unless said 1,500,000, and"
                    + " 1,000,000 with --one-jvm.")
    @Nullable
    Integer messages;

    @Option(names = "--subjects", description = "People with a consent record.")
    int subjects = 120_000;

    @Option(names = "--partitions", description = "Partitions of each topic.")
    int partitions = 4;

    @Option(names = "--threads", description = "Stream threads of each contender.")
    int threads = 1;

    @Option(
            names = "--warm-up",
            description = "Share of the backlog that is drained before the clock starts; the JIT compiler needs about a"
                    + " million events.")
    double warmUp = 0.6;

    @Option(names = "--contenders", split = ",", description = "Which; ${COMPLETION-CANDIDATES}. All unless said.")
    Set<Contender> contenders = EnumSet.allOf(Contender.class);

    @Option(
            names = "--quick",
            description = "One round of 100,000 messages and 10,000 subjects: shows that it works, measures nothing.")
    boolean quick;

    @Option(
            names = "--folder",
            description = "Folder for logs and state, kept; a temporary one, deleted in the end, unless said.")
    @Nullable
    Path folder;

    @Option(
            names = "--jvm-option",
            description = "For each contender's JVM, repeatable; %%s stands for the run's name, e.g."
                    + " -XX:StartFlightRecording=filename=/tmp/%%s.jfr,settings=profile")
    List<String> jvmOptions = List.of();

    @Override
    public Integer call() throws IOException {
        if (quick) {
            rounds = 1;
            warmUpRounds = 1;
            messages = 100_000;
            subjects = 10_000;
        }
        WorkFolder work = WorkFolder.at(folder);
        System.out.println(measure(work.path()).table());
        work.deleteIfTemporary();
        return 0;
    }

    ThroughputReport measure(Path work) throws IOException {
        Files.createDirectories(work);
        Topics topics = Topics.prefixed("");
        List<String> jvm = new ArrayList<>(
                // What earlier contenders left, which one collection does not always free, must not drive the collector
                // during the next drain; nor should that drain have to grow the heap that the collection shrank.
                oneJvm ? List.of("-Xms3g", "-Xmx3g") : List.of("-Xmx1g"));
        jvm.addAll(jvmOptions);
        try (Stack stack = Stack.start(work)) {
            stack.createTopics(topics, partitions);
            Workload workload = new Workload(subjects, Instant.now().truncatedTo(ChronoUnit.MILLIS));
            Launcher launcher = new Launcher(stack, topics, work, threads, jvm);
            Drain drain = new Drain(launcher, warmUp);
            Backlog.publishConsent(stack, topics, workload);
            Backlog backlog = Backlog.publishEvents(stack, topics, workload, messages());
            System.err.printf(
                    Locale.ROOT,
                    "backlog: %,d events of %d bytes on average, %.1f %% to be diverted; %,d subjects; %d partitions,"
                            + " %d thread(s)%n",
                    backlog.events(),
                    backlog.bytes() / backlog.events(),
                    100.0 * backlog.diverted() / backlog.events(),
                    subjects,
                    partitions,
                    threads);
            return new ThroughputReport(
                    oneJvm ? inOneJvm(launcher, drain, backlog) : inFreshJvms(launcher, drain, backlog));
        }
    }

    private int messages() {
        if (messages != null) {
            return messages;
        }
        return oneJvm ? 1_000_000 : 1_500_000;
    }

    private List<Measurement> inFreshJvms(Launcher launcher, Drain drain, Backlog backlog) throws IOException {
        List<Measurement> measurements = new ArrayList<>();
        for (Rounds.Turn turn : Rounds.turns(contenders, 0, rounds)) {
            try (ContenderJvm jvm = launcher.startJvm(turn.contender().applicationId() + "-" + turn.round())) {
                measurements.add(show(turn, drain.run(jvm, turn, backlog)));
            }
        }
        return measurements;
    }

    private List<Measurement> inOneJvm(Launcher launcher, Drain drain, Backlog backlog) throws IOException {
        List<Measurement> measurements = new ArrayList<>();
        try (ContenderJvm jvm = launcher.startJvm("bench-contenders")) {
            for (Rounds.Turn turn : Rounds.turnsThereAndBack(contenders, warmUpRounds, rounds)) {
                Measurement measured = show(turn, drain.run(jvm, turn, backlog));
                if (turn.counts()) {
                    measurements.add(measured);
                }
            }
        }
        return measurements;
    }

    private static Measurement show(Rounds.Turn turn, Measurement measured) {
        System.err.printf(
                Locale.ROOT,
                "%s  %-16s  %,8.0f events/s  %6.2f CPU s per million, stream threads %6.2f%n",
                turn.name(),
                turn.contender().label(),
                measured.recordsPerSecond(),
                measured.cpuSecondsPerMillion(),
                measured.threadCpuSecondsPerMillion());
        return measured;
    }
}
