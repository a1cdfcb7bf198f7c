// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import io.consentgate.cli.ExitCode;
import io.consentgate.config.ConfigReader;
import io.consentgate.config.GateConfig;
import io.consentgate.console.ReviewRunner;
import io.consentgate.demo.scenario.Scenario;
import io.consentgate.local.LocalStack;
import io.consentgate.run.GateRunner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * The whole system in one process: a broker, a registry, the gate, the review console, and publishers that know the
 * right result of each record. In the end, the results are reconciled.
 */
final class Demo {

    private static final String APPLICATION_ID = "consent-gate-demo";
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    static final Duration DRAIN_PATIENCE = Duration.ofSeconds(30);
    private static final long REFRESH_MS = 1_000;
    private static final long POLL_MS = 100;

    private final Options options;
    private final PrintWriter out;
    private final Display display;
    private final CountDownLatch stop = new CountDownLatch(1);

    /**
     * The user's choices.
     *
     * @param rate events per second
     * @param length null runs until stopped
     * @param kafkaPort 0 for a free port
     * @param registryPort 0 for a free port
     * @param consolePort 0 for a free port
     * @param data null for a temporary folder
     */
    record Options(
            long seed,
            double rate,
            @Nullable Duration length,
            int partitions,
            int kafkaPort,
            int registryPort,
            int consolePort,
            @Nullable Path data,
            Scenario.Mix mix) {}

    Demo(Options options, PrintWriter out, boolean terminal) {
        this.options = options;
        this.out = out;
        this.display = Display.on(out, terminal);
    }

    /** Ends the publishing; {@link #run} then reconciles. May be called from any thread. */
    void stop() {
        stop.countDown();
    }

    /**
     * Runs to the end.
     *
     * @return the exit code: whether the books balance
     */
    int run() throws InterruptedException {
        LocalStack.Builder builder =
                LocalStack.builder().kafkaPort(options.kafkaPort()).registryPort(options.registryPort());
        if (options.data() != null) {
            builder.dataFolder(options.data());
        }
        say("starting a broker, a schema registry, the gate and the review console ...");
        try (LocalStack stack = builder.start()) {
            Cluster cluster = Cluster.on(stack, options.partitions());
            say("Kafka " + cluster.bootstrapServers() + ", registry " + cluster.registryUrl() + ", "
                    + cluster.partitions() + " partitions, seed " + options.seed());
            return run(cluster, config(cluster, stack.folder()));
        }
    }

    private GateConfig config(Cluster cluster, Path folder) {
        return ConfigReader.read(
                null,
                Map.ofEntries(
                        Map.entry("CONSENT_GATE_APPLICATION_ID", APPLICATION_ID),
                        Map.entry("CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", cluster.bootstrapServers()),
                        Map.entry("CONSENT_GATE_REGISTRY_URLS", cluster.registryUrl()),
                        // This registry has no lagging follower, and the demo is short.
                        Map.entry("CONSENT_GATE_REGISTRY_SCHEMA_PATIENCE", "500ms"),
                        Map.entry(
                                "CONSENT_GATE_STATE_DIR", folder.resolve("gate").toString()),
                        Map.entry("CONSENT_GATE_THREADS", String.valueOf(Math.min(2, cluster.partitions()))),
                        Map.entry("CONSENT_GATE_REVIEW_CONSOLE_PORT", String.valueOf(options.consolePort())),
                        Map.entry("CONSENT_GATE_REVIEW_CONSOLE_DEMO_IDENTITY", "true"),
                        Map.entry(
                                "CONSENT_GATE_REVIEW_CONSOLE_STATE_DIR",
                                folder.resolve("review").toString())));
    }

