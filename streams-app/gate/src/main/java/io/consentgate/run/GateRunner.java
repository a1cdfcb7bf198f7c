// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import io.consentgate.barrier.AnnouncingClientSupplier;
import io.consentgate.barrier.BarrierClientSupplier;
import io.consentgate.barrier.BarrierTimings;
import io.consentgate.barrier.CarefulReading;
import io.consentgate.barrier.ReadBarrier;
import io.consentgate.barrier.TableTopicReplaced;
import io.consentgate.config.EnforcedSettings;
import io.consentgate.config.GateConfig;
import io.consentgate.config.HeapNeed;
import io.consentgate.config.InvalidConfig;
import io.consentgate.config.KafkaOptions;
import io.consentgate.config.OwnerOnly;
import io.consentgate.config.RegistryProperties;
import io.consentgate.ops.GateHealth;
import io.consentgate.ops.Operations;
import io.consentgate.ops.PortUnavailable;
import io.consentgate.policy.Policy;
import io.consentgate.review.ReviewPolicy;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.HumanDecisionWriter;
import io.consentgate.serde.RegistryPatience;
import io.consentgate.serde.RegistryUnavailable;
import io.consentgate.serde.RegistryWait;
import io.consentgate.serde.WaitingFactsReader;
import io.consentgate.topology.GateCounters;
import io.consentgate.topology.GateParts;
import io.consentgate.topology.GateTopology;
import io.consentgate.topology.Lifetimes;
import io.consentgate.topology.ReviewParts;
import io.consentgate.topology.Skips;
import io.consentgate.topology.Skips.Skip;
import io.consentgate.topology.StateBehind;
import io.consentgate.topology.Topics;
import io.consentgate.topology.Upcoming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gate. It starts once its topics are valid, and stops as a whole when one of its threads fails. Under the
 * classic protocol, a replaced thread would get no tasks while the gate still looks healthy. A supervisor restarts the
 * process, and no record is lost. Thread-safe.
 */
