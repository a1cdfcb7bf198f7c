// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.topology.Topics;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast a backlog is drained, and at what cost. */
@Command(
        name = "throughput",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description =
                "A backlog of events, drained by each contender, in turns, several rounds, medians. Exactly once.")
final class ThroughputCommand implements Callable<Integer> {

    @Option(
            names = "--rounds",
            description = "How often each contender drains the backlog, in turn forwards and backwards.")
    int rounds = 3;

    @Option(names = "--messages", description = "Messages of the backlog; a decision comes with every tenth.")
    int messages = 12_000_000;

    @Option(names = "--subjects", description = "People with a consent record.")
    int subjects = 120_000;

    @Option(names = "--partitions", description = "Partitions of each topic.")
    int partitions = 4;

    @Option(names = "--threads", description = "Stream threads of each contender; one per processor unless said.")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--warm-up",
            description = "Share of the backlog that is drained before the clock starts; the JIT compiler works"
                    + " for some millions of events.")
    double warmUp = 0.7;

    @Option(
            names = "--leg",
            description =
                    "Events after which the next contender has its turn, while the others' processes are suspended;"
                            + " 0: each drains the whole backlog before the next one starts.")
    int leg = 200_000;

    @Option(names = "--contenders", split = ",", description = "Which; ${COMPLETION-CANDIDATES}.")
    Set<Contender> contenders = EnumSet.of(Contender.BARE_PASS_THROUGH, Contender.PLAIN_JOIN, Contender.GATE);

    @Option(
            names = "--other-build",
            paramLabel = "CHECKOUT",
            description = "Checkout of another version, whose bench is built (bench/run --help builds it): its gate is"
                    + " measured in the same rounds, to tell what a change costs.")
    @Nullable
    Path otherBuild;

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

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (quick) {
            rounds = 1;
            messages = 100_000;
            subjects = 10_000;
        }
        requireOptions();
        WorkFolder work = WorkFolder.at(folder);
        System.out.println(measure(work.path()).table());
        work.deleteIfTemporary();
        return 0;
    }

    /** Null when there is no other build. */
    private @Nullable String otherClassPath() {
        if (otherBuild == null) {
            return null;
        }
        Path built = otherBuild.resolve("bench").resolve("target");
        return built.resolve("classes") + File.pathSeparator + built.resolve("lib") + File.separator + "*";
    }

    private void requireOptions() {
        if (otherBuild != null) {
            contenders.add(Contender.OTHER_GATE);
            Path classes = otherBuild.resolve("bench").resolve("target").resolve("classes");
            if (!Files.isDirectory(classes)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--other-build: there is no " + classes + "; run bench/run --help in that checkout first");
            }
        } else if (contenders.contains(Contender.OTHER_GATE)) {
            throw new ParameterException(spec.commandLine(), "OTHER_GATE needs --other-build CHECKOUT");
        }
        if (leg < 0) {
            throw new ParameterException(spec.commandLine(), "--leg is " + leg + "; it must be 0 at least");
        }
        if (!(warmUp >= 0 && warmUp < 1)) {
            throw new ParameterException(
                    spec.commandLine(), "--warm-up is " + warmUp + "; it must be 0 at least, and less than 1");
        }
    }

    ThroughputReport measure(Path work) throws IOException {
        Files.createDirectories(work);
        Topics topics = Topics.prefixed("");
        List<String> options = new ArrayList<>(Launcher.JVM_OPTIONS);
        options.addAll(jvmOptions);
        try (Stack stack = Stack.start(work)) {
            Workload workload = Backlog.publishConsent(stack, topics, partitions, subjects);
            Launcher launcher = new Launcher(stack, topics, work, threads, options, Map.of(), otherClassPath());
            Backlog backlog = Backlog.publishEvents(stack, topics, workload, messages);
            System.err.println(backlog + ", " + subjects + " subjects, " + partitions + " partitions, " + threads
                    + " stream thread(s)");
            Drain drain = new Drain(launcher, backlog);
            return new ThroughputReport(
                    leg > 0
                            ? legByLeg(new Legs(launcher, drain, backlog, warmUp, leg))
                            : oneAfterAnother(launcher, drain));
        }
    }

    private List<Measurement> legByLeg(Legs legs) throws IOException {
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            List<Measurement> measured = legs.run(round, Rounds.order(contenders, round));
            measured.forEach(System.err::println);
            measurements.addAll(measured);
        }
        return measurements;
    }

    private List<Measurement> oneAfterAnother(Launcher launcher, Drain drain) throws IOException {
        List<Measurement> measurements = new ArrayList<>();
        for (Rounds.Run run : Rounds.runs(contenders, rounds)) {
            try (ContenderJvm jvm =
                    launcher.startJvm(run.contender(), run.contender().applicationId() + "-" + run.round())) {
                Measurement measured = drain.run(jvm, run.round(), run.contender(), warmUp);
                System.err.println(measured);
                measurements.add(measured);
            }
        }
        return measurements;
    }
}
