// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import io.consentgate.serde.RegistryHealth;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** Meters for the schema registry's availability, and for the schemas that it does not return. */
final class RegistryMetrics {

    private RegistryMetrics() {}

    static void register(MeterRegistry registry, RegistryHealth health, Clock clock) {
        Gauge.builder(
                        Meters.REGISTRY_AVAILABLE.id(),
                        health,
                        current -> current.status().available() ? 1 : 0)
                .description(Meters.REGISTRY_AVAILABLE.sentence())
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        Meters.REGISTRY_UNAVAILABLE_SECONDS.id(),
                        health,
                        current -> unavailableSeconds(current.status(), clock))
                .description(Meters.REGISTRY_UNAVAILABLE_SECONDS.sentence())
                .strongReference(true)
                .register(registry);
        counter(registry, Meters.REGISTRY_PARKED_SCHEMAS, health, RegistryHealth::parkedSchemas);
        counter(registry, Meters.REGISTRY_SCHEMA_WAITS_CUT_SHORT, health, RegistryHealth::schemaWaitsCutShort);
    }

    private static void counter(
            MeterRegistry registry, Meters meter, RegistryHealth health, ToDoubleFunction<RegistryHealth> count) {
        FunctionCounter.builder(meter.id(), health, count)
                .description(meter.sentence())
                .register(registry);
    }

    private static double unavailableSeconds(RegistryHealth.Status status, Clock clock) {
        return status.available()
                ? 0
                : Duration.between(status.since(), clock.instant()).toMillis() / 1000.0;
    }
}
