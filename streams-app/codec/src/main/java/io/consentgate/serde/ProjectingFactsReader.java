// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.Cache;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.review.facts.VerdictFacts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.FastReaderBuilder;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Decodes only the fields of the facts. Uses {@link ProjectionReader} when the writer's types equal the contract's, and
 * otherwise Avro's schema resolution. Both skip content without copying it, fill in defaults, and read unknown symbols
 * as {@code UNKNOWN}.
 */
final class ProjectingFactsReader implements FactsReader {

    /** Reads the facts from records of one writer's schema. */
    @FunctionalInterface
    private interface Decoding<F> {
        F read(byte[] value, int payloadOffset) throws UndecodableException;
    }

    /** Makes facts from a record that Avro read. */
    @FunctionalInterface
    private interface Mapping<F> {
        F from(IndexedRecord record) throws UndecodableException;
    }

    /** @param unknownFields fields that the contract does not have */
    private record Plan<F>(SchemaRef schema, Schema writer, Decoding<F> decoding, List<String> unknownFields) {}

    /** What is known about the writers of one kind of record. */
    private static final class Writers<F> {
        private final RecordShape shape;
        private final Class<F> facts;
        private final Mapping<F> mapping;
        private final Cache<SchemaRef, Plan<F>> plans =
                KeptSchemas.<Plan<F>>of(Plan::writer).build();
        /** Usually also the next record's plan, and faster to reach than a cache entry. */
        private volatile @Nullable Plan<F> last;

        Writers(RecordShape shape, Class<F> facts, Mapping<F> mapping) {
            this.shape = shape;
            this.facts = facts;
            this.mapping = mapping;
        }
    }

    /** Limit on named differences of an incompatible schema. */
    private static final long MOST_DIFFERENCES = 5;

    private final SchemaSource schemas;
    private final FastReaderBuilder readers = new FastReaderBuilder(new GenericData());
    private final Writers<MessageFacts> messages =
            new Writers<>(FactsMapping.MESSAGE, MessageFacts.class, FactsMapping::message);
    private final Writers<DecisionFacts> decisions =
            new Writers<>(FactsMapping.DECISION, DecisionFacts.class, FactsMapping::decision);
    private final Writers<ConsentFacts> consents =
            new Writers<>(FactsMapping.CONSENT_STATE, ConsentFacts.class, FactsMapping::consentState);
    private final Writers<VerdictFacts> verdicts =
            new Writers<>(FactsMapping.VERDICT, VerdictFacts.class, FactsMapping::verdict);

    ProjectingFactsReader(SchemaSource schemas) {
        this.schemas = schemas;
    }

    @Override
    public MessageFacts readMessage(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return read(messages, headers, value);
    }

    @Override
    public DecisionFacts readDecision(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return read(decisions, headers, value);
    }

    @Override
    public ConsentFacts readConsent(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return ConsentEntries.bounded(read(consents, headers, value));
    }

    @Override
    public ConsentReading inspectConsent(Headers headers, byte @Nullable [] value) throws UndecodableException {
        byte[] bytes = WireFormat.present(value);
        WireFormat.Framed framed = WireFormat.read(headers, bytes);
        Plan<ConsentFacts> plan = plan(consents, framed.schema());
        return new ConsentReading(ConsentEntries.bounded(read(plan, bytes, framed)), plan.unknownFields());
    }

    @Override
    public VerdictFacts readVerdict(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return read(verdicts, headers, value);
    }

    @Override
    public SchemaSource.Giving registryGiving() {
        return schemas.giving();
    }

    private <F> F read(Writers<F> writers, Headers headers, byte @Nullable [] value) throws UndecodableException {
        byte[] bytes = WireFormat.present(value);
        WireFormat.Framed framed = WireFormat.read(headers, bytes);
        return read(plan(writers, framed.schema()), bytes, framed);
    }

    private static <F> F read(Plan<F> plan, byte[] bytes, WireFormat.Framed framed) throws UndecodableException {
        try {
            return plan.decoding().read(bytes, framed.payloadOffset());
        } catch (Throwable e) {
            throw Untrusted.inValue(e);
        }
    }

    private <F> Plan<F> plan(Writers<F> writers, SchemaRef schema) throws UndecodableException {
        Plan<F> last = writers.last;
        if (last != null && last.schema().equals(schema)) {
            return last;
        }
        Plan<F> plan = writers.plans.getIfPresent(schema);
        if (plan == null) {
            plan = newPlan(writers, schema);
            writers.plans.put(schema, plan);
        }
        writers.last = plan;
        return plan;
    }

    private <F> Plan<F> newPlan(Writers<F> writers, SchemaRef ref) throws UndecodableException {
        Schema writer = schemas.schema(ref);
        try {
            Decoding<F> decoding = decoding(writers, ref, writer);
            UnknownFields unknown = UnknownFields.of(writer, writers.shape.contract());
            if (writers != consents) {
                unknown.requireNoneMisspelt();
            }
            return new Plan<>(ref, writer, decoding, unknown.paths());
        } catch (Throwable e) {
            throw Untrusted.inSchema("" + ref, e);
        }
    }

    private <F> Decoding<F> decoding(Writers<F> writers, SchemaRef ref, Schema writer) throws UndecodableException {
        Schema reader = writers.shape.projection();
        if (writer.getType() != Schema.Type.RECORD || !writer.getFullName().equals(reader.getFullName())) {
            throw new UndecodableException(
                    UndecodableException.Reason.WRONG_RECORD_TYPE,
                    ref + " is " + writer.getFullName() + ", where " + reader.getFullName() + " belongs");
        }
        SchemaBudget.of(writer);
        TimestampUnit.requireTheContracts(writer, reader);
        Optional<ProjectionReader<F>> direct = ProjectionReader.of(writer, reader, writers.facts);
        if (direct.isPresent()) {
            return direct.get()::read;
        }
        return resolvedByAvro(writers, writer);
    }

    private <F> Decoding<F> resolvedByAvro(Writers<F> writers, Schema writer) throws UndecodableException {
        Schema reader = writers.shape.projection();
        AvroPayload<IndexedRecord> resolving = AvroPayload.plan(writer, () -> {
            try {
                return readers.createDatumReader(writer, reader);
            } catch (AvroTypeException e) {
                throw incompatible(reader, writer);
            }
        });
        // Avro fails only on a record that meets the difference. The check is expensive, so it runs once per schema: a
        // flood of bad records must stay cheap.
        AtomicReference<@Nullable UndecodableException> found = new AtomicReference<>();
        return (value, payloadOffset) -> {
            try {
                return writers.mapping.from(resolving.read(value, payloadOffset));
            } catch (AvroTypeException e) {
                UndecodableException reason = found.get();
                if (reason == null) {
                    reason = incompatible(reader, writer);
                    found.set(reason);
                }
                throw reason;
            }
        };
    }

    /** Avro's message names only types; this one names the fields. */
    private static UndecodableException incompatible(Schema reader, Schema writer) {
        String differences =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getResult()
                        .getIncompatibilities()
                        .stream()
                        .limit(MOST_DIFFERENCES)
                        .map(difference -> difference.getType() + " " + difference.getMessage() + " at "
                                + difference.getLocation())
                        .collect(Collectors.joining("; "));
        return new UndecodableException(
                UndecodableException.Reason.INCOMPATIBLE_SCHEMA,
                "the writer's " + writer.getFullName() + " cannot be read as the contract's: " + differences);
    }

    @Override
    public void close() {
        // Holds no resources.
    }
}