public final class GateRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GateRunner.class);
    private static final Duration BROKER_PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final boolean staticMember;
    private final FactsReader reader;
    private final Writers writers;
    private final RegistryWait registry;
    private final GroupConsentLog consentLog;
    private final StateHeartbeat heartbeat;
    private final RecordsAtWork atWork;
    private final FatalRecords fatal;
    private final Operations operations;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Stop stop = Stop.CLOSED;
    private volatile boolean closing;
    private final AtomicBoolean failed = new AtomicBoolean();

    private GateRunner(
            KafkaStreams streams,
            boolean staticMember,
            FactsReader reader,
            Writers writers,
            RegistryWait registry,
            GroupConsentLog consentLog,
            StateHeartbeat heartbeat,
            RecordsAtWork atWork,
            FatalRecords fatal,
            Operations operations) {
        this.staticMember = staticMember;
        this.streams = streams;
        this.reader = reader;
        this.writers = writers;
        this.registry = registry;
        this.consentLog = consentLog;
        this.heartbeat = heartbeat;
        this.atWork = atWork;
        this.fatal = fatal;
        this.operations = operations;
    }

    /**
     * Starts a gate that serves health and metrics on {@code ops.port}, even before it finds its brokers. Returns as
     * {@link #start(GateConfig)} does.
     *
     * @param accepted reasons for which the operator accepts that the gate does not continue where it stopped
     * @throws InvalidConfig when a setting is unusable, the port included
     * @throws PreflightFailed when the topics are invalid, or the gate would not continue where it stopped
     */
    public static GateRunner serve(GateConfig config, Set<Discontinuity> accepted) {
        Operations operations = operations(config);
        try {
            if (config.ops().port() != 0) {
                operations.serve(config.ops().address(), config.ops().port());
            }
            return start(config, reading -> barrier(config, operations, reading), operations, accepted);
        } catch (PortUnavailable e) {
            operations.close();
            throw new InvalidConfig("ops.port: " + e.getMessage() + ". Name another, or 0 for none");
        }
    }

    /**
     * Starts a gate inside another program and returns at once. Events flow when {@link #state} is RUNNING and the
     * consent table is read. Opens no port.
     *
     * @throws InvalidConfig when a setting is unusable
     * @throws PreflightFailed when the topics are invalid, or the gate would not continue where it stopped
     */
    public static GateRunner start(GateConfig config) {
        return start(config, Set.of());
    }

    /** As {@link #start(GateConfig)}, with the discontinuities that the operator accepts. */
    public static GateRunner start(GateConfig config, Set<Discontinuity> accepted) {
        Operations operations = operations(config);
        return start(config, reading -> barrier(config, operations, reading), operations, accepted);
    }

    /**
     * Starts a gate with other Kafka clients, to measure the cost of the read barrier. Without the barrier, an event
     * may be sent although its withdrawal was already written.
     */
    public static GateRunner start(GateConfig config, KafkaClientSupplier clients) {
        return start(config, reading -> clients, operations(config), Set.of());
    }

    private static Operations operations(GateConfig config) {
        GateConfig.Ops ops = config.ops();
        return new Operations(
                Clock.systemUTC(),
                new Operations.Limits(ops.hungAfter(), ops.openTransactionAfter(), ops.incidentsShownFor()));
    }

    private static KafkaClientSupplier barrier(GateConfig config, Operations operations, CarefulReading reading) {
        Topics topics = Topics.prefixed(config.topics().prefix());
        return new BarrierClientSupplier(
                new ReadBarrier(topics.consent(), topics.events()),
                BarrierTimings.DEFAULT,
                config.memory().pollBytes(),
                operations.barrier(),
                reading);
    }

    private static GateRunner start(
            GateConfig config,
            Function<CarefulReading, KafkaClientSupplier> clients,
            Operations operations,
            Set<Discontinuity> accepted) {
        GateRunner runner;
        try {
            runner = assemble(config, clients, operations, accepted);
        } catch (RuntimeException e) {
            operations.close();
            throw e;
        }
        try {
            runner.start();
            return runner;
        } catch (RuntimeException e) {
            runner.close();
            throw e;
        }
    }

    private static GateRunner assemble(
            GateConfig config,
            Function<CarefulReading, KafkaClientSupplier> clients,
            Operations operations,
            Set<Discontinuity> accepted) {
        requireUsable(config);
        requireHeap(config);
        requireWritable(config.stateDir());
        KafkaOptions.unknown(config)
                .forEach(name -> LOG.warn(
                        "kafka.{} is no option of Kafka's clients or of Kafka Streams, and has no effect unless a class that"
                                + " another option names reads it; is it misspelt?",
                        name));
        MemoryFit.ofThisProcess(KafkaOptions.stateMemory(config)).problem().ifPresent(LOG::warn);
        Properties options = KafkaOptions.streams(config);
        Policy policy = policy(config);
        Topics topics = Topics.prefixed(config.topics().prefix());
        Preflight.Report report = checkedTopics(config, accepted);
        RecordsAtWork atWork = new RecordsAtWork(topics.copartitioned());
        FatalRecords fatal = fatalRecords(config, topics, atWork, report.partitions());
        Skips skips = steppedOver(config, ordered(config, topics), fatal);
        fatal.withdraw(skips);
        fatal.tell();

        Duration patience = config.registry().patience();
        RegistryWait registry =
                new RegistryWait(operations.registry(), config.registry().schemaPatiencePerMinute(), atWork);
        RegistryPatience forRecords =
                new RegistryPatience(registry, patience, config.registry().schemaPatience());
        FactsReader reader = new WaitingFactsReader(reader(config, topics), forRecords);
        Writers writers = Writers.open(config, topics);
        HumanDecisionWriter decisions = writers.decisions().waiting(forRecords);
        ReviewParts review = new ReviewParts(
                reviewPolicy(config, policy),
                outcome -> registry.await(patience, () -> writers.outcomes().write(outcome)),
                (headers, value, decided, content) ->
                        registry.await(patience, () -> decisions.write(headers, value, decided, content)),
                decisions::contentOf,
                (message, text) ->
                        registry.await(patience, () -> writers.controls().write(message, text)),
                config.review().maxOpen(),
                config.review().retention(),
                EnforcedSettings.digest(config),
                config.review().controlShare());
        Upcoming upcoming = new Upcoming(topics);
        GroupConsentLog consentLog = new GroupConsentLog(
                KafkaOptions.client(config),
                config.applicationId(),
                topics.consentState(),
                config.memory().pollBytes());
        Topology topology = new GateTopology(
                        new GateParts(
                                topics,
                                report.partitions(),
                                policy,
                                reader,
                                registry::nextRecord,
                                quarantined -> registry.await(
                                        patience, () -> writers.quarantined().write(quarantined)),
                                config.clearance().validFor(),
                                config.quarantine().retention(),
                                review,
                                new GateCounters(operations.metrics()),
                                upcoming,
                                consentLog,
                                new Lifetimes(
                                        config.policy().repliesRetention(),
                                        config.review().figuresRetention()),
                                skips),
                        options,
                        report.smallestOutput(),
                        atWork)
                .build();
        KafkaStreams streams = new KafkaStreams(
                topology,
                options,
                new AnnouncingClientSupplier(
                        clients.apply(new FetchedWithCare(skips.unread(), fatal.suspected(), atWork)),
                        atWork::polls,
                        upcoming::add));
        keepToOwner(folder(config));
        operations.watch(
                streams,
                config.applicationId(),
                atWork,
                fatal::sentences,
                () -> Admin.create(KafkaOptions.client(config)));
        StateHeartbeat heartbeat = new StateHeartbeat(folder(config), KafkaOptions.STATE_MAX_AGE, Clock.systemUTC());
        return new GateRunner(
                streams,
                config.instanceId() != null,
                reader,
                writers,
                registry,
                consentLog,
                heartbeat,
                atWork,
                fatal,
                operations);
    }

    private static Path folder(GateConfig config) {
        return config.stateDir().resolve(config.applicationId());
    }

    private static FatalRecords fatalRecords(GateConfig config, Topics topics, RecordsAtWork atWork, int partitions) {
        return FatalRecords.look(
                folder(config),
                topics,
                config.topics().prefix(),
                atWork,
                backlogs(config, topics, partitions),
                config.fatalRecords().starts());
    }

    /** Empty when the brokers do not answer: the gate then starts without knowing which partitions stood still. */
    private static Map<TopicPartition, Backlog> backlogs(GateConfig config, Topics topics, int partitions) {
        try (Admin admin = Admin.create(KafkaOptions.client(config))) {
            return new GroupPositions(admin, KafkaOptions.client(config), config.applicationId())
                    .backlogs(topics.copartitioned().stream()
                            .collect(Collectors.toMap(Function.identity(), topic -> partitions)));
        } catch (KafkaException unanswered) {
            LOG.atDebug().setCause(unanswered).log("The brokers do not say where records are left");
            return Map.of();
        }
    }

    /** Records that the operator ordered to skip, and records that the operator lets the gate skip by itself. */
    private static Skips steppedOver(GateConfig config, Skips ordered, FatalRecords fatal) {
        if (!config.fatalRecords().stepOver()) {
            return ordered;
        }
        Map<TopicPartition, Skip> own = new HashMap<>();
        for (FatalRecord record : fatal.certainAndWithoutConsent()) {
            LOG.warn(
                    "The record at {} will be stepped over, by fatal-records.step-over: {} starts in a row ended at it",
                    record.place(),
                    record.ends());
            own.put(
                    record.partition(),
                    new Skip(record.offset(), record.ends() + " starts in a row ended at it", record.unread()));
        }
        return ordered.or(own);
    }

    /**
     * Validates the configuration offline, except state folder and ports.
     *
     * @throws InvalidConfig when a setting is unusable
     * @throws org.apache.kafka.common.config.ConfigException when an option of Kafka or of a serializer is unusable
     */
    public static void requireUsable(GateConfig config) {
        Topics topics = Topics.prefixed(config.topics().prefix());
        BarrierClientSupplier.verify(new StreamsConfig(KafkaOptions.streams(config)));
        reviewPolicy(config, policy(config));
        reader(config, topics).close();
        Writers.open(config, topics).close();
    }

    private static FactsReader reader(GateConfig config, Topics topics) {
        return FactsReader.open(
                config.serde().deserializer(),
                RegistryProperties.ofOneAttempt(config),
                new FactsReader.InputTopics(
                        topics.outboundMessages(),
                        topics.offerDecisions(),
                        topics.consentState(),
                        topics.reviewVerdicts()));
    }

    private static Policy policy(GateConfig config) {
        return Policy.standard(PolicySettings.of(config.policy()));
    }

    private static ReviewPolicy reviewPolicy(GateConfig config, Policy policy) {
        return new ReviewPolicy(
                policy, ReviewSettings.of(config.review(), config.policy().clockSkew()));
    }

    /** Checked at start: otherwise, a heap that is too small would fail only when large records arrive. */
    private static void requireHeap(GateConfig config) {
        long heap = Runtime.getRuntime().maxMemory();
        HeapNeed need = HeapNeed.of(config);
        need.refusal(heap).ifPresent(refusal -> {
            throw new InvalidConfig(refusal);
        });
        need.warning(heap).ifPresent(LOG::warn);
    }

    /** Kafka Streams would fail later, after the check of the topics, and with a stack trace. */
    private static void requireWritable(Path stateDir) {
        try {
            if (!Files.isDirectory(stateDir)) {
                Files.createDirectories(stateDir);
            }
        } catch (IOException e) {
            throw unusable(stateDir, "cannot be created (" + e.getClass().getSimpleName() + ")");
        }
        if (!Files.isWritable(stateDir)) {
            throw unusable(stateDir, "cannot be written");
        }
    }

    /** The folder holds events and consents. Kafka Streams has just made it readable for the user's group. */
    private static void keepToOwner(Path folder) {
        try {
            OwnerOnly.folder(folder);
        } catch (IOException e) {
            LOG.warn(
                    "state-dir: {} cannot be kept from other users of this machine ({}); give this user the folder",
                    folder.toAbsolutePath(),
                    e.getClass().getSimpleName());
        }
    }

    private static InvalidConfig unusable(Path stateDir, String why) {
        return new InvalidConfig("state-dir: " + stateDir.toAbsolutePath().normalize() + " " + why
                + " by this user. Give this user the folder, or name another that outlives the process");
    }

    private void start() {
        streams.setUncaughtExceptionHandler(failure -> {
            if (closing && isInterruptedWait(failure)) {
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            // The first failure is the cause; later ones may only follow from the shutdown.
            if (failed.compareAndSet(false, true)) {
                stop = Stop.of(failure);
                if (!mayBeOfARecord(stop, failure)) {
                    atWork.endsInOrder();
                }
            }
            Optional<Throwable> refusal = refusal(failure);
            if (refusal.isPresent()) {
                LOG.error("The gate stops: {}", refusal.get().getMessage());
            } else {
                LOG.atError()
                        .setCause(failure)
                        .log("A stream thread failed; the gate stops so that its supervisor starts it again");
            }
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            LOG.atInfo().addKeyValue("state", now).addKeyValue("before", before).log("The gate's state changed");
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                stopped.countDown();
            }
        });
        // Since KafkaStreams was made, the folder is locked for this process. Its stores are opened after this line.
        heartbeat.deleteStale();
        fatal.begin();
        streams.start();
        heartbeat.start(this::tasks);
    }

    private Collection<String> tasks() {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> Stream.concat(thread.activeTasks().stream(), thread.standbyTasks().stream()))
                .map(task -> task.taskId().toString())
                .toList();
    }

    /** Waits for brokers that do not answer, but fails at once on invalid topics. */
    private static Preflight.Report checkedTopics(GateConfig config, Set<Discontinuity> accepted) {
        try (Admin admin = Admin.create(KafkaOptions.client(config))) {
            while (true) {
                try {
                    Preflight.Report report = Preflight.inspect(config, admin, accepted);
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

    private static Skips ordered(GateConfig config, Topics topics) {
        try (Admin admin = Admin.create(KafkaOptions.client(config))) {
            return new SkipOrders(admin, config.applicationId(), topics).due();
        } catch (GroupAuthorizationException denied) {
            LOG.warn(
                    "The gate steps over no record, whatever 'gate skip' ordered: it may not describe group {}-skip. Grant it"
                            + " DESCRIBE and READ on that group",
                    config.applicationId());
            return Skips.NONE;
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

    /** The gate's health, and what the gate waits for. */
    public GateHealth health() {
        return operations.health();
    }

    /** The running Kafka Streams client, for its metrics and its threads' metadata. */
    public KafkaStreams streams() {
        return streams;
    }

    /**
     * Waits until the gate has stopped, by {@link #close} or by a failure.
     *
     * @return why it stopped
     */
    public Stop awaitStop() throws InterruptedException {
        stopped.await();
        return stop;
    }

    /** Why a gate stopped. */
    public enum Stop {
        CLOSED,
        CRASHED,
        /** The schema registry was away for longer than a record may wait. */
        WAITED_TOO_LONG,
        /** The gate would not continue where it stopped. An operator must act; the log says how. */
        REFUSED,
        /** The heap was too small for the input. After a restart, less input may arrive at once. */
        OUT_OF_MEMORY;

        /** The reason that follows from a thread's failure. */
        public static Stop of(Throwable failure) {
            if (refusal(failure).isPresent()) {
                return REFUSED;
            }
            if (causes(failure).anyMatch(OutOfMemoryError.class::isInstance)) {
                return OUT_OF_MEMORY;
            }
            return registryUnavailable(failure).isPresent() ? WAITED_TOO_LONG : CRASHED;
        }
    }

    /** Closing the gate ends every wait for registry and brokers. The waiting thread then fails with this exception. */
    private static boolean isInterruptedWait(Throwable failure) {
        return causes(failure).anyMatch(GroupConsentLog.WaitEnded.class::isInstance)
                || registryUnavailable(failure)
                        .filter(unavailable -> unavailable.kind() == RegistryUnavailable.Kind.INTERRUPTED)
                        .isPresent();
    }

    private static Optional<RegistryUnavailable> registryUnavailable(Throwable failure) {
        return causes(failure)
                .filter(RegistryUnavailable.class::isInstance)
                .map(RegistryUnavailable.class::cast)
                .findFirst();
    }

    /** Whether the current record may have caused the failure. False when the exception names another cause. */
    private static boolean mayBeOfARecord(Stop stop, Throwable failure) {
        return (stop == Stop.CRASHED || stop == Stop.OUT_OF_MEMORY)
                && causes(failure)
                        .noneMatch(cause -> cause instanceof RetriableException
                                || cause instanceof AuthorizationException
                                || cause instanceof AuthenticationException);
    }

    /** The cause that no restart can fix. */
    private static Optional<Throwable> refusal(Throwable failure) {
        return causes(failure)
                .filter(cause -> cause instanceof TableTopicReplaced || cause instanceof StateBehind)
                .findFirst();
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    /**
     * Stops after the current records are committed. With an instance id, the group keeps this member's place for a
     * restart. Without one, the member leaves the group, because a restart would get a new id.
     */
    @Override
    public void close() {
        closing = true;
        registry.close();
        consentLog.stopWaiting();
        CloseOptions options = CloseOptions.timeout(CLOSE_PATIENCE)
                .withGroupMembershipOperation(
                        staticMember ? GroupMembershipOperation.REMAIN_IN_GROUP : GroupMembershipOperation.LEAVE_GROUP);
        if (streams.close(options)) {
            if (stop == Stop.CLOSED) {
                atWork.endsInOrder();
            }
        } else {
            LOG.warn(
                    "The gate did not stop within {}; what was not committed is processed again after a restart",
                    CLOSE_PATIENCE);
        }
        heartbeat.close();
        consentLog.close();
        reader.close();
        writers.close();
        operations.close();
        stopped.countDown();
    }
}
