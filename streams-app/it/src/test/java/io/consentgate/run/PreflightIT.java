// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.cli.ExitCode;
import io.consentgate.cli.GateCommand;
import io.consentgate.config.ConfigReader;
import io.consentgate.config.GateConfig;
import io.consentgate.local.LocalStack;
import io.consentgate.topology.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A gate on a cluster that it could not judge on does not start, and says what to do about it. */
class PreflightIT {

    @AutoClose
    private static LocalStack stack;

    @AutoClose
    private static Admin admin;

    private static Path folder;

    @BeforeAll
    static void start(@TempDir Path temporary) {
        folder = temporary;
        stack = LocalStack.builder().dataFolder(folder.resolve("stack")).start();
        admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
    }

    /** What a command printed to standard error, and its exit code. */
    private record Ended(int exitCode, String error) {}

    @Test
    void shouldNameTopicsThatAreMissingAndHowToCreateThem() throws Exception {
        Ended ended = run("missing.", "");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.PREFLIGHT);
        assertThat(ended.error())
                .contains("topics are missing", "missing.outbound-messages", "missing.dead-letters")
                .contains("gate topics create");
    }

    @Test
    void shouldNameTopicsWhosePartitionCountsDiffer() throws Exception {
        Topics topics = Topics.prefixed("differing.");
        create(topics, Map.of(topics.offerDecisions(), 3));

        Ended ended = run("differing.", "");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.PREFLIGHT);
        assertThat(ended.error())
                .contains("partition counts differ", topics.offerDecisions() + "=3", topics.consentState() + "=2")
                .contains("Re-create the topics that differ");
    }

    @Test
    void shouldRefuseAConsentTopicThatForgets() throws Exception {
        Topics topics = Topics.prefixed("forgetting.");
        create(topics, Map.of());
        alter(topics.consentState(), "cleanup.policy", "delete");

        Ended ended = run("forgetting.", "");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.PREFLIGHT);
        assertThat(ended.error())
                .contains(topics.consentState() + " has cleanup.policy=delete", "kafka-configs", "--alter");
    }

    @Test
    void shouldRefuseAnOutputThatCannotHoldWhatItsInputTakes() throws Exception {
        Topics topics = Topics.prefixed("narrow.");
        create(topics, Map.of());
        alter(topics.outboundMessages(), "max.message.bytes", String.valueOf(8 * 1024 * 1024));

        Ended ended = run("narrow.", "");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.PREFLIGHT);
        assertThat(ended.error()).contains(topics.quarantine() + " has max.message.bytes=", "Set it to at least");
    }

    @Test
    void shouldRefuseBrokersWithOldTransactionsUnlessTheOperatorAcceptsThem() throws Exception {
        create(Topics.prefixed("old."), Map.of());
        setTransactionVersion(1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
        try {
            Ended ended = run("old.", "");

            assertThat(ended.exitCode()).isEqualTo(ExitCode.PREFLIGHT);
            assertThat(ended.error()).contains("transaction.version is 1", "brokers.accept-old-transactions");
            GateConfig accepting =
                    ConfigReader.read(written("old.", "brokers: {accept-old-transactions: true}\n"), Map.of());
            assertThat(Preflight.inspect(accepting, admin, Set.of()).errors()).isEmpty();
        } finally {
            setTransactionVersion(2, FeatureUpdate.UpgradeType.UPGRADE);
        }
    }

    @Test
    void shouldSayWhichSettingNobodyKnows() throws Exception {
        Ended ended = run("any.", "registri:\n  urls: []\nregistry:\n  urls: [" + stack.registryUrl() + "]\n");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ended.error()).contains("registri", "no setting");
    }

    @Test
    void shouldWaitUntilTheBrokerKnowsTheTopicsThatItsControllerMade() throws Exception {
        List<Topics.Spec> specs = Topics.prefixed("late.").specs(Duration.ofDays(30), Duration.ofDays(1095));
        AtomicInteger refusals = new AtomicInteger(3);
        try (Admin behind = new ForwardingAdmin(Map.of("bootstrap.servers", stack.bootstrapServers())) {
            @Override
            public ListOffsetsResult listOffsets(Map<TopicPartition, OffsetSpec> asked, ListOffsetsOptions options) {
                if (refusals.getAndDecrement() <= 0) {
                    return super.listOffsets(asked, options);
                }
                KafkaFutureImpl<ListOffsetsResult.ListOffsetsResultInfo> unknown = new KafkaFutureImpl<>();
                unknown.completeExceptionally(new UnknownTopicOrPartitionException("not heard of it yet"));
                return new ListOffsetsResult(
                        asked.keySet().stream().collect(Collectors.toMap(Function.identity(), each -> unknown)));
            }
        }) {
            assertThat(new TopicAdmin(behind).create(specs, 2, (short) 1))
                    .containsExactlyElementsOf(
                            specs.stream().map(Topics.Spec::name).toList());
        }
        assertThat(refusals).hasNegativeValue();
    }

    @Test
    void shouldWaitForABrokerThatIsDownAndThenStart(@TempDir Path own) throws Exception {
        try (LocalStack late =
                LocalStack.builder().dataFolder(own.resolve("stack")).start()) {
            try (Admin lateAdmin = Admin.create(Map.of("bootstrap.servers", late.bootstrapServers()))) {
                new TopicAdmin(lateAdmin)
                        .create(Topics.prefixed("").specs(Duration.ofDays(30), Duration.ofDays(1095)), 2, (short) 1);
            }
            late.kafka().stop();
            GateConfig config = ConfigReader.read(
                    null,
                    Map.of(
                            "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS",
                            late.bootstrapServers(),
                            // So that one wait ends and the next begins while the broker is down.
                            "CONSENT_GATE_KAFKA_DEFAULT_API_TIMEOUT_MS",
                            "2000",
                            "CONSENT_GATE_KAFKA_REQUEST_TIMEOUT_MS",
                            "1000",
                            "CONSENT_GATE_REGISTRY_URLS",
                            late.registryUrl(),
                            "CONSENT_GATE_STATE_DIR",
                            own.resolve("state").toString()));

            CompletableFuture<GateRunner> starting = CompletableFuture.supplyAsync(() -> GateRunner.start(config));
            await().during(Duration.ofSeconds(5)).until(() -> !starting.isDone());
            late.kafka().start();

            try (GateRunner gate = starting.get()) {
                await().atMost(GateCluster.PATIENCE).until(() -> gate.state() == KafkaStreams.State.RUNNING);
            }
        }
    }

    private static void setTransactionVersion(int version, FeatureUpdate.UpgradeType how) throws Exception {
        admin.updateFeatures(
                        Map.of("transaction.version", new FeatureUpdate((short) version, how)),
                        new UpdateFeaturesOptions())
                .all()
                .get();
        await().until(() -> new TopicAdmin(admin).brokers().transactionVersion() == version);
    }

    private static Path written(String prefix, String more) throws IOException {
        return Files.writeString(
                folder.resolve(prefix + "yaml"),
                """
                state-dir: %s
                kafka:
                  bootstrap.servers: %s
                topics:
                  prefix: %s
                """.formatted(folder.resolve("state"), stack.bootstrapServers(), prefix)
                        + (more.contains("registry:")
                                ? more
                                : "registry:\n  urls: [" + stack.registryUrl() + "]\n" + more));
    }

    private static Ended run(String prefix, String more) throws IOException {
        Path file = written(prefix, more);
        StringWriter error = new StringWriter();
        CommandLine commandLine = GateCommand.commandLine();
        commandLine.setErr(new PrintWriter(error, true));
        int exitCode = commandLine.execute("run", "--config", file.toString());
        return new Ended(exitCode, error.toString());
    }

    private static void create(Topics topics, Map<String, Integer> otherPartitions) throws Exception {
        admin.createTopics(topics.specs(Duration.ofDays(30), Duration.ofDays(1095)).stream()
                        .map(spec -> new NewTopic(
                                        spec.name(),
                                        Optional.of(otherPartitions.getOrDefault(spec.name(), 2)),
                                        Optional.of((short) 1))
                                .configs(spec.settings()))
                        .collect(Collectors.toList()))
                .all()
                .get();
    }

    private static void alter(String topic, String setting, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        admin.incrementalAlterConfigs(Map.of(
                        resource,
                        List.of(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
        // A broker may learn of it, and of a topic just created, a little later than the controller.
        await().ignoreExceptionsInstanceOf(ExecutionException.class)
                .until(() -> Objects.equals(
                        admin.describeConfigs(List.of(resource))
                                .all()
                                .get()
                                .get(resource)
                                .get(setting)
                                .value(),
                        value));
    }
}
