// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import io.consentgate.barrier.BarrierObserver;
import io.consentgate.serde.RegistryHealth;
import io.javalin.util.JavalinException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health and metrics of one gate, from before it finds its brokers until after it has stopped. Thread-safe.
 *
 * <p>The parts of the gate report to {@link #registry} and {@link #barrier}; nobody outside sees it before
 * {@link #serve}.
 */
public final class Operations implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

    /** Tasks come and go with their metrics; a scrape is missed at most. */
    private static final Duration METRICS_REFRESH = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Two small requests to each leader. */
    private static final Duration ASK = Duration.ofSeconds(5);

    private final RegistryHealth registry;
    private final BarrierMetrics barrier;
    private final ThreadStalls stalls;
    private final OpenTransactions transactions;
    private final RecentIncidents incidents;
    private final GateHealth health;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ScheduledExecutorService refresher = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "kafka-metrics-refresh");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledExecutorService looking = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "health-look");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable OpsEndpoint endpoint;
    private @Nullable GroupStreamThreads threads;
    private @Nullable PartitionEnds ends;
    private @Nullable KafkaStreamsMetrics streamsMetrics;

    /**
     * From when on something is worth a word.
     *
     * @param hungAfter a stream thread that has not advanced for longer is hung
     * @param openTransactionAfter a publisher's transaction that has been open for longer is told of
     * @param incidentsShownFor for how long after the last one health shows what should not happen
     */
    public record Limits(Duration hungAfter, Duration openTransactionAfter, Duration incidentsShownFor) {}

    public Operations(Clock clock, Limits limits) {
        BarrierWaits waits = new BarrierWaits(clock);
        this.registry = new RegistryHealth(clock);
        this.barrier = new BarrierMetrics(metrics, waits);
        this.stalls = new ThreadStalls(clock, limits.hungAfter());
        this.transactions = new OpenTransactions(clock, limits.openTransactionAfter());
        this.incidents = new RecentIncidents(metrics, clock, limits.incidentsShownFor());
        this.health = new GateHealth(registry, waits, stalls, transactions, incidents);
        gauge(Meters.THREAD_STALL_SECONDS_MAX, () -> stalls.longest().toMillis() / 1000.0);
        gauge(Meters.OPEN_TRANSACTION_SECONDS_MAX, () -> transactions.longest().toMillis() / 1000.0);
        gauge(Meters.OPEN_TRANSACTION_RECORDS, transactions::recordsBehind);
        gauge(Meters.FATAL_RECORDS, () -> health.fatalRecords());
        RegistryMetrics.register(metrics, registry, clock);
        // When the process started: by that an alert tells a new count from a gap between two scrapes.
        new UptimeMetrics().bindTo(metrics);
    }

    private void gauge(Meters meter, Supplier<Number> value) {
        Gauge.builder(meter.id(), value).description(meter.sentence()).register(metrics);
    }

    /** Where those who need the schema registry say whether it answers. */
    public RegistryHealth registry() {
        return registry;
    }

    /** Where the read barrier says what it does. */
    public BarrierObserver barrier() {
        return barrier;
    }

    /** Where other parts register what they count; shown at {@code /metrics}. */
    public MeterRegistry metrics() {
        return metrics;
    }

    public GateHealth health() {
        return health;
    }

    /**
     * Opens {@code /health/live}, {@code /health/ready} and {@code /metrics}.
     *
     * @throws PortUnavailable when another process has the port, or the address is none of this host
     */
    public synchronized void serve(String address, int port) {
        try {
            endpoint = OpsEndpoint.open(address, port, health, metrics);
        } catch (JavalinException e) {
            throw new PortUnavailable(address, port, e);
        }
        LOG.atInfo()
                .addKeyValue("address", address)
                .addKeyValue("port", endpoint.port())
                .log("Serving /health/live, /health/ready and /metrics");
    }

    /**
     * From here on health speaks of these threads, and the metrics of Kafka Streams are shown with our own.
     *
     * @param group the group whose members they are: the application id
     * @param working how far the threads are
     * @param fatalRecords a sentence on each record that ended one start after another, and is not behind the gate yet
     * @param admins makes an admin client for this cluster, when one is needed
     */
    public synchronized void watch(
            KafkaStreams streams,
            String group,
            WorkingThreads working,
            Supplier<List<String>> fatalRecords,
            Supplier<Admin> admins) {
        GroupStreamThreads started = new GroupStreamThreads(streams, group, admins);
        PartitionEnds asked = new PartitionEnds(admins);
        threads = started;
        ends = asked;
        health.watch(started);
        health.fatalRecords(fatalRecords);
        stalls.watch(working);
        every(LOOK, stalls::look);
        every(LOOK, incidents::look);
        every(ASK, () -> transactions.look(started.partitions(), asked));
        if (endpoint != null) {
            streamsMetrics = new KafkaStreamsMetrics(streams, List.of(), refresher, METRICS_REFRESH);
            streamsMetrics.bindTo(metrics);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor
    private void every(Duration period, Runnable look) {
        looking.scheduleWithFixedDelay(
                () -> {
                    try {
                        look.run();
                    } catch (RuntimeException e) {
                        // One that threw would be the last one.
                        LOG.atDebug().setCause(e).log("Nothing to be seen this time");
                    }
                },
                0,
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Stops serving; health can still be asked here. Does nothing when closed before. */
    @Override
    public synchronized void close() {
        if (endpoint != null) {
            endpoint.close();
            endpoint = null;
        }
        if (streamsMetrics != null) {
            streamsMetrics.close();
            streamsMetrics = null;
        }
        looking.shutdownNow();
        if (threads != null) {
            threads.close();
            threads = null;
        }
        if (ends != null) {
            ends.close();
            ends = null;
        }
        refresher.shutdownNow();
    }
}
