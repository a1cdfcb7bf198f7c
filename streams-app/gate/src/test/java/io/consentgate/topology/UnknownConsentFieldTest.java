// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.topology.GateScenario.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.ConsentState;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.QuarantinedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A field that the gate does not know may be what ends or narrows a consent. */
class UnknownConsentFieldTest {

    private static final String ANNA = "anna";
    private static final String EXPIRES_AT =
            "{\"name\":\"expires_at\",\"type\":\"string\",\"default\":\"2026-01-01\"%s},{\"name\":\"consentId\"";

    private GateScenario gate;

    @BeforeEach
    void start(@TempDir Path folder) {
        gate = new GateScenario(folder);
    }

    @AfterEach
    void stop() {
        gate.close();
    }

    @Test
    void shouldDoubtAConsentWithAFieldThatItDoesNotKnow() throws IOException {
        publish(withExpiresAt("", 1));
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(gate.read("cleared-messages")).isEmpty();
        QuarantinedEvent diverted = gate.quarantined().get(0);
        assertThat(diverted.getViolations().get(0).getRule()).isEqualTo("MSG-CONSENT-MISSING");
        assertThat(diverted.getViolations().get(0).getFacts()).containsEntry("consentRecord", "in doubt");
    }

    @Test
    void shouldSayWhichFieldAndWhereTheRecordLies() throws IOException {
        publish(withExpiresAt("", 1));

        assertThat(gate.read("dead-letters")).singleElement().satisfies(letter -> {
            assertThat(header(letter, GateHeaders.REASON)).isEqualTo(DeadLetters.DOUBTFUL_CONSENT);
            assertThat(header(letter, GateHeaders.REASON_TEXT)).contains("consents.expires_at");
        });
        assertThat(gate.count("consent_gate_doubtful_consents")).isEqualTo(1);
    }

    @Test
    void shouldStayInDoubtWhenTheSameRecordComesOnceMore() throws IOException {
        publish(withExpiresAt("", 1));
        publish(withExpiresAt("", 1));
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(gate.read("cleared-messages")).isEmpty();
    }

    @Test
    void shouldStayInDoubtWhenTheSameVersionComesWithoutTheField() throws IOException {
        publish(withExpiresAt("", 1));
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(gate.read("cleared-messages")).isEmpty();
    }

    @Test
    void shouldStayInDoubtWhereverTheSameVersionHadTheField() throws IOException {
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        publish(withExpiresAt("", 1));
        gate.consent(aRecord(ANNA, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());
        assertThat(gate.read("cleared-messages")).isEmpty();

        gate.consent(aRecord(ANNA, 2, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-2", ANNA).build());
        assertThat(gate.read("cleared-messages")).hasSize(1);
    }

    @Test
    void shouldTrustAHigherVersionWithoutTheField() throws IOException {
        publish(withExpiresAt("", 1));
        gate.consent(aRecord(ANNA, 2, anSmsConsent(ConsentStatus.GRANTED)).build(), ANNA);
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(gate.read("cleared-messages")).hasSize(1);
    }

    @Test
    void shouldPassOverAFieldThatSaysThatItMayBeIgnored() throws IOException {
        publish(withExpiresAt(",\"consent-gate\":\"ignored\"", 1));
        gate.send("outbound-messages", ANNA, aBirthdaySms("m-1", ANNA).build());

        assertThat(gate.read("cleared-messages")).hasSize(1);
        assertThat(gate.read("dead-letters")).isEmpty();
    }

    private void publish(GenericRecord consent) {
        byte[] value = gate.encoded("consent-state", consent);
        gate.sendBytes("consent-state", ANNA.getBytes(UTF_8), value, new RecordHeaders());
    }

    private static GenericRecord withExpiresAt(String property, long version) throws IOException {
        ConsentState consent =
                aRecord(ANNA, version, anSmsConsent(ConsentStatus.GRANTED)).build();
        Schema own = SchemaParser.parseSingle(
                consent.getSchema().toString().replace("{\"name\":\"consentId\"", EXPIRES_AT.formatted(property)));
        assertThat(own).isNotEqualTo(consent.getSchema());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new SpecificDatumWriter<ConsentState>(consent.getSchema()).write(consent, encoder);
        encoder.flush();
        return new GenericDatumReader<GenericRecord>(consent.getSchema(), own)
                .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
    }
}
