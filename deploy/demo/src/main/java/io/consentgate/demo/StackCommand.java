// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import io.consentgate.cli.ExitCode;
import io.consentgate.cli.GateSubcommand;
import io.consentgate.local.LocalStack;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gate stack}. */
@Command(
        name = "stack",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Runs a broker and a schema registry with the gate's topics and schemas, until Ctrl-C. For first "
                + "steps and tests, never for production.")
public final class StackCommand implements GateSubcommand, Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--kafka-port", paramLabel = "PORT", defaultValue = "9092", description = "0 for a free one.")
    private int kafkaPort;

    @Option(names = "--registry-port", paramLabel = "PORT", defaultValue = "8081", description = "0 for a free one.")
    private int registryPort;

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "6", description = "Partitions of new topics.")
    private int partitions;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = ".gate/stack",
            description = "Where broker and registry keep their data, over restarts.")
    private Path data;

    @Override
    public Integer call() throws InterruptedException {
        LocalLogs.quieten();
        CountDownLatch stop = new CountDownLatch(1);
        try (Interruption interruption = Interruption.callsWhenAsked(stop::countDown);
                LocalStack stack = LocalStack.builder()
                        .kafkaPort(kafkaPort)
                        .registryPort(registryPort)
                        .dataFolder(data)
                        .start()) {
            describe(Cluster.on(stack, partitions));
            stop.await();
            return interruption.endsWith(ExitCode.OK);
        }
    }

    private void describe(Cluster cluster) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("# Kafka at " + cluster.bootstrapServers() + ", schema registry at " + cluster.registryUrl()
                + ", data in " + data);
        out.println("# The gate's topics are there, " + cluster.partitions() + " partitions each, and its schemas.");
        out.println("# A consent-gate.yaml for it; then 'gate run' in another terminal. Ctrl-C ends this one.");
        out.println("kafka:");
        out.println("  bootstrap.servers: " + cluster.bootstrapServers());
        out.println("registry:");
        out.println("  urls: [" + cluster.registryUrl() + "]");
        out.println("state-dir: .gate/state");
        out.flush();
    }
}
