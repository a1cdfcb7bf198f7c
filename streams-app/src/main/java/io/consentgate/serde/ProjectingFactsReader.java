// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.review.facts.VerdictFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.FastReaderBuilder;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Decodes only the fields that facts are made of. {@link ProjectionReader} does so where the writer's types are
 * the contract's, and Avro's schema resolution elsewhere. Both step over content without copying it, fill defaults, and
 * read symbols that nobody here knows as {@code UNKNOWN}.
 */
final class ProjectingFactsReader implements FactsReader {

    /** Reads the facts from records of one writer's schema. */
    @FunctionalInterface
    private interface Decoding<F> {
        F read(byte[] value, int payloadOffset) throws UndecodableException;
    }

    /** Makes facts of a record that Avro read. */
    @FunctionalInterface
    private interface Mapping<F> {
        F from(IndexedRecord record) throws UndecodableException;
    }

    private record Known<F>(SchemaRef schema, Decoding<F> decoding) {}

    /** What was found out about the writers of one kind of record. */
    private static final class Writers<F> {
        private final Schema projection;
        private final Class<F> facts;
        private final Mapping<F> mapping;
        private final Cache<SchemaRef, Decoding<F>> decodings =
                Caffeine.newBuilder().maximumSize(MOST_SCHEMAS).build();
        /** Mostly the next record's, too, and found more cheaply than in a cache. */
        private volatile @Nullable Known<F> last;

        Writers(RecordShape shape, Class<F> facts, Mapping<F> mapping) {
            this.projection = shape.projection();
            this.facts = facts;
            this.mapping = mapping;
        }
    }

    private static final long MOST_SCHEMAS = 1_000;

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
        return read(consents, headers, value);
    }

    @Override
    public VerdictFacts readVerdict(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return read(verdicts, headers, value);
    }

    private <F> F read(Writers<F> writers, Headers headers, byte @Nullable [] value) throws UndecodableException {
        byte[] bytes = WireFormat.present(value);
        WireFormat.Framed framed = WireFormat.read(headers, bytes);
        return decoding(writers, framed.schema()).read(bytes, framed.payloadOffset());
    }

    private <F> Decoding<F> decoding(Writers<F> writers, SchemaRef schema) throws UndecodableException {
        Known<F> last = writers.last;
        if (last != null && last.schema().equals(schema)) {
            return last.decoding();
        }
        Decoding<F> decoding = writers.decodings.getIfPresent(schema);
        if (decoding == null) {
            decoding = plan(writers, schema);
            writers.decodings.put(schema, decoding);
        }
        writers.last = new Known<>(schema, decoding);
        return decoding;
    }

    private <F> Decoding<F> plan(Writers<F> writers, SchemaRef ref) throws UndecodableException {
        Schema writer = schemas.schema(ref);
        Schema reader = writers.projection;
        if (writer.getType() != Schema.Type.RECORD || !writer.getFullName().equals(reader.getFullName())) {
            throw new UndecodableException(
                    UndecodableException.Reason.WRONG_RECORD_TYPE,
                    ref + " is " + writer.getFullName() + ", where " + reader.getFullName() + " belongs");
        }
        TimestampUnit.requireTheContracts(writer, reader);
        Optional<ProjectionReader<F>> direct = ProjectionReader.of(writer, reader, writers.facts);
        if (direct.isPresent()) {
            return direct.get()::read;
        }
        AvroPayload.requireEndsWithItsBytes(writer);
        return resolvedByAvro(writers, writer);
    }

    private <F> Decoding<F> resolvedByAvro(Writers<F> writers, Schema writer) throws UndecodableException {
        Schema reader = writers.projection;
        DatumReader<IndexedRecord> resolving;
        try {
            resolving = readers.createDatumReader(writer, reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AvroTypeException e) {
            throw incompatible(reader, writer);
        }
        return (value, payloadOffset) -> {
            try {
                return writers.mapping.from(AvroPayload.read(resolving, value, payloadOffset));
            } catch (AvroTypeException e) {
                throw incompatible(reader, writer);
            }
        };
    }

    /** Avro fails on the record that meets the difference, naming types alone; this names the fields. */
    private static UndecodableException incompatible(Schema reader, Schema writer) {
        String differences =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getResult()
                        .getIncompatibilities()
                        .stream()
                        .map(difference -> difference.getType() + " " + difference.getMessage() + " at "
                                + difference.getLocation())
                        .collect(Collectors.joining("; "));
        return new UndecodableException(
                UndecodableException.Reason.INCOMPATIBLE_SCHEMA,
                "the writer's " + writer.getFullName() + " cannot be read as the contract's: " + differences);
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
