// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.events.ConsentSeen;
import io.consentgate.events.EventKind;
import io.consentgate.events.Finding;
import io.consentgate.events.Outcome;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the value of a {@code quarantine} record, with the configured serializer.
 *
 * <p>Thread-safe if the serializer is; {@link AvroSerializer} and Confluent's are.
 */
public final class QuarantinedEventWriter implements AutoCloseable {

    private final Serializer<Object> serializer;
    private final String topic;

    private QuarantinedEventWriter(Serializer<Object> serializer, String topic) {
        this.serializer = serializer;
        this.topic = topic;
    }

    /**
     * Makes the writer for a serializer chosen by class name.
     *
     * @param serializerClass name of a {@link Serializer}, such as {@code io.consentgate.serde.AvroSerializer}
     * @param properties its configuration, such as {@code schema.registry.url}
     * @param topic name of the quarantine topic
     * @throws org.apache.kafka.common.config.ConfigException if the class or its configuration is unusable
     */
    public static QuarantinedEventWriter open(String serializerClass, Map<String, ?> properties, String topic) {
        return new QuarantinedEventWriter(ForeignClass.serializer(serializerClass, properties), topic);
    }

    /**
     * Encodes a case.
     *
     * @throws RegistryUnavailable if the registry could not be asked, or refused the contract's own schema; see
     *     {@link RegistryWait}
     * @throws IllegalArgumentException if the kind or an outcome is not in the contract
     */
    public byte[] write(QuarantineCase quarantined) {
        QuarantinedEvent event = event(quarantined);
        try {
            return Objects.requireNonNull(serializer.serialize(topic, event), "the serializer returned null");
        } catch (RuntimeException e) {
            // The gate made this record and it is complete, so the data cannot be the cause.
            throw ForeignFailure.unavailable(e);
        }
    }

    private static QuarantinedEvent event(QuarantineCase from) {
        QuarantineCase.Source source = from.source();
        return new QuarantinedEvent(
                from.caseId(),
                from.caseDigest(),
                from.subjectId(),
                EventKind.valueOf(from.kind()),
                new Source(source.topic(), source.partition(), source.offset(), source.timestamp()),
                findings(from.violations()),
                findings(from.advice()),
                outcomes(from.allowedOutcomes()),
                consentSeen(from.consentSeen()),
                from.joins(),
                from.policyVersion(),
                from.quarantinedAt(),
                from.deadline(),
                from.retainUntil(),
                from.event().duplicate());
    }

    static List<Finding> findings(List<QuarantineCase.Finding> from) {
        List<Finding> findings = new ArrayList<>(from.size());
        for (QuarantineCase.Finding finding : from) {
            findings.add(new Finding(finding.rule(), finding.law(), finding.en(), finding.pl(), finding.facts()));
        }
        return findings;
    }

    private static List<Outcome> outcomes(List<String> names) {
        List<Outcome> outcomes = new ArrayList<>(names.size());
        for (String name : names) {
            outcomes.add(Outcome.valueOf(name));
        }
        return outcomes;
    }

    static @Nullable ConsentSeen consentSeen(QuarantineCase.@Nullable ConsentSeen from) {
        return from == null ? null : new ConsentSeen(from.version(), from.updatedAt(), from.partition(), from.offset());
    }

    @Override
    public void close() {
        serializer.close();
    }
}
