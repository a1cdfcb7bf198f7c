// SPDX-License-Identifier: Apache-2.0
package io.consentgate.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.schemas.GeneratedClasses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A publisher may be upgraded before the gate: what it says anew is unknown to the gate, never unreadable. */
class NewerPublisherTest {

    @BeforeAll
    static void trustGeneratedClasses() {
        GeneratedClasses.trust();
    }

    @Test
    void shouldReadANewSymbolAsUnknown() throws IOException {
        Schema newer = with(
                OutboundMessage.getClassSchema(), "\"symbols\":[\"UNKNOWN\",", "\"symbols\":[\"UNKNOWN\",\"NEW\",");
        GenericRecord written = new GenericRecordBuilder(newer)
                .set("messageId", "m-1")
                .set("subjectId", "s-1")
                .set("controllerId", "c-1")
                .set("channel", symbol(newer, "channel", "NEW"))
                .set("purpose", symbol(newer, "purpose", "DIRECT_MARKETING"))
                .set("commercialContent", symbol(newer, "commercialContent", "NEW"))
                .set("trigger", symbol(newer, "trigger", "NEW"))
                .set("initiator", symbol(newer, "initiator", "BUSINESS"))
                .set("createdAt", Instant.parse("2026-05-03T10:00:00Z").toEpochMilli())
                .set("chargedToRecipient", false)
                .set("content", ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .build();

        OutboundMessage read = read(written, new OutboundMessage());

        assertThat(read.getChannel()).isEqualTo(Channel.UNKNOWN);
        assertThat(read.getPurpose()).isEqualTo(Purpose.DIRECT_MARKETING);
        assertThat(read.getCommercialContent()).isEqualTo(CommercialContent.UNKNOWN);
        assertThat(read.getTrigger()).isEqualTo(Trigger.UNKNOWN);
        assertThat(read.getInitiator()).isEqualTo(Initiator.BUSINESS);
        assertThat(read.getCreatedAt()).isEqualTo("2026-05-03T10:00:00Z");
        assertThat(read.getJurisdiction()).isEqualTo("PL");
        assertThat(read.getContent()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    @Test
    void shouldReadANewSymbolWithinAListAsUnknown() throws IOException {
        Schema newer = with(
                TrueClassification.getClassSchema(),
                "\"symbols\":[\"UNKNOWN\",\"CONTRACT_TERMS\"",
                "\"symbols\":[\"UNKNOWN\",\"NEW\",\"CONTRACT_TERMS\"");
        Schema effects = newer.getField("effects").schema();
        GenericRecord written = new GenericRecordBuilder(newer)
                .set(
                        "effects",
                        new GenericData.Array<>(
                                effects,
                                List.of(
                                        new GenericData.EnumSymbol(effects.getElementType(), "NEW"),
                                        new GenericData.EnumSymbol(effects.getElementType(), "PRICE"))))
                .build();

        TrueClassification read = read(written, new TrueClassification());

        assertThat(read.getEffects()).containsExactly(Effect.UNKNOWN, Effect.PRICE);
    }

    @Test
    void shouldPassOverANewField() throws IOException {
        Schema newer = with(
                Objection.getClassSchema(), "\"fields\":[", "\"fields\":[{\"name\":\"note\",\"type\":\"string\"},");
        GenericRecord written = new GenericRecordBuilder(newer)
                .set("note", "of a later version")
                .set("controllerId", "c-1")
                .set("scope", symbol(newer, "scope", "PROFILING"))
                .set("raisedAt", 0L)
                .build();

        Objection read = read(written, new Objection());

        assertThat(read.getControllerId()).isEqualTo("c-1");
        assertThat(read.getScope()).isEqualTo(ObjectionScope.PROFILING);
        assertThat(read.getRaisedAt()).isEqualTo(Instant.EPOCH);
    }

    private static Schema with(Schema schema, String old, String replacement) {
        String json = schema.toString();
        assertThat(json).contains(old);
        return SchemaParser.parseSingle(json.replace(old, replacement));
    }

    private static GenericData.EnumSymbol symbol(Schema owner, String field, String symbol) {
        Schema type = owner.getField(field).schema();
        return new GenericData.EnumSymbol(type.isUnion() ? type.getTypes().get(1) : type, symbol);
    }

    private static <T extends SpecificRecord> T read(GenericRecord written, T empty) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(written.getSchema()).write(written, encoder);
        encoder.flush();
        return new SpecificDatumReader<T>(written.getSchema(), empty.getSchema())
                .read(empty, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }
}
