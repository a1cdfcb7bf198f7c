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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
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
        ProjectionReader<?> direct =
                ProjectionReader.of(kind.contract(), projection, kind.type()).orElseThrow();

        for (Object random : new RandomData(kind.contract(), RECORDS, SEED)) {
            byte[] bytes = encoded(kind.contract(), random);

            assertThat(direct.read(bytes, 0)).isEqualTo(readByAvro(kind, kind.contract(), bytes));
        }
    }

    /** Fields in another order, unknown ones of every type between them, and those with a default left out. */
    @ParameterizedTest
    @MethodSource("kinds")
    void shouldReadWhatAvroReadsOfAnotherVersionsRecords(Kind kind) throws Exception {
        Schema writer = otherVersion(kind.contract());
        ProjectionReader<?> direct = ProjectionReader.of(writer, kind.shape().projection(), kind.type())
                .orElseThrow();

        for (Object random : new RandomData(writer, RECORDS, SEED)) {
            byte[] bytes = encoded(writer, random);

            assertThat(direct.read(bytes, 0)).isEqualTo(readByAvro(kind, writer, bytes));
        }
    }

    /** Whatever a broken client sends, it is one of two things, and never more than the bytes can hold. */
    @ParameterizedTest
    @MethodSource("kinds")
    void shouldReadDamagedBytesAsFactsOrRefuseThemAsCorrupt(Kind kind) {
        Schema writer = otherVersion(kind.contract());
        ProjectionReader<?> direct = ProjectionReader.of(writer, kind.shape().projection(), kind.type())
                .orElseThrow();
        Random damage = new Random(SEED);

        for (Object random : new RandomData(writer, RECORDS, SEED)) {
            byte[] bytes = encoded(writer, random);
            for (int i = 0; i < 3; i++) {
                bytes[damage.nextInt(bytes.length)] = (byte) damage.nextInt();
            }

            try {
                assertThat(direct.read(bytes, 0)).isInstanceOf(kind.type());
            } catch (UndecodableException e) {
                assertThat(e.reason()).isEqualTo(UndecodableException.Reason.CORRUPT);
            }
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
        // A null where the facts want a value is for Avro's way to refuse, which names the field.
        assertThat(ProjectionReader.of(optional, optional, OneNumber.class)).isEmpty();
    }

    @Test
    void shouldReadItemsInSeveralBlocksWithAndWithoutTheirLength() throws Exception {
        record Names(List<String> names) {}
        Schema schema = SchemaBuilder.record("R")
                .fields()
                .name("names")
                .type()
                .array()
                .items()
                .stringType()
                .noDefault()
                .endRecord();
        byte[] oneThenTwo = {2, 2, 'a', 3, 8, 2, 'b', 2, 'c', 0};

        assertThat(ProjectionReader.of(schema, schema, Names.class)
                        .orElseThrow()
                        .read(oneThenTwo, 0))
                .isEqualTo(new Names(List.of("a", "b", "c")));
    }

    private static Object readByAvro(Kind kind, Schema writer, byte[] bytes) throws Exception {
        AvroPayload<IndexedRecord> avro = AvroPayload.plan(
                writer,
                () -> new FastReaderBuilder(new GenericData())
                        .createDatumReader(writer, kind.shape().projection()));
        return kind.facts().of(avro.read(bytes, 0));
    }

    /** The contract's fields backwards, without those that have a default, and with one of each type in front. */
    private static Schema otherVersion(Schema contract) {
        List<Schema.Field> fields = new ArrayList<>();
        Schema text = Schema.create(Schema.Type.STRING);
        for (Schema type : List.of(
                text,
                Schema.create(Schema.Type.BYTES),
                Schema.create(Schema.Type.INT),
                Schema.create(Schema.Type.LONG),
                Schema.create(Schema.Type.FLOAT),
                Schema.create(Schema.Type.DOUBLE),
                Schema.create(Schema.Type.BOOLEAN),
                Schema.createFixed("F", null, null, 3),
                Schema.createEnum("E", null, null, List.of("A", "B")),
                Schema.createArray(text),
                Schema.createMap(Schema.create(Schema.Type.NULL)),
                Schema.createUnion(Schema.create(Schema.Type.NULL), text),
                Schema.createRecord("N", null, null, false, List.of(new Schema.Field("n", text))))) {
            fields.add(new Schema.Field("unknown" + fields.size(), type));
        }
        List<Schema.Field> known = new ArrayList<>(contract.getFields());
        Collections.reverse(known);
        for (Schema.Field field : known) {
            if (!field.hasDefaultValue()) {
                fields.add(new Schema.Field(field.name(), field.schema()));
            }
        }
        return Schema.createRecord(contract.getName(), null, contract.getNamespace(), false, fields);
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