    private int run(Cluster cluster, GateConfig config) throws InterruptedException {
        Reconciliation books = new Reconciliation(Scenario.systems());
        String run = UUID.randomUUID() + ":";
        try (GateRunner gate = GateRunner.start(config);
                GateProgress progress = new GateProgress(cluster, config.applicationId());
                OutputReader outputs = OutputReader.start(run, cluster, progress.endOf(cluster.inputs()), books)) {
            if (!awaitRunning(gate)) {
                return ExitCode.FAILED;
            }
            Scenario scenario = new Scenario(options.seed(), Clock.systemUTC(), options.mix());
            try (ReviewRunner console = ReviewRunner.start(config);
                    Publisher publisher = Publisher.start(run, cluster, options.rate(), scenario, books, progress)) {
                say("review console " + console.address()
                        + ", where you sign in as Rita (reviewer), Szymon (second reviewer)"
                        + " or Ada (auditor), by a click; in a terminal: echo demo-reviewer > token && ./gate cases list"
                        + " --url " + console.address() + " --token-file token");
                watch(gate, publisher, outputs, books);
                publisher.stop();
                boolean drained = drain(gate, progress, cluster, books);
                outputs.finish();
                display.showLast(books.tallies());
                say("");
                say(Table.count(publisher.consents()) + " consent records published, "
                        + Table.count(outputs.reroutedConsents()) + " of them rerouted; "
                        + Table.count(publisher.races())
                        + " races between a consent record just acknowledged and its event");
                Settlement settlement = Settlement.of(books, drained, publisher.failure());
                settlement.report().forEach(this::say);
                return settlement.exitCode();
            }
        }
    }

    private boolean awaitRunning(GateRunner gate) throws InterruptedException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (gate.state() != KafkaStreams.State.RUNNING) {
            if (hasStopped(gate) || System.nanoTime() > deadline) {
                say("FAILED: the gate did not start within " + START_PATIENCE.toSeconds() + " s; it is " + gate.state()
                        + ". Its log says why");
                return false;
            }
            if (stop.await(POLL_MS, TimeUnit.MILLISECONDS)) {
                say("stopped before the gate had started");
                return false;
            }
        }
        return true;
    }

    private void watch(GateRunner gate, Publisher publisher, OutputReader outputs, Reconciliation books)
            throws InterruptedException {
        awaitFirstPublication(publisher, books);
        long started = System.nanoTime();
        long length =
                options.length() == null ? Long.MAX_VALUE : options.length().toNanos();
        boolean goesOn = true;
        while (goesOn) {
            long left = length - (System.nanoTime() - started);
            boolean stopped = stop.await(
                    Math.min(TimeUnit.MILLISECONDS.toNanos(REFRESH_MS), Math.max(0, left)), TimeUnit.NANOSECONDS);
            display.show(Duration.ofNanos(System.nanoTime() - started), books.tallies());
            goesOn = !stopped
                    && left > 0
                    && !hasStopped(gate)
                    && publisher.failure() == null
                    && outputs.failure() == null;
        }
    }

    private void awaitFirstPublication(Publisher publisher, Reconciliation books) throws InterruptedException {
        boolean stopped = false;
        while (!stopped && books.published() == 0 && publisher.failure() == null) {
            stopped = stop.await(POLL_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Waits until the gate has committed all published records, as long as it makes progress. */
    private boolean drain(GateRunner gate, GateProgress progress, Cluster cluster, Reconciliation books)
            throws InterruptedException {
        Map<TopicPartition, Long> ends = progress.endOf(cluster.inputs());
        long least = Long.MAX_VALUE;
        long headwayAt = System.nanoTime();
        while (true) {
            long left = progress.remaining(ends) + books.outstanding();
            if (left == 0) {
                return true;
            }
            if (left < least) {
                least = left;
                headwayAt = System.nanoTime();
            }
            if (hasStopped(gate) || System.nanoTime() - headwayAt > DRAIN_PATIENCE.toNanos()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private static boolean hasStopped(GateRunner gate) {
        return gate.state() == KafkaStreams.State.ERROR || gate.state() == KafkaStreams.State.NOT_RUNNING;
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
