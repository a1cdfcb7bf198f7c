// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.events.OfferDecision;
import io.consentgate.local.SchemaRegistryServer;
import io.consentgate.policy.facts.DecisionFacts;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HumanDecisionWriterTest {

    @TempDir
    Path folder;

    private SchemaRegistryServer registry;
    private final AvroSerializer serializer = new AvroSerializer();
    private final AvroDeserializer deserializer = new AvroDeserializer();
    private FactsReader reader;
    private HumanDecisionWriter writer;

    @BeforeEach
    void open() {
        registry = SchemaRegistryServer.builder(folder).start();
        Map<String, Object> properties = Map.of("schema.registry.url", registry.url(), "specific.avro.reader", "true");
        serializer.configure(properties, false);
        deserializer.configure(properties, false);
        reader = FactsReader.open(
                AvroDeserializer.class.getName(),
                properties,
                new FactsReader.InputTopics("messages", "offer-decisions", "consent", "verdicts"));
        writer = HumanDecisionWriter.open(
                AvroDeserializer.class.getName(),
                AvroSerializer.class.getName(),
                properties,
                "offer-decisions",
                "cleared-decisions");
    }

    @AfterEach
    void close() {
        writer.close();
        reader.close();
        registry.close();
    }

    @Test
    void shouldLeaveWhatNobodyChanged() throws Exception {
        byte[] value = serializer.serialize("offer-decisions", Samples.decision());

        assertThat(rewritten(new RecordHeaders(), value, null)).isEqualTo(Samples.decision());
    }

    @Test
    void shouldReplaceTheContentAndLeaveTheGivenBytesAlone() throws Exception {
        byte[] value = serializer.serialize("offer-decisions", Samples.decision());
        ByteBuffer content = ByteBuffer.wrap(new byte[] {9, 8, 7}, 1, 2);

        OfferDecision decision = rewritten(new RecordHeaders(), value, content);

        assertThat(decision.getContent()).isEqualTo(ByteBuffer.wrap(new byte[] {8, 7}));
        assertThat(content.remaining()).isEqualTo(2);
    }

    @Test
    void shouldReadARecordWhoseSchemaIsInAHeader() throws Exception {
        byte[] framed = serializer.serialize("offer-decisions", Samples.decision());
        byte[] id = ByteBuffer.allocate(5).put(framed, 0, 5).array();
        byte[] payload = ByteBuffer.allocate(framed.length - 5)
                .put(framed, 5, framed.length - 5)
                .array();
        Headers headers = new RecordHeaders().add(WireFormat.VALUE_SCHEMA_ID_HEADER, id);

        assertThat(rewritten(headers, payload, null)).isEqualTo(Samples.decision());
    }

    @Test
    void shouldLeaveOutWhatThisVersionDoesNotKnow() throws Exception {
        Schema newer = new Schema.Parser()
                .parse(OfferDecision.getClassSchema()
                        .toString()
                        .replace(
                                "{\"name\":\"decisionId\"",
                                "{\"name\":\"mood\",\"type\":\"string\",\"default\":\"\"},{\"name\":\"decisionId\""));
        OfferDecision known = Samples.decision();
        GenericRecord record = new GenericData.Record(newer);
        record.put("mood", "grim");
        GenericRecord plain = (GenericRecord) generic(known);
        for (Schema.Field field : plain.getSchema().getFields()) {
            record.put(field.name(), plain.get(field.pos()));
        }

        assertThat(rewritten(new RecordHeaders(), serializer.serialize("newer-decisions", record), null))
                .isEqualTo(known);
    }

    @Test
    void shouldSayThatARecordCannotBeRead() {
        byte[] value = serializer.serialize("offer-decisions", Samples.decision());
        byte[] cut = ByteBuffer.allocate(value.length - 3)
                .put(value, 0, value.length - 3)
                .array();

        assertThatThrownBy(() ->
                        writer.write(new RecordHeaders(), cut, reader.readDecision(new RecordHeaders(), value), null))
                .isInstanceOf(UndecodableException.class);
    }

    private OfferDecision rewritten(Headers headers, byte[] value, ByteBuffer content) throws UndecodableException {
        DecisionFacts facts = reader.readDecision(headers, value);
        return (OfferDecision)
                deserializer.deserialize("cleared-decisions", writer.write(headers, value, facts, content));
    }

    private Object generic(OfferDecision decision) {
        try (AvroDeserializer plain = new AvroDeserializer()) {
            plain.configure(Map.of("schema.registry.url", registry.url()), false);
            return plain.deserialize("offer-decisions", serializer.serialize("offer-decisions", decision));
        }
    }
}
