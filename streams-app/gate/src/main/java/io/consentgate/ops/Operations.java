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
 * <p>The gate's parts report to {@link #registry} and {@link #barrier}. Nothing is visible from outside before {@link
 * #serve}.
 */
public final class Operations implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

    /** Tasks come and go with their metrics; at this interval, at most one scrape misses them. */
    private static final Duration METRICS_REFRESH = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Each look sends two small requests to each leader. */
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
     * Limits beyond which health reports a problem.
     *
     * @param hungAfter time without progress after which a stream thread counts as hung
     * @param openTransactionAfter age from which a publisher's open transaction is reported
     * @param incidentsShownFor how long health shows an incident after it last happened
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
        // Start time of the process: alerts need it to tell a reset counter from a gap between two scrapes.
        new UptimeMetrics().bindTo(metrics);
    }

    private void gauge(Meters meter, Supplier<Number> value) {
        Gauge.builder(meter.id(), value).description(meter.sentence()).register(metrics);
    }

    /** Receives reports on whether the schema registry answers. */
    public RegistryHealth registry() {
        return registry;
    }

    /** Receives the read barrier's reports. */
    public BarrierObserver barrier() {
        return barrier;
    }

    /** Registry for counters of other parts, shown at {@code /metrics}. */
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
     * From now on, health covers these threads, and {@code /metrics} includes Kafka Streams' metrics.
     *
     * @param group the threads' consumer group: the application id
     * @param working reports the progress of the threads
     * @param fatalRecords one sentence on each record that ended consecutive starts and that the gate has not yet
     *     passed
     * @param admins makes an admin client for this cluster on demand
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
                        // An exception would cancel all later runs.
                        LOG.atDebug().setCause(e).log("Nothing to be seen this time");
                    }
                },
                0,
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Stops serving. The health methods still answer. Repeated calls do nothing. */
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
