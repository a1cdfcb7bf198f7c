// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.console.ReviewRunner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Serves the review console until it is told to stop. */
@Command(
        name = "review",
        mixinStandardHelpOptions = true,
        description = {
            "Serves the web console in which people review what was quarantined, until it is stopped (Ctrl-C, SIGTERM).",
            "Sign-in is by OpenID Connect (review.console.oidc), or on one's own machine by the demo identity",
            "(review.console.demo-identity: true, or CONSENT_GATE_REVIEW_CONSOLE_DEMO_IDENTITY=true)."
        })
final class ReviewCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption configuration;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ReviewRunner console = ReviewRunner.start(configuration.read());
        Runtime.getRuntime().addShutdownHook(new Thread(console::close, "review-stop"));
        spec.commandLine().getErr().println("The review console is at " + console.address());
        Thread.currentThread().join(); // until the process is stopped
        return ExitCode.OK;
    }
}
