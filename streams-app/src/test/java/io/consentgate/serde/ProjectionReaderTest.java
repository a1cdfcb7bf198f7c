// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.ConsentState;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.MessageFacts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.FastReaderBuilder;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link ProjectionReader} reads must be what Avro reads, field by field. */
class ProjectionReaderTest {

    private static final int RECORDS = 300;
    private static final long SEED = 20261124;

    /** Takes facts from a record. */
    @FunctionalInterface
    interface Facts {
        Object of(IndexedRecord record) throws UndecodableException;
    }

    record OneNumber(long n) {}

    record Kind(Schema contract, RecordShape shape, Class<?> type, Facts facts) {
        @Override
        public String toString() {
            return contract.getName();
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind(
                        OutboundMessage.getClassSchema(),
                        FactsMapping.MESSAGE,
                        MessageFacts.class,
                        FactsMapping::message),
                new Kind(
                        OfferDecision.getClassSchema(),
                        FactsMapping.DECISION,
                        DecisionFacts.class,
                        FactsMapping::decision),
                new Kind(
                        ConsentState.getClassSchema(),
                        FactsMapping.CONSENT_STATE,
                        ConsentFacts.class,
                        FactsMapping::consentState));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldReadWhatAvroReads(Kind kind) throws Exception {
        Schema projection = kind.shape().projection();
        DatumReader<IndexedRecord> direct =
                ProjectionReader.of(kind.contract(), projection, kind.type()).orElseThrow();
        DatumReader<IndexedRecord> avro =
                new FastReaderBuilder(new GenericData()).createDatumReader(kind.contract(), projection);

        for (Object random : new RandomData(kind.contract(), RECORDS, SEED)) {
            byte[] bytes = encoded(kind.contract(), random);

            Object read = kind.facts().of(AvroPayload.read(direct, bytes, 0));

            assertThat(read).isEqualTo(kind.facts().of(AvroPayload.read(avro, bytes, 0)));
        }
    }

    @Test
    void shouldLeaveToAvroAWriterWithOtherTypesAndOneWithoutARequiredField() {
        Schema projection = SchemaBuilder.record("R").fields().requiredLong("n").endRecord();
        Schema narrower = SchemaBuilder.record("R").fields().requiredInt("n").endRecord();
        Schema optional = SchemaBuilder.record("R").fields().optionalLong("n").endRecord();
        Schema lacking = SchemaBuilder.record("R").fields().requiredLong("m").endRecord();

        assertThat(ProjectionReader.of(projection, projection, OneNumber.class)).isPresent();
        assertThat(ProjectionReader.of(narrower, projection, OneNumber.class)).isEmpty();
        assertThat(ProjectionReader.of(optional, projection, OneNumber.class)).isEmpty();
        assertThat(ProjectionReader.of(lacking, projection, OneNumber.class)).isEmpty();
    }

    private static byte[] encoded(Schema schema, Object datum) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new GenericDatumWriter<>(schema).write(datum, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
