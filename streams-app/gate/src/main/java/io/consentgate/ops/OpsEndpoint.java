// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Health and metrics over plain HTTP, read only:
 *
 * <ul>
 *   <li>{@code /health/live} and {@code /health/ready}: 200 when UP or DEGRADED, 503 when DOWN, and {@code {"status": …,
 *       "checks": {name: {"status": …, "details": […]}}}};
 *   <li>{@code /metrics}: Prometheus' text format.
 * </ul>
 */
final class OpsEndpoint implements AutoCloseable {

    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Javalin http;

    private OpsEndpoint(Javalin http) {
        this.http = http;
    }

    /**
     * Opens the endpoint.
     *
     * @param port 0 for any free port
     * @throws io.javalin.util.JavalinException when the port cannot be opened
     */
    static OpsEndpoint open(String address, int port, GateHealth health, PrometheusMeterRegistry metrics) {
        return new OpsEndpoint(
                Javalin.create(config -> configure(config, health, metrics)).start(address, port));
    }

    private static void configure(JavalinConfig config, GateHealth health, PrometheusMeterRegistry metrics) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.routes.get("/health/live", context -> answer(context, health::live));
        config.routes.get("/health/ready", context -> answer(context, health::ready));
        config.routes.get(
                "/metrics", context -> context.contentType(PROMETHEUS_TEXT).result(metrics.scrape(PROMETHEUS_TEXT)));
    }

    private static void answer(Context context, Supplier<Health> question) {
        Health health = question.get();
        context.status(
                        switch (health.status()) {
                            case UP, DEGRADED -> HttpStatus.OK;
                            case DOWN -> HttpStatus.SERVICE_UNAVAILABLE;
                        })
                .header("Cache-Control", "no-store")
                .contentType("application/json")
                .result(json(health).toString());
    }

    private static ObjectNode json(Health health) {
        ObjectNode answer =
                JSON.createObjectNode().put("status", health.status().name());
        ObjectNode checks = answer.putObject("checks");
        health.checks().forEach((subject, check) -> {
            ArrayNode details = checks.putObject(subject.name().toLowerCase(Locale.ROOT))
                    .put("status", check.status().name())
                    .putArray("details");
            check.details().forEach(details::add);
        });
        return answer;
    }

    int port() {
        return http.port();
    }

    @Override
    public void close() {
        http.stop();
    }
}
