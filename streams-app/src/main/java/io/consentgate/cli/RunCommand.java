// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.run.GateRunner;
import io.consentgate.run.PreflightFailed;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the gate until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the gate on an existing cluster until it is stopped (Ctrl-C, SIGTERM).",
            "Brokers and a registry that are down are waited for; topics that are missing or wrong are not."
        })
final class RunCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption configuration;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try (GateRunner gate = GateRunner.serve(configuration.read())) {
            Thread stop = new Thread(gate::close, "gate-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            return switch (gate.awaitStop()) {
                case CLOSED -> ExitCode.OK;
                case CRASHED -> ExitCode.CRASHED;
                case WAITED_TOO_LONG -> ExitCode.TRY_LATER;
            };
        } catch (PreflightFailed failed) {
            spec.commandLine().getErr().println(failed.getMessage());
            return ExitCode.PREFLIGHT;
        }
    }
}
