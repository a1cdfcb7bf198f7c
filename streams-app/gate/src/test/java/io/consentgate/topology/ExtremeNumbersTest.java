// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static io.consentgate.Events.NOW;
import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAutomatedLoanRefusal;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.Verdicts.aVerdict;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.Automation;
import io.consentgate.events.AutomationMode;
import io.consentgate.events.Channel;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.Human;
import io.consentgate.events.Inquiry;
import io.consentgate.events.InquiryKind;
import io.consentgate.events.Objection;
import io.consentgate.events.ObjectionScope;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Outcome;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.RecordingBasis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;

/**
 * A publisher may write any number into any field. Whatever it is, the record comes out once and nothing is thrown: one
 * exception would stop the gate at that record, again after every restart.
 */
class ExtremeNumbersTest {

    private static final long[] LONGS = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1};
    private static final int[] INTS = {Integer.MIN_VALUE, Integer.MAX_VALUE, 0, -1};
    private static final double[] DOUBLES = {
        Double.NaN, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, Double.MIN_VALUE, -0.0
    };
    private static final int FRAME = 5;

    private static Path folder;
    private static GateScenario gate;
    private static int subjects;

    @BeforeContainer
    static void open() throws IOException {
        folder = Files.createTempDirectory("extreme-numbers");
        gate = new GateScenario(folder);
    }

    @AfterContainer
    static void close() throws IOException {
        gate.close();
        Utils.delete(folder.toFile());
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void shouldSendAMessageToExactlyOnePlace(@ForAll Random random) {
        String subject = newSubject();
        gate.consent(aRecord(subject, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), subject);

        send("outbound-messages", subject, message(subject), random);

        assertThat(outputs("cleared-messages", "quarantine", "dead-letters")).isEqualTo(1);
        closeWhatIsDue();
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void shouldSendADecisionToExactlyOnePlace(@ForAll Random random) {
        String subject = newSubject();

        send("offer-decisions", subject, decision(subject), random);

        assertThat(outputs("cleared-decisions", "quarantine", "dead-letters")).isEqualTo(1);
        closeWhatIsDue();
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void shouldGoOnJudgingByAnyConsent(@ForAll Random random) {
        String subject = newSubject();
        gate.consent(aRecord(subject, 1, anSmsConsent(ConsentStatus.GRANTED)).build(), subject);

        send("consent-state", subject, consent(subject), random);
        gate.send("outbound-messages", subject, message(subject));
        gate.send("offer-decisions", subject, decision(subject));

        assertThat(outputs("cleared-messages", "cleared-decisions", "quarantine") + deadLettersOfEvents())
                .isEqualTo(2);
        closeWhatIsDue();
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void shouldAnswerAnyVerdictOnce(@ForAll Random random, @ForAll Outcome outcome) {
        String subject = newSubject();
        SpecificRecord event = random.nextBoolean()
                ? aBirthdaySms("m-1", subject).build()
                : anAutomatedLoanRefusal("d-1", subject).build();
        gate.send(event instanceof OutboundMessage ? "outbound-messages" : "offer-decisions", subject, event);
        QuarantinedEvent quarantined = gate.quarantined().get(0);

        send(
                "review-verdicts",
                subject,
                aVerdict("v-" + subject, quarantined, outcome, NOW).build(),
                random);

        assertThat(outputs("review-outcomes", "dead-letters")).isEqualTo(1);
        closeWhatIsDue();
    }

    private static String newSubject() {
        return "subject-" + subjects++;
    }

    private static long outputs(String... topics) {
        return Arrays.stream(topics).mapToLong(topic -> gate.read(topic).size()).sum();
    }

    /** A consent of an extreme version is one, too. */
    private static long deadLettersOfEvents() {
        return gate.read("dead-letters").stream()
                .filter(letter -> !"consent-state".equals(GateScenario.header(letter, GateHeaders.ORIGIN_TOPIC)))
                .count();
    }

    private static void closeWhatIsDue() {
        gate.driver().advanceWallClockTime(Duration.ofSeconds(6));
        for (String topic : List.of("review-outcomes", "cleared-messages", "cleared-decisions")) {
            gate.read(topic);
        }
    }

    private static SpecificRecord message(String subject) {
        return aBirthdaySms("m-1", subject)
                .setSentAt(NOW)
                .setExpiresAt(NOW.plusSeconds(60))
                .setInquiryId("inquiry-1")
                .build();
    }

    private static OfferDecision decision(String subject) {
        return anAutomatedLoanRefusal("d-1", subject)
                .setExpiresAt(NOW.plusSeconds(60))
                .setPriceDelta(0.5)
                .setAutomation(Automation.newBuilder()
                        .setMode(AutomationMode.HUMAN_DECIDED)
                        .setHuman(Human.newBuilder()
                                .setReviewerRef("analyst-1")
                                .setRole("analyst")
                                .setAuthorityRef("authority")
                                .setStartedAt(NOW.minusSeconds(300))
                                .setDecidedAt(NOW.minusSeconds(1))
                                .setInputsSeen(List.of("file"))
                                .setMayChange(true)
                                .setChanged(true)
                                .setBatchSize(1)
                                .build())
                        .build())
                .build();
    }

    private static SpecificRecord consent(String subject) {
        var consent = anSmsConsent(ConsentStatus.GRANTED);
        consent.setWithdrawnAt(NOW);
        consent.setExpiresAt(NOW);
        consent.getEvidence().setRecordingBasis(RecordingBasis.CONSENT);
        consent.getEvidence().setRecordingConsentAt(NOW);
        return aRecord(subject, 2, consent)
                .setObjections(List.of(new Objection("acme", ObjectionScope.DIRECT_MARKETING, NOW, null)))
                .setInquiries(List.of(new Inquiry(
                        "inquiry-1",
                        InquiryKind.CALLBACK,
                        "acme",
                        Channel.SMS,
                        "hmac-of-a-number",
                        null,
                        NOW,
                        NOW,
                        NOW)))
                .build();
    }

    /** Publishes the record with about half of its numbers, times included, replaced by extreme ones. */
    private static void send(String topic, String subject, SpecificRecord record, Random random) {
        byte[] framed = gate.encoded(topic, record);
        Schema schema = record.getSchema();
        try {
            GenericRecord raw = new GenericDatumReader<GenericRecord>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(framed, FRAME, framed.length - FRAME, null));
            overdo(raw, random);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(framed, 0, FRAME);
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(schema, new GenericData()).write(raw, encoder);
            encoder.flush();
            gate.sendBytes(topic, subject.getBytes(UTF_8), out.toByteArray(), new RecordHeaders());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void overdo(GenericRecord record, Random random) {
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value instanceof GenericRecord nested) {
                overdo(nested, random);
            } else if (value instanceof List<?> list) {
                list.stream()
                        .filter(GenericRecord.class::isInstance)
                        .forEach(element -> overdo((GenericRecord) element, random));
            } else if (value instanceof Long && random.nextBoolean()) {
                record.put(field.pos(), LONGS[random.nextInt(LONGS.length)]);
            } else if (value instanceof Integer && random.nextBoolean()) {
                record.put(field.pos(), INTS[random.nextInt(INTS.length)]);
            } else if (value instanceof Double && random.nextBoolean()) {
                record.put(field.pos(), DOUBLES[random.nextInt(DOUBLES.length)]);
            }
        }
    }
}
