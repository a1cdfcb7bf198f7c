// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAdvertShown;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.run.GateCluster.codes;
import static io.consentgate.run.GateCluster.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.ConsentState;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.topology.GateHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
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

/** Promises 2 and 5: what cannot be shown to comply is held back, and says why to the one who has to defend it. */
class FailClosedIT {

    private static final String NEWER = "NEWER_THAN_THE_GATE";

    @AutoClose
    private static GateCluster cluster;

    @BeforeAll
    static void start(@TempDir Path folder) {
        cluster = GateCluster.start(folder, 2);
        cluster.startGate(Map.of());
    }

    @Test
    void shouldHoldBackASendToSomeoneWhoIsNotOnRecord() {
        assertThat(rulesFor("nobody", aBirthdaySms("m-1", "nobody").build())).containsExactly("MSG-CONSENT-MISSING");
    }

    @Test
    void shouldHoldBackWhatNoRuleSetCovers() {
        consent("abroad", ConsentStatus.GRANTED);

        assertThat(rulesFor(
                        "abroad",
                        aBirthdaySms("m-1", "abroad").setJurisdiction("DE").build()))
                .contains("GATE-JURISDICTION");
    }

    @Test
    void shouldHoldBackAMessageOnAChannelThatItDoesNotKnow() throws IOException {
        consent("new-channel", ConsentStatus.GRANTED);
        GenericRecord newer = inNewerSchema(aBirthdaySms("m-1", "new-channel").build());
        newer.put(
                "channel",
                new GenericData.EnumSymbol(newer.getSchema().getField("channel").schema(), NEWER));

        publish(cluster.topics().outboundMessages(), "new-channel", newer);

        assertThat(rulesOf("new-channel")).contains("GATE-UNKNOWN");
    }

    @Test
    void shouldHoldBackADecisionWithAnEffectThatItDoesNotKnow() throws IOException {
        GenericRecord newer = inNewerSchema(anAdvertShown("d-1", "new-effect").build());
        Schema effects = newer.getSchema().getField("effects").schema();
        newer.put(
                "effects",
                new GenericData.Array<>(effects, List.of(new GenericData.EnumSymbol(effects.getElementType(), NEWER))));

        publish(cluster.topics().offerDecisions(), "new-effect", newer);

        assertThat(rulesOf("new-effect")).contains("GATE-UNKNOWN");
    }

    @Test
    void shouldHoldBackADecisionThatStatesNoEffect() {
        OfferDecision decision =
                anAdvertShown("d-1", "no-effect").setEffects(List.of()).build();

        publish(cluster.topics().offerDecisions(), "no-effect", decision);

        assertThat(rulesOf("no-effect")).contains("GATE-INVALID");
    }

    @Test
    void shouldLoseNothingThatNobodyCanRead() {
        String topic = cluster.topics().outboundMessages();
        byte[] sound = cluster.encoded(topic, aBirthdaySms("m-1", "broken").build());
        cluster.publish(topic, "NULL_VALUE", null);
        cluster.publish(topic, "EMPTY", new byte[0]);
        cluster.publish(topic, "NOT_THE_FORMAT", "{}".getBytes(UTF_8));
        cluster.publish(topic, "CORRUPT", Arrays.copyOf(sound, sound.length - 1));
        cluster.publish(
                topic,
                "UNKNOWN_SCHEMA",
                ByteBuffer.wrap(sound.clone()).putInt(1, 987_654_321).array());
        cluster.publish(
                topic,
                "WRONG_RECORD_TYPE",
                cluster.encoded(
                        cluster.topics().offerDecisions(),
                        anAdvertShown("d-1", "broken").build()));
        cluster.awaitAllTaken();

        assertThat(cluster.read(cluster.topics().deadLetters()))
                .hasSize(6)
                .allSatisfy(letter -> assertThat(header(letter.headers(), GateHeaders.REASON))
                        .isEqualTo(new String(letter.key(), UTF_8)));
    }

    @Test
    void shouldSayWhichRuleLawFactsAndConsentHeldAMessageBack() {
        String subject = "withdrew";
        consent(subject, ConsentStatus.WITHDRAWN);
        ConsumerRecord<byte[], byte[]> consent = cluster.read(cluster.topics().consentState()).stream()
                .filter(record -> Arrays.equals(record.key(), subject.getBytes(UTF_8)))
                .findFirst()
                .orElseThrow();

        assertThat(rulesFor(subject, aBirthdaySms("m-1", subject).build())).containsExactly("MSG-CONSENT-WITHDRAWN");

        QuarantinedEvent held = cluster.quarantined(heldBack(subject));
        assertThat(held.getViolations()).singleElement().satisfies(violation -> {
            assertThat(violation.getRule()).isEqualTo("MSG-CONSENT-WITHDRAWN");
            assertThat(violation.getLaw()).contains("398");
            assertThat(violation.getEn()).isNotBlank();
            assertThat(violation.getPl()).isNotBlank();
            assertThat(violation.getFacts()).isNotEmpty();
        });
        assertThat(held.getConsentSeen().getVersion()).isEqualTo(1);
        assertThat(held.getConsentSeen().getPartition()).isEqualTo(consent.partition());
        assertThat(held.getConsentSeen().getOffset()).isEqualTo(consent.offset());
        assertThat(held.getPolicyVersion()).isNotBlank();
        assertThat(held.getAllowedOutcomes()).isNotEmpty();
    }

    private static Set<String> rulesFor(String subject, OutboundMessage message) {
        publish(cluster.topics().outboundMessages(), subject, message);
        return rulesOf(subject);
    }

    private static Set<String> rulesOf(String subject) {
        return codes(header(heldBack(subject).headers(), GateHeaders.RULES));
    }

    /** The one thing that came out for a subject. */
    private static ConsumerRecord<byte[], byte[]> heldBack(String subject) {
        for (String topic :
                List.of(cluster.topics().clearedMessages(), cluster.topics().clearedDecisions())) {
            assertThat(cluster.read(topic)).noneMatch(record -> Arrays.equals(record.key(), subject.getBytes(UTF_8)));
        }
        List<ConsumerRecord<byte[], byte[]>> held = cluster
                .read(cluster.topics().quarantine())
                .stream()
                .filter(record -> Arrays.equals(record.key(), subject.getBytes(UTF_8)))
                .toList();
        assertThat(held).hasSize(1);
        return held.get(0);
    }

    private static void publish(String topic, String subject, IndexedRecord event) {
        cluster.publish(topic, subject, cluster.encoded(topic, event));
        cluster.awaitAllTaken();
    }

    private static void consent(String subject, ConsentStatus status) {
        ConsentState state = aRecord(subject, 1, anSmsConsent(status)).build();
        publish(cluster.topics().consentState(), subject, state);
    }

    /** The same record as a newer publisher writes it, whose enums have one more symbol. */
    private static GenericRecord inNewerSchema(SpecificRecord known) throws IOException {
        Schema newer = new Schema.Parser()
                .parse(known.getSchema()
                        .toString()
                        .replace("\"symbols\":[\"UNKNOWN\",", "\"symbols\":[\"UNKNOWN\",\"" + NEWER + "\","));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<SpecificRecord>(known.getSchema()).write(known, encoder);
        encoder.flush();
        return new GenericDatumReader<GenericRecord>(known.getSchema(), newer)
                .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }
}
