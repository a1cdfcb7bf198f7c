// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.config.GateConfig;
import io.consentgate.config.KafkaOptions;
import io.consentgate.run.GateRunner;
import io.consentgate.run.Preflight;
import io.consentgate.run.TopicAdmin;
import io.consentgate.topology.Topics;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Creates, checks and prints the topics. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Creates, checks or prints the topics that the gate needs. Never deletes or alters one.",
        synopsisSubcommandLabel = "(create | check | print)")
final class TopicsCommand {

    @Spec
    private CommandSpec spec;

    @Command(mixinStandardHelpOptions = true, description = "Creates the topics that are missing.")
    int create(
            @Mixin ConfigOption configuration,
            @Option(names = "--dry-run", description = "Say what would be created, create nothing.") boolean dryRun) {
        GateConfig config = configuration.read();
        Topics topics = Topics.prefixed(config.topics().prefix());
        List<Topics.Spec> specs =
                topics.specs(config.quarantine().retention(), config.review().retention());
        try (Admin admin = Admin.create(KafkaOptions.client(config))) {
            TopicAdmin topicAdmin = new TopicAdmin(admin);
            if (dryRun) {
                var existing = topicAdmin.describe(
                        specs.stream().map(Topics.Spec::name).toList());
                specs.stream()
                        .filter(wanted -> !existing.containsKey(wanted.name()))
                        .forEach(wanted -> out().println("would create " + wanted.name()));
                return ExitCode.OK;
            }
            topicAdmin
                    .create(specs, config.topics().partitions(), config.topics().replicationFactor())
                    .forEach(name -> out().println("created " + name));
        }
        return ExitCode.OK;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Checks what 'gate run' would check before it starts, its settings included.")
    int check(@Mixin ConfigOption configuration) {
        GateConfig config = configuration.read();
        GateRunner.requireUsable(config);
        try (Admin admin = Admin.create(KafkaOptions.client(config))) {
            Preflight.Report report = Preflight.inspect(config, admin, Set.of());
            report.warnings().forEach(warning -> out().println("warning: " + warning));
            report.errors().forEach(error -> out().println("error: " + error));
            if (report.errors().isEmpty()) {
                out().println("ok: the topics are there, with " + report.partitions()
                        + " partitions each where it matters");
                return ExitCode.OK;
            }
            return ExitCode.PREFLIGHT;
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Prints kafka-topics commands for those who create topics with their own tools.")
    int print(@Mixin ConfigOption configuration) {
        GateConfig config = configuration.read();
        for (Topics.Spec wanted : Topics.prefixed(config.topics().prefix())
                .specs(config.quarantine().retention(), config.review().retention())) {
            StringBuilder line = new StringBuilder(
                            "kafka-topics --bootstrap-server \"$BOOTSTRAP\" --create --if-not-exists --topic ")
                    .append(wanted.name())
                    .append(" --partitions ")
                    .append(config.topics().partitions());
            if (config.topics().replicationFactor() > 0) {
                line.append(" --replication-factor ").append(config.topics().replicationFactor());
            }
            new TreeMap<>(wanted.settings())
                    .forEach((name, value) ->
                            line.append(" --config ").append(name).append('=').append(value));
            out().println(line);
        }
        return ExitCode.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
