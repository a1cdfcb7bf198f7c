// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.events.Automation;
import io.consentgate.events.AutomationMode;
import io.consentgate.events.DecisionRole;
import io.consentgate.events.Effect;
import io.consentgate.events.Human;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.Reliance;
import io.consentgate.policy.facts.DecisionFacts;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a publisher's decision again, as a human took it: with the human's part, and with new content if they changed
 * it. Uses this version's schema, so additional fields of a newer publisher are lost. Thread-safe if the serializer is;
 * {@link AvroSerializer} and Confluent's are.
 */
public final class HumanDecisionWriter implements AutoCloseable {

    private final DeserializerPool deserializers;
    private final RecordReading reading;
    private final Serializer<Object> serializer;
    private final String from;
    private final String to;

    private HumanDecisionWriter(
            DeserializerPool deserializers,
            RecordReading reading,
            Serializer<Object> serializer,
            String from,
            String to) {
        this.deserializers = deserializers;
        this.reading = reading;
        this.serializer = serializer;
        this.from = from;
        this.to = to;
    }

    /**
     * Makes the writer for classes chosen by name.
     *
     * @param properties configuration of both
     * @param from topic that the decisions came from
     * @param to topic that they are written to
     * @throws org.apache.kafka.common.config.ConfigException if a class or its configuration is unusable
     */
    public static HumanDecisionWriter open(
            String deserializerClass, String serializerClass, Map<String, ?> properties, String from, String to) {
        DeserializerPool deserializers = DeserializerPool.open(deserializerClass, properties);
        return new HumanDecisionWriter(
                deserializers, deserializers, ForeignClass.serializer(serializerClass, properties), from, to);
    }

    /** A writer that waits for the registry when it must to read a publisher's record. Closing either closes both. */
    public HumanDecisionWriter waiting(RegistryPatience patience) {
        return new HumanDecisionWriter(deserializers, deserializers.waiting(patience), serializer, from, to);
    }

    /**
     * Encodes the decision.
     *
     * @param headers the headers of the publisher's record; they may name its schema
     * @param value the publisher's record
     * @param decided the decision as the human took it
     * @param content between position and limit; null to keep the publisher's
     * @throws UndecodableException if the publisher's record cannot be read as a whole
     * @throws RegistryUnavailable if the registry could not be asked
     */
    public byte[] write(Headers headers, byte[] value, DecisionFacts decided, @Nullable ByteBuffer content)
            throws UndecodableException {
        OfferDecision decision = read(headers, value);
        decision.setDecidedAt(decided.decidedAt());
        decision.setRole(DecisionRole.valueOf(decided.role().name()));
        decision.setReliance(
                decided.reliance() == null
                        ? null
                        : Reliance.valueOf(decided.reliance().name()));
        List<Effect> effects = decided.effects().stream()
                .sorted()
                .map(effect -> Effect.valueOf(effect.name()))
                .toList();
        if (!Set.copyOf(effects).equals(Set.copyOf(decision.getEffects()))) {
            decision.setEffects(effects);
        }
        decision.setAutomation(new Automation(
                AutomationMode.valueOf(decided.automation().mode().name()),
                human(decided.automation().human())));
        DecisionFacts.Profiling profiling = decided.profiling();
        if (profiling != null && decision.getProfiling() != null) {
            decision.getProfiling().setSpecialCategoryData(profiling.specialCategoryData());
            decision.getProfiling().setAspects(profiling.aspects());
        }
        decision.setExplanationRef(decided.explanationRef());
        if (content != null) {
            decision.setContent(content.duplicate());
        }
        try {
            return Objects.requireNonNull(serializer.serialize(to, decision), "the serializer returned null");
        } catch (RuntimeException e) {
            throw ForeignFailure.unavailable(e);
        }
    }

    /**
     * The publisher's content of a decision.
     *
     * @throws UndecodableException if the publisher's record cannot be read as a whole
     * @throws RegistryUnavailable if the registry could not be asked
     */
    public ByteBuffer contentOf(Headers headers, byte[] value) throws UndecodableException {
        return read(headers, value).getContent();
    }

    private static @Nullable Human human(DecisionFacts.@Nullable Human human) {
        return human == null
                ? null
                : new Human(
                        human.reviewerRef(),
                        human.role(),
                        human.authorityRef(),
                        human.startedAt(),
                        human.decidedAt(),
                        human.inputsSeen(),
                        human.mayChange(),
                        human.changed(),
                        human.batchSize(),
                        human.systemProposal());
    }

    private OfferDecision read(Headers headers, byte[] value) throws UndecodableException {
        return Reencoded.as(OfferDecision.class, reading.read(from, headers, value));
    }

    @Override
    public void close() {
        deserializers.close();
        serializer.close();
    }
}
