// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Counts what should be rare, as metrics of Kafka Streams in the group {@code stream-consent-gate-metrics}, tagged
 * with the operator: an alert's business, not an exception's.
 */
final class Incidents {

    private static final String SCOPE = "consent-gate";

    private final Sensor rerouted;
    private final Sensor deadLettered;
    private final Sensor outdated;

    Incidents(ProcessorContext<?, ?> context, String operator) {
        StreamsMetrics metrics = context.metrics();
        String entity = operator + "-" + context.taskId();
        this.rerouted = metrics.addRateTotalSensor(SCOPE, entity, "rerouted", Sensor.RecordingLevel.INFO);
        this.outdated = metrics.addRateTotalSensor(SCOPE, entity, "outdated", Sensor.RecordingLevel.INFO);
        this.deadLettered = metrics.addRateTotalSensor(SCOPE, entity, "dead-lettered", Sensor.RecordingLevel.INFO);
    }

    void rerouted() {
        rerouted.record();
    }

    void deadLettered() {
        deadLettered.record();
    }

    /** A consent record of an older version than the one on record; a publisher's count may be wrong. */
    void outdated() {
        outdated.record();
    }
}
