// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.run.Discontinuity;
import io.consentgate.run.GateRunner;
import io.consentgate.run.PreflightFailed;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the gate until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the gate on an existing cluster until it is stopped (Ctrl-C, SIGTERM).",
            "Brokers and a registry that are down are waited for; topics that are missing or wrong are not, nor does the "
                    + "gate start where it would not go on where it stopped."
        })
final class RunCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption configuration;

    @Option(
            names = "--skip-gone-records",
            description = {
                "For one start: go on although retention took records that the gate had not read.",
                "They were never judged and never will be; their publishers would have to send them again."
            })
    private boolean skipGoneRecords;

    @Option(
            names = "--judge-again",
            description = {
                "For one start: go on although the gate's position is forgotten, as after a stop longer than "
                        + "offsets.retention.minutes (7 days by default).",
                "All that is still on its topics is judged again, and what clears is sent a second time."
            })
    private boolean judgeAgain;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try (GateRunner gate = GateRunner.serve(configuration.read(), accepted())) {
            Thread stop = new Thread(gate::close, "gate-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            return switch (gate.awaitStop()) {
                case CLOSED -> ExitCode.OK;
                case CRASHED -> ExitCode.CRASHED;
                case WAITED_TOO_LONG -> ExitCode.TRY_LATER;
                case REFUSED -> ExitCode.PREFLIGHT;
                case OUT_OF_MEMORY -> withoutClosing(ExitCode.OUT_OF_MEMORY);
            };
        } catch (PreflightFailed failed) {
            spec.commandLine().getErr().println(failed.getMessage());
            return ExitCode.PREFLIGHT;
        }
    }

    /** An orderly close needs memory; without it, the brokers abort open transactions. */
    private static int withoutClosing(int exitCode) {
        Runtime.getRuntime().halt(exitCode);
        return exitCode;
    }

    private Set<Discontinuity> accepted() {
        Set<Discontinuity> accepted = EnumSet.noneOf(Discontinuity.class);
        if (skipGoneRecords) {
            accepted.add(Discontinuity.RECORDS_GONE);
        }
        if (judgeAgain) {
            accepted.add(Discontinuity.POSITION_LOST);
        }
        return accepted;
    }
}
