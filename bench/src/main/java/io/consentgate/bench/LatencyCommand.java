// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import io.consentgate.topology.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how long a message takes through the gate, with and without its read barrier. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = "Messages at steady rates; time until a consumer of committed records has them. Exactly once.")
final class LatencyCommand implements Callable<Integer> {

    @Option(names = "--rates", split = ",", description = "Messages per second.")
    List<Integer> rates = List.of(500, 2_000, 8_000);

    @Option(
            names = "--rounds",
            description =
                    "How often each contender runs at each rate, in turn forwards and backwards. Six at least give an"
                            + " interval for what the barrier costs; more make it narrower.")
    int rounds = 10;

    @Option(names = "--seconds", description = "Length of each measurement.")
    int seconds = 10;

    @Option(names = "--warm-up-seconds", description = "Load before each measurement.")
    int warmUpSeconds = 5;

    @Option(names = "--subjects", description = "People with a consent record.")
    int subjects = 50_000;

    @Option(names = "--partitions", description = "Partitions of each topic.")
    int partitions = 4;

    @Option(names = "--threads", description = "Stream threads of each contender.")
    int threads = 1;

    @Option(names = "--contenders", split = ",", description = "Which; ${COMPLETION-CANDIDATES}.")
    List<Contender> contenders = List.of(Contender.GATE_WITHOUT_BARRIER, Contender.GATE);

    @Option(names = "--quick", description = "One short round at one low rate: shows that it works, measures nothing.")
    boolean quick;

    @Option(names = "--folder", description = "Folder for logs and state, kept; a temporary one unless said.")
    @Nullable
    Path folder;

    @Override
    public Integer call() throws IOException {
        if (quick) {
            rates = List.of(200);
            rounds = 1;
            seconds = 5;
            warmUpSeconds = 2;
            subjects = 2_000;
        }
        WorkFolder work = WorkFolder.at(folder);
        System.out.println(measure(work.path()).table());
        work.deleteIfTemporary();
        return 0;
    }

    LatencyReport measure(Path work) throws IOException {
        Files.createDirectories(work);
        Topics topics = Topics.prefixed("");
        try (Stack stack = Stack.start(work)) {
            Workload workload = Backlog.publishConsent(stack, topics, partitions, subjects);
            Launcher launcher = new Launcher(stack, topics, work, threads, Launcher.JVM_OPTIONS, Map.of(), null);
            for (Contender contender : contenders) {
                try (ContenderJvm jvm = launcher.startJvm(contender, contender.applicationId() + "-table")) {
                    launcher.fillTable(jvm, Application.of(contender));
                }
            }
            LoadedRun load = new LoadedRun(stack, topics, workload);
            List<LatencyReport.Run> runs = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                for (Contender contender : Rounds.order(contenders, round)) {
                    // Skips the other contenders' leftovers.
                    stack.skip(contender.applicationId(), List.of(topics.outboundMessages(), topics.offerDecisions()));
                    try (ContenderJvm jvm = launcher.start(Application.of(contender), String.valueOf(round))) {
                        // Warms the JIT compiler up: otherwise, the first rate would look worst.
                        load.run(Collections.max(rates), Duration.ZERO, Duration.ofSeconds(warmUpSeconds));
                        for (int rate : rates) {
                            Histogram latencies =
                                    load.run(rate, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds));
                            jvm.requireAlive();
                            LatencyReport.Run run = new LatencyReport.Run(
                                    round,
                                    contender,
                                    rate,
                                    latencies.getValueAtPercentile(50),
                                    latencies.getValueAtPercentile(99));
                            runs.add(run);
                            System.err.printf(
                                    Locale.ROOT,
                                    "round %d  %-16s  %,6d/s  p50 %4d ms  p99 %4d ms%n",
                                    round,
                                    contender.label(),
                                    rate,
                                    run.p50(),
                                    run.p99());
                        }
                    }
                }
            }
            return new LatencyReport(runs);
        }
    }
}
