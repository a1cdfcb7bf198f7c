// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aCallBack;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAdvertShown;
import static io.consentgate.Events.anSmsConsent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Conversation;
import io.consentgate.events.OptOut;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishers and gates are upgraded one after the other: either may be one version of the contract ahead. */
class OneVersionApartIT {

    private static final Path RELEASED = Path.of("..", "..", "schemas", "src", "test", "resources", "released");
    private static final int FRAME = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    @AutoClose
    private static GateCluster cluster;

    @BeforeAll
    static void start(@TempDir Path folder) {
        cluster = GateCluster.start(folder, 2);
        cluster.startGate(Map.of());
    }

    @Test
    void shouldClearWhatAPublisherOfTheVersionBeforeWrites() throws IOException {
        publish(
                cluster.topics().consentState(),
                "before",
                as(
                        released("consent-state", 1),
                        aRecord("before", 1, anSmsConsent(ConsentStatus.GRANTED))
                                .build()));
        byte[] message = publish(
                cluster.topics().outboundMessages(),
                "before",
                as(
                        released("outbound-message", 1),
                        aBirthdaySms("m-1", "before").build()));
        byte[] decision = publish(
                cluster.topics().offerDecisions(),
                "before",
                as(released("offer-decision", 1), anAdvertShown("d-1", "before").build()));
        cluster.awaitAllTaken();

        assertThat(valuesOf("before", cluster.topics().clearedMessages())).containsExactly(message);
        assertThat(valuesOf("before", cluster.topics().clearedDecisions())).containsExactly(decision);
    }

    @Test
    void shouldHoldWithdrawalsOfAPublisherOfTheVersionBefore() throws IOException {
        publish(
                cluster.topics().consentState(),
                "withdrew",
                as(
                        released("consent-state", 1),
                        aRecord("withdrew", 1, anSmsConsent(ConsentStatus.WITHDRAWN))
                                .build()));
        publish(
                cluster.topics().outboundMessages(),
                "withdrew",
                as(
                        released("outbound-message", 1),
                        aBirthdaySms("m-1", "withdrew").build()));
        cluster.awaitAllTaken();

        assertThat(valuesOf("withdrew", cluster.topics().clearedMessages())).isEmpty();
        assertThat(valuesOf("withdrew", cluster.topics().quarantine())).hasSize(1);
    }

    /** What a gate of the version before reads of a publisher that is ahead of it, from the broker's bytes. */
    @Test
    void shouldWriteWhatAGateOfTheVersionBeforeReads() throws IOException {
        byte[] plain = publish(
                cluster.topics().outboundMessages(),
                "ahead",
                aBirthdaySms("m-1", "ahead")
                        .setConversation(new Conversation("v-1", io.consentgate.Events.NOW))
                        .setOptOut(OptOut.LINK)
                        .build());
        byte[] requested = publish(
                cluster.topics().outboundMessages(),
                "ahead",
                aCallBack("m-2", "ahead", "i-1")
                        .setCommercialContent(CommercialContent.REQUESTED)
                        .build());

        GenericRecord first = asReadBefore(plain);
        GenericRecord second = asReadBefore(requested);

        assertThat(first.get("messageId")).hasToString("m-1");
        assertThat(first.get("purpose")).hasToString("DIRECT_MARKETING");
        assertThat(first.get("content")).isNotNull();
        assertThat(second.get("commercialContent")).as("never clears").hasToString("UNKNOWN");
    }

    /** As the contract will have them in its next version: publishers are upgraded before this gate. */
    @Test
    void shouldClearWhatAPublisherOfTheVersionAfterWrites() throws IOException {
        publish(
                cluster.topics().consentState(),
                "after",
                as(
                        ahead(released("consent-state", 2), true),
                        aRecord("after", 1, anSmsConsent(ConsentStatus.GRANTED)).build()));
        byte[] message = publish(
                cluster.topics().outboundMessages(),
                "after",
                as(
                        ahead(released("outbound-message", 2), false),
                        aBirthdaySms("m-1", "after").build()));
        byte[] decision = publish(
                cluster.topics().offerDecisions(),
                "after",
                as(
                        ahead(released("offer-decision", 2), false),
                        anAdvertShown("d-1", "after").build()));
        cluster.awaitAllTaken();

        assertThat(valuesOf("after", cluster.topics().clearedMessages())).containsExactly(message);
        assertThat(valuesOf("after", cluster.topics().clearedDecisions())).containsExactly(decision);
    }

    /** It may limit the consent, or take it back. */
    @Test
    void shouldDoubtAConsentOfAPublisherOfTheVersionAfterThatMaySayMore() throws IOException {
        publish(
                cluster.topics().consentState(),
                "more",
                as(
                        ahead(released("consent-state", 2), false),
                        aRecord("more", 1, anSmsConsent(ConsentStatus.GRANTED)).build()));
        publish(
                cluster.topics().outboundMessages(),
                "more",
                as(
                        ahead(released("outbound-message", 2), false),
                        aBirthdaySms("m-1", "more").build()));
        cluster.awaitAllTaken();

        assertThat(valuesOf("more", cluster.topics().clearedMessages())).isEmpty();
        assertThat(valuesOf("more", cluster.topics().quarantine())).hasSize(1);
    }

    /** A schema with an optional field more, which readers may pass over or not. */
    private static Schema ahead(Schema newest, boolean ignored) throws IOException {
        ObjectNode schema = (ObjectNode) JSON.readTree(newest.toString());
        ObjectNode field = schema.withArray("fields").insertObject(0).put("name", "addedLater");
        field.putArray("type").add("null").add("string");
        field.putNull("default");
        if (ignored) {
            field.put("consent-gate", "ignored");
        }
        return new SchemaParser().parse(schema.toString()).mainSchema();
    }

    private static GenericRecord asReadBefore(byte[] framed) throws IOException {
        Schema newest = released("outbound-message", 2);
        return new GenericDatumReader<GenericRecord>(newest, released("outbound-message", 1))
                .read(null, DecoderFactory.get().binaryDecoder(framed, FRAME, framed.length - FRAME, null));
    }

    private static Schema released(String record, int version) throws IOException {
        return new SchemaParser()
                .parse(RELEASED.resolve(record).resolve(version + ".avsc"))
                .mainSchema();
    }

    /** The same record as a publisher with an older schema has it. */
    private static GenericRecord as(Schema older, SpecificRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return new GenericDatumReader<GenericRecord>(record.getSchema(), older)
                .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
    }

    private static byte[] publish(String topic, String subject, org.apache.avro.generic.IndexedRecord record) {
        byte[] value = cluster.encoded(topic, record);
        cluster.publish(topic, subject, value);
        return value;
    }

    private static List<byte[]> valuesOf(String subject, String topic) {
        return cluster.read(topic).stream()
                .filter(record ->
                        Arrays.equals(record.key(), subject.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .map(ConsumerRecord::value)
                .toList();
    }
}
