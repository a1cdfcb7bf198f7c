// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.barrier.BarrierClientSupplier;
import io.consentgate.barrier.BarrierObserver;
import io.consentgate.barrier.BarrierTimings;
import io.consentgate.barrier.ReadBarrier;
import io.consentgate.config.GateConfig;
import io.consentgate.config.InvalidConfig;
import io.consentgate.config.KafkaOptions;
import io.consentgate.config.RegistryProperties;
import io.consentgate.policy.Policy;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.QuarantinedEventWriter;
import io.consentgate.serde.RegistryHealth;
import io.consentgate.serde.RegistryWait;
import io.consentgate.serde.WaitingFactsReader;
import io.consentgate.topology.GateParts;
import io.consentgate.topology.GateTopology;
import io.consentgate.topology.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gate. Starts once its topics are as they must be, and stops as a whole when any of its threads fails: a
 * replaced thread of the classic protocol would sit without tasks while everything looks well. A supervisor restarts
 * it; nothing is lost meanwhile. Thread-safe.
 */
public final class GateRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GateRunner.class);
    private static final Duration BROKER_PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final boolean staticMember;
    private final FactsReader reader;
    private final QuarantinedEventWriter writer;
    private final RegistryWait registry;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean failed;

    private GateRunner(
            KafkaStreams streams,
            boolean staticMember,
            FactsReader reader,
            QuarantinedEventWriter writer,
            RegistryWait registry) {
        this.staticMember = staticMember;
        this.streams = streams;
        this.reader = reader;
        this.writer = writer;
        this.registry = registry;
    }

    /**
     * Starts a gate and returns at once; events flow when {@link #state} is RUNNING and the table is read.
     *
     * @throws InvalidConfig when a setting is unusable
     * @throws PreflightFailed when the topics are not as they must be
     */
    public static GateRunner start(GateConfig config) {
        Topics topics = Topics.prefixed(config.topics().prefix());
        return start(
                config,
                new BarrierClientSupplier(
                        new ReadBarrier(topics.consent(), topics.events()),
                        BarrierTimings.DEFAULT,
                        BarrierObserver.NONE));
    }

    /**
     * Starts a gate on other clients, for measurements against a gate without the read barrier. Without it a withdrawal
     * may lose against a send.
     */
    public static GateRunner start(GateConfig config, KafkaClientSupplier clients) {
        Properties options = KafkaOptions.streams(config);
        Policy policy = Policy.standard(PolicySettings.of(config.policy()));
        Topics topics = Topics.prefixed(config.topics().prefix());
        Preflight.Report report = checkedTopics(config, topics);

        Map<String, String> registryProperties = RegistryProperties.of(config);
        RegistryHealth health = new RegistryHealth(Clock.systemUTC());
        RegistryWait registry = new RegistryWait(health);
        FactsReader reader = new WaitingFactsReader(
                FactsReader.open(
                        config.serde().deserializer(),
                        registryProperties,
                        new FactsReader.InputTopics(
                                topics.outboundMessages(), topics.offerDecisions(), topics.consentState())),
                registry,
                config.registry().patience());
        QuarantinedEventWriter writer =
                QuarantinedEventWriter.open(config.serde().serializer(), registryProperties, topics.quarantine());
        Topology topology = new GateTopology(
                        new GateParts(
                                topics,
                                report.partitions(),
                                policy,
                                reader,
                                writer,
                                config.clearance().validFor(),
                                config.quarantine().retention()),
                        options)
                .build();
        GateRunner runner = new GateRunner(
                new KafkaStreams(topology, options, clients), config.instanceId() != null, reader, writer, registry);
        runner.start();
        return runner;
    }

    private void start() {
        streams.setUncaughtExceptionHandler(failure -> {
            failed = true;
            LOG.atError()
                    .setCause(failure)
                    .log("A stream thread failed; the gate stops so that its supervisor starts it afresh");
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            LOG.atInfo().addKeyValue("state", now).addKeyValue("before", before).log("The gate's state changed");
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                stopped.countDown();
            }
        });
        streams.start();
    }

    /** Brokers that do not answer are waited for; topics that are wrong are not. */
    private static Preflight.Report checkedTopics(GateConfig config, Topics topics) {
        List<Topics.Spec> specs = topics.specs(config.quarantine().retention());
        List<String> names = specs.stream().map(Topics.Spec::name).toList();
        try (Admin admin = Admin.create(KafkaOptions.client(config))) {
            TopicAdmin topicAdmin = new TopicAdmin(admin);
            while (true) {
                try {
                    Preflight.Report report = Preflight.check(topics, specs, topicAdmin.describe(names));
                    report.warnings().forEach(LOG::warn);
                    if (!report.errors().isEmpty()) {
                        throw new PreflightFailed(report.errors());
                    }
                    return report;
                } catch (RetriableException unreachable) {
                    LOG.atWarn()
                            .addKeyValue("bootstrapServers", config.kafka().get("bootstrap.servers"))
                            .log("Waiting for the brokers: {}", unreachable.getMessage());
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BROKER_PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the brokers", e);
        }
    }

    public KafkaStreams.State state() {
        return streams.state();
    }

    /** The running Kafka Streams client, for its metrics and its threads' metadata. */
    public KafkaStreams streams() {
        return streams;
    }

    /**
     * Waits until the gate has stopped, by {@link #close} or by a failure.
     *
     * @return false when it failed
     */
    public boolean awaitStop() throws InterruptedException {
        stopped.await();
        return !failed;
    }

    /**
     * Stops after the records under way are committed. With an instance id the group keeps this member's place for a
     * restart; without one the member leaves, for nobody would come back under its name.
     */
    @Override
    public void close() {
        registry.close();
        CloseOptions options = CloseOptions.timeout(CLOSE_PATIENCE)
                .withGroupMembershipOperation(
                        staticMember ? GroupMembershipOperation.REMAIN_IN_GROUP : GroupMembershipOperation.LEAVE_GROUP);
        if (!streams.close(options)) {
            LOG.warn(
                    "The gate did not stop within {}; what was not committed is processed again after a restart",
                    CLOSE_PATIENCE);
        }
        reader.close();
        writer.close();
        stopped.countDown();
    }
}
