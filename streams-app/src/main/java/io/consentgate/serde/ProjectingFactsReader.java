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

    /** How to read one writer's schema as one shape. */
    private record Decoding(Schema writer, DatumReader<IndexedRecord> reader) {}

    private static final class Decodings {
        private final RecordShape shape;
        private final Class<?> facts;
        private final Cache<SchemaRef, Decoding> byRef =
                Caffeine.newBuilder().maximumSize(MOST_SCHEMAS).build();

        Decodings(RecordShape shape, Class<?> facts) {
            this.shape = shape;
            this.facts = facts;
        }
    }

    private static final long MOST_SCHEMAS = 1_000;

    private final SchemaSource schemas;
    private final FastReaderBuilder readers = new FastReaderBuilder(new GenericData());
    private final Decodings messages = new Decodings(FactsMapping.MESSAGE, MessageFacts.class);
    private final Decodings decisions = new Decodings(FactsMapping.DECISION, DecisionFacts.class);
    private final Decodings consents = new Decodings(FactsMapping.CONSENT_STATE, ConsentFacts.class);
    private final Decodings verdicts = new Decodings(FactsMapping.VERDICT, VerdictFacts.class);

    ProjectingFactsReader(SchemaSource schemas) {
        this.schemas = schemas;
    }

    @Override
    public MessageFacts readMessage(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return FactsMapping.message(read(messages, headers, value));
    }

    @Override
    public DecisionFacts readDecision(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return FactsMapping.decision(read(decisions, headers, value));
    }

    @Override
    public ConsentFacts readConsent(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return FactsMapping.consentState(read(consents, headers, value));
    }

    @Override
    public VerdictFacts readVerdict(Headers headers, byte @Nullable [] value) throws UndecodableException {
        return FactsMapping.verdict(read(verdicts, headers, value));
    }

    private IndexedRecord read(Decodings decodings, Headers headers, byte @Nullable [] value)
            throws UndecodableException {
        byte[] bytes = WireFormat.present(value);
        WireFormat.Framed framed = WireFormat.read(headers, bytes);
        Decoding decoding = decodings.byRef.getIfPresent(framed.schema());
        if (decoding == null) {
            decoding = decoding(decodings, framed.schema());
            decodings.byRef.put(framed.schema(), decoding);
        }
        try {
            return AvroPayload.read(decoding.reader(), bytes, framed.payloadOffset());
        } catch (AvroTypeException e) {
            throw incompatible(decodings.shape.projection(), decoding.writer());
        }
    }

    private Decoding decoding(Decodings decodings, SchemaRef ref) throws UndecodableException {
        Schema writer = schemas.schema(ref);
        Schema reader = decodings.shape.projection();
        if (writer.getType() != Schema.Type.RECORD || !writer.getFullName().equals(reader.getFullName())) {
            throw new UndecodableException(
                    UndecodableException.Reason.WRONG_RECORD_TYPE,
                    ref + " is " + writer.getFullName() + ", where " + reader.getFullName() + " belongs");
        }
        Optional<DatumReader<IndexedRecord>> direct = ProjectionReader.of(writer, reader, decodings.facts);
        if (direct.isPresent()) {
            return new Decoding(writer, direct.get());
        }
        try {
            return new Decoding(writer, readers.createDatumReader(writer, reader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AvroTypeException e) {
            throw incompatible(reader, writer);
        }
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
