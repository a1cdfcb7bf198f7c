// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import io.consentgate.cli.GateSubcommand;
import io.consentgate.demo.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gate demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Starts a broker, a schema registry, the gate and its review console in this process, publishes what the systems "
                    + "of a business would, and shows what clears and what is diverted and why.",
            "",
            "At the end (Ctrl-C or --for) it settles the accounts: each record published is in exactly one output, with "
                    + "the verdict that was expected of it. If not, it lists which and exits with 1."
        })
public final class DemoCommand implements GateSubcommand, Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = ShortDuration.class,
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "How long to publish, e.g. 30s, 5m; without it until Ctrl-C.")
    private @Nullable Duration length;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "200", description = "Events a second.")
    private double rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "2026",
            description = "The same seed tells the same stories.")
    private long seed;

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "6", description = "Partitions of each topic.")
    private int partitions;

    @Option(
            names = "--racing-share",
            paramLabel = "SHARE",
            defaultValue = "0.25",
            description =
                    "Share of the people whose last word (a withdrawal, an objection, a grant) is acknowledged by "
                            + "the broker only just before the event that it bears on.")
    private double racingShare;

    @Option(
            names = "--misplaced-share",
            paramLabel = "SHARE",
            defaultValue = "0.15",
            description =
                    "From 0 to 1: share of records with no key, a wrong key, or on the partition of a foreign client.")
    private double misplacedShare;

    @Option(names = "--kafka-port", paramLabel = "PORT", defaultValue = "0", description = "0 for a free one.")
    private int kafkaPort;

    @Option(names = "--registry-port", paramLabel = "PORT", defaultValue = "0", description = "0 for a free one.")
    private int registryPort;

    @Option(
            names = "--console-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port of the review console; 0 for a free one.")
    private int consolePort;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "Where broker, registry and gate keep their data; without it in a temporary folder.")
    private @Nullable Path data;

    @Override
    public Integer call() throws InterruptedException {
        check(rate > 0, "--rate is " + rate + "; it must be more than 0");
        check(partitions > 0, "--partitions is " + partitions + "; it must be at least 1");
        check(isShare(racingShare), "--racing-share is " + racingShare + "; it must be from 0 to 1");
        check(isShare(misplacedShare), "--misplaced-share is " + misplacedShare + "; it must be from 0 to 1");
        LocalLogs.quieten();
        Demo demo = new Demo(
                new Demo.Options(
                        seed,
                        rate,
                        length,
                        partitions,
                        kafkaPort,
                        registryPort,
                        consolePort,
                        data,
                        new Scenario.Mix(racingShare, misplacedShare)),
                spec.commandLine().getOut(),
                Ansi.AUTO.enabled());
        try (Interruption interruption = Interruption.callsWhenAsked(demo::stop)) {
            return interruption.endsWith(demo.run());
        }
    }

    private static boolean isShare(double value) {
        return value >= 0 && value <= 1;
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
