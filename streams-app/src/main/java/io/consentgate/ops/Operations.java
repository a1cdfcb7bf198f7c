// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import io.consentgate.barrier.BarrierObserver;
import io.consentgate.serde.RegistryHealth;
import io.javalin.util.JavalinException;
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

    private final RegistryHealth registry;
    private final BarrierMetrics barrier;
    private final GateHealth health;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ScheduledExecutorService refresher = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "kafka-metrics-refresh");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable OpsEndpoint endpoint;
    private @Nullable GroupStreamThreads threads;
    private @Nullable KafkaStreamsMetrics streamsMetrics;

    public Operations(Clock clock) {
        BarrierWaits waits = new BarrierWaits(clock);
        this.registry = new RegistryHealth(clock);
        this.barrier = new BarrierMetrics(metrics, waits);
        this.health = new GateHealth(registry, waits);
        RegistryMetrics.register(metrics, registry, clock);
        // When the process started: by that an alert tells a new count from a gap between two scrapes.
        new UptimeMetrics().bindTo(metrics);
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
     * @param admins makes an admin client for this cluster, when one is needed
     */
    public synchronized void watch(KafkaStreams streams, String group, Supplier<Admin> admins) {
        threads = new GroupStreamThreads(streams, group, admins);
        health.watch(threads);
        if (endpoint != null) {
            streamsMetrics = new KafkaStreamsMetrics(streams, List.of(), refresher, METRICS_REFRESH);
            streamsMetrics.bindTo(metrics);
        }
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
        if (threads != null) {
            threads.close();
            threads = null;
        }
        refresher.shutdownNow();
    }
}
