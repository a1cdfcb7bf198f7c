// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Counts rare events twice: for the whole process ({@link GateCounters}, for alerts), and as metrics of Kafka Streams,
 * to find their source. These are in the group {@code stream-consent-gate-metrics}, tagged with operator and task.
 */
final class Incidents {

    private static final String SCOPE = "consent-gate";

    private final GateCounters counters;
    private final GateCounters.Input input;
    private final Sensor rerouted;
    private final Sensor deadLettered;
    private final Sensor outdated;
    private final Sensor doubtful;

    Incidents(ProcessorContext<?, ?> context, String operator, GateCounters counters, GateCounters.Input input) {
        this.counters = counters;
        this.input = input;
        StreamsMetrics metrics = context.metrics();
        String entity = operator + "-" + context.taskId();
        this.rerouted = metrics.addRateTotalSensor(SCOPE, entity, "rerouted", Sensor.RecordingLevel.INFO);
        this.outdated = metrics.addRateTotalSensor(SCOPE, entity, "outdated", Sensor.RecordingLevel.INFO);
        this.doubtful = metrics.addRateTotalSensor(SCOPE, entity, "doubtful", Sensor.RecordingLevel.INFO);
        this.deadLettered = metrics.addRateTotalSensor(SCOPE, entity, "dead-lettered", Sensor.RecordingLevel.INFO);
    }

    void rerouted() {
        rerouted.record();
        counters.rerouted(input);
    }

    void deadLettered() {
        deadLettered.record();
        counters.deadLettered(input);
    }

    /** A consent record older than the stored one or than an erasure. The publisher's version count may be wrong. */
    void outdated() {
        outdated.record();
        counters.outdatedConsent();
    }

    /** A consent record that contradicts the stored one. */
    void doubtful() {
        doubtful.record();
        counters.doubtfulConsent();
    }
}
