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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a decision anew, as a human took it: the publisher's record with the human's part, and the content where they
 * changed it. In this version's schema: what a newer publisher's has besides is left out. Thread-safe.
 */
public final class HumanDecisionWriter implements AutoCloseable {

    private final Deserializer<?> deserializer;
    private final Serializer<Object> serializer;
    private final String from;
    private final String to;

    private HumanDecisionWriter(Deserializer<?> deserializer, Serializer<Object> serializer, String from, String to) {
        this.deserializer = deserializer;
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
        return new HumanDecisionWriter(
                ForeignClass.deserializer(deserializerClass, properties),
                ForeignClass.serializer(serializerClass, properties),
                from,
                to);
    }

    /**
     * Encodes the decision.
     *
     * @param headers those that the publisher's record came with; they may name its schema
     * @param value the publisher's record
     * @param decided the decision as the human took it
     * @param content between position and limit; null to leave the publisher's
     * @throws UndecodableException if the publisher's record cannot be read as a whole
     * @throws RegistryUnavailable if the registry could not be asked
     */
    public synchronized byte[] write(Headers headers, byte[] value, DecisionFacts decided, @Nullable ByteBuffer content)
            throws UndecodableException {
        OfferDecision decision = inOurSchema(read(headers, value));
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
     * The content that a decision came with.
     *
     * @throws UndecodableException if the publisher's record cannot be read as a whole
     * @throws RegistryUnavailable if the registry could not be asked
     */
    public synchronized ByteBuffer contentOf(Headers headers, byte[] value) throws UndecodableException {
        return inOurSchema(read(headers, value)).getContent();
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

    private IndexedRecord read(Headers headers, byte[] value) throws UndecodableException {
        Object datum;
        try {
            datum = deserializer.deserialize(from, headers, value);
        } catch (RuntimeException e) {
            throw ForeignFailure.proven(e);
        }
        if (datum instanceof IndexedRecord record) {
            return record;
        }
        throw new UndecodableException(
                UndecodableException.Reason.WRONG_RECORD_TYPE, "the value is not an Avro record");
    }

    /** By way of bytes: the record may be of any class and of any compatible schema. */
    private static OfferDecision inOurSchema(IndexedRecord record) throws UndecodableException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            writerOf(record).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Schema ours = OfferDecision.getClassSchema();
        return AvroPayload.read(
                new SpecificDatumReader<OfferDecision>(
                        record.getSchema(), ours, SpecificData.getForClass(OfferDecision.class)),
                out.toByteArray(),
                0);
    }

    private static DatumWriter<IndexedRecord> writerOf(IndexedRecord record) {
        if (record instanceof SpecificRecordBase) {
            return new SpecificDatumWriter<>(record.getSchema(), SpecificData.getForClass(record.getClass()));
        }
        GenericData data = new GenericData();
        data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        return new GenericDatumWriter<>(record.getSchema(), data);
    }

    @Override
    public void close() {
        deserializer.close();
        serializer.close();
    }
}
