// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.events.Outcome;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewResult;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Encodes the value of a {@code review-outcomes} record with the configured serializer. Thread-safe if the serializer
 * is.
 */
public final class ReviewOutcomeWriter implements AutoCloseable {

    private final Serializer<Object> serializer;
    private final String topic;

    private ReviewOutcomeWriter(Serializer<Object> serializer, String topic) {
        this.serializer = serializer;
        this.topic = topic;
    }

    /**
     * Makes the writer for a serializer chosen by class name.
     *
     * @param properties its configuration, such as {@code schema.registry.url}
     * @param topic name of the topic of outcomes
     * @throws org.apache.kafka.common.config.ConfigException if the class or its configuration is unusable
     */
    public static ReviewOutcomeWriter open(String serializerClass, Map<String, ?> properties, String topic) {
        return new ReviewOutcomeWriter(ForeignClass.serializer(serializerClass, properties), topic);
    }

    /**
     * Encodes an outcome.
     *
     * @throws RegistryUnavailable if the registry could not be asked, or refused the contract's own schema
     */
    public byte[] write(CaseOutcome outcome) {
        try {
            return Objects.requireNonNull(serializer.serialize(topic, record(outcome)), "the serializer returned null");
        } catch (RuntimeException e) {
            // The gate made this record and it is complete, so the data cannot be the cause.
            throw ForeignFailure.unavailable(e);
        }
    }

    private static ReviewOutcome record(CaseOutcome from) {
        return new ReviewOutcome(
                from.caseId(),
                from.caseDigest(),
                from.subjectId(),
                from.verdictId(),
                ReviewResult.valueOf(from.result().name()),
                from.outcome() == null ? null : Outcome.valueOf(from.outcome()),
                from.rules(),
                QuarantinedEventWriter.findings(from.refusals()),
                QuarantinedEventWriter.consentSeen(from.consentSeen()),
                from.policyVersion(),
                from.reviewer(),
                from.secondReviewer(),
                from.control(),
                from.releasedTopic(),
                from.at());
    }

    @Override
    public void close() {
        serializer.close();
    }
}
