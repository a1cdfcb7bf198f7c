// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmark's command line. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        description = "Measures the gate on a real broker, beside what it is compared with.",
        subcommands = {ThroughputCommand.class, BarrierCostCommand.class, LatencyCommand.class, ReviewQueueCommand.class
        })
final class BenchCommand {

    private BenchCommand() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchCommand()).execute(arguments));
    }
}
