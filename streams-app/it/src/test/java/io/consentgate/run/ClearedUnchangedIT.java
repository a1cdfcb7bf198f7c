// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAdvertShown;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.run.GateCluster.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.consentgate.events.Consent;
import io.consentgate.events.ConsentStatus;
import io.consentgate.topology.GateHeaders;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 4: what is cleared leaves as it came, whatever its size; what is held back keeps its bytes, too. */
class ClearedUnchangedIT {

    private static final int ONE_MEBIBYTE = 1024 * 1024;
    /** Of the broker's default for max.message.bytes, which the input topics keep. */
    private static final int LARGEST_BATCH = ONE_MEBIBYTE + 12;

    @AutoClose
    private static GateCluster cluster;

    @BeforeAll
    static void start(@TempDir Path folder) {
        cluster = GateCluster.start(folder, 3);
        cluster.startGate(Map.of("POLICY_OBSERVE", "MSG-RECIPIENT-COST"));
    }

    @Test
    void shouldKeepKeyValueTimestampAndTheirPublishersHeadersInOrder() {
        String subject = consenting("unchanged");
        String topic = cluster.topics().outboundMessages();
        byte[] value = cluster.encoded(topic, aBirthdaySms("m-1", subject).build());
        List<Header> headers = List.of(
                new RecordHeader("trace", "b".getBytes(UTF_8)),
                new RecordHeader("trace", "a".getBytes(UTF_8)),
                new RecordHeader("empty", new byte[0]),
                new RecordHeader("null", (byte[]) null));
        long timestamp = System.currentTimeMillis() - 86_400_000;

        cluster.publish(new ProducerRecord<>(topic, null, timestamp, subject.getBytes(UTF_8), value, headers));
        cluster.awaitAllTaken();

        ConsumerRecord<byte[], byte[]> cleared = only(cluster.topics().clearedMessages(), subject);
        assertThat(cleared.value()).isEqualTo(value);
        assertThat(cleared.timestamp()).isEqualTo(timestamp);
        assertThat(cleared.headers())
                .filteredOn(header -> !header.key().startsWith(GateHeaders.PREFIX))
                .containsExactlyElementsOf(headers);
    }

    @Test
    void shouldNotLetAPublisherForgeAVerdict() {
        String subject = consenting("forged");
        String topic = cluster.topics().outboundMessages();
        byte[] value = cluster.encoded(topic, aBirthdaySms("m-1", subject).build());
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, subject.getBytes(UTF_8), value);
        record.headers().add(GateHeaders.CLEARANCE_VALID_UNTIL, "9999999999999".getBytes(UTF_8));
        record.headers().add(GateHeaders.ORIGIN_TOPIC, "elsewhere".getBytes(UTF_8));

        cluster.publish(record);
        cluster.awaitAllTaken();

        ConsumerRecord<byte[], byte[]> cleared = only(cluster.topics().clearedMessages(), subject);
        assertThat(cleared.headers().headers(GateHeaders.CLEARANCE_VALID_UNTIL))
                .singleElement()
                .satisfies(header -> assertThat(header.value()).asString(UTF_8).isNotEqualTo("9999999999999"));
        assertThat(cleared.headers().headers(GateHeaders.ORIGIN_TOPIC)).isEmpty();
    }

    @Test
    void shouldKeepADecisionsBytes() {
        String subject = "sees-an-advert";
        String topic = cluster.topics().offerDecisions();
        byte[] value = cluster.encoded(topic, anAdvertShown("d-1", subject).build());

        cluster.publish(topic, subject, value);
        cluster.awaitAllTaken();

        assertThat(only(cluster.topics().clearedDecisions(), subject).value()).isEqualTo(value);
    }

    @Test
    void shouldKeepTheBytesOfWhatARuleSetToObserveWouldHaveDiverted() {
        String subject = consenting("at-the-recipients-cost");
        String topic = cluster.topics().outboundMessages();
        byte[] value = cluster.encoded(
                topic, aBirthdaySms("m-1", subject).setChargedToRecipient(true).build());

        cluster.publish(topic, subject, value);
        cluster.awaitAllTaken();

        ConsumerRecord<byte[], byte[]> cleared = only(cluster.topics().clearedMessages(), subject);
        assertThat(cleared.value()).isEqualTo(value);
        assertThat(GateCluster.header(cleared.headers(), GateHeaders.OBSERVED)).isEqualTo("MSG-RECIPIENT-COST");
    }

    @Test
    void shouldPassTheLargestMessageThatItsTopicTakes() {
        String subject = consenting("largest-cleared");
        byte[] value = largestMessage(subject);

        cluster.publish(cluster.topics().outboundMessages(), subject, value);
        cluster.awaitAllTaken();

        assertThat(only(cluster.topics().clearedMessages(), subject).value()).isEqualTo(value);
    }

    @Test
    void shouldQuarantineTheLargestMessageThatItsTopicTakes() {
        String subject = "largest-quarantined";
        byte[] value = largestMessage(subject);

        cluster.publish(cluster.topics().outboundMessages(), subject, value);
        cluster.awaitAllTaken();

        ConsumerRecord<byte[], byte[]> held = only(cluster.topics().quarantine(), subject);
        assertThat(cluster.quarantined(held).getEvent()).isEqualTo(ByteBuffer.wrap(value));
    }

    @Test
    void shouldRerouteAndJudgeTheLargestMessageThatItsTopicTakes() {
        String subject = consenting("largest-misplaced");
        byte[] value = largestMessage(subject);

        cluster.publishTo(
                cluster.elsewhere(subject), cluster.topics().outboundMessages(), subject.getBytes(UTF_8), value);
        cluster.awaitAllTaken();

        assertThat(only(cluster.topics().clearedMessages(), subject).value()).isEqualTo(value);
    }

    @Test
    void shouldPassAContentOfManyMebibytesThatItsPublisherCompressed() {
        String subject = consenting("compressed");
        String topic = cluster.topics().outboundMessages();
        byte[] content = "Sto lat! ".repeat(12 * ONE_MEBIBYTE / 9).getBytes(UTF_8);
        byte[] value = cluster.encoded(
                topic,
                aBirthdaySms("m-1", subject)
                        .setContent(ByteBuffer.wrap(content))
                        .build());

        cluster.publishCompressed(new ProducerRecord<>(topic, subject.getBytes(UTF_8), value));
        cluster.awaitAllTaken();

        assertThat(only(cluster.topics().clearedMessages(), subject).value()).isEqualTo(value);
    }

    /** Compressed, it passes its topic; uncompressed, no producer of the gate could write it. */
    @Test
    void shouldSayWhereARecordLiesThatIsTooLargeToBeWrittenAndGoOn() {
        String messages = cluster.topics().outboundMessages();
        String decisions = cluster.topics().offerDecisions();
        ByteBuffer content = ByteBuffer.allocate(17 * ONE_MEBIBYTE);
        for (boolean misplaced : List.of(false, true)) {
            String subject = consenting(misplaced ? "too-large-elsewhere" : "too-large");
            int partition = misplaced ? cluster.elsewhere(subject) : cluster.home(subject);
            byte[] message = cluster.encoded(
                    messages, aBirthdaySms("m-1", subject).setContent(content).build());
            byte[] decision = cluster.encoded(
                    decisions, anAdvertShown("d-1", subject).setContent(content).build());

            cluster.publishCompressed(new ProducerRecord<>(messages, partition, subject.getBytes(UTF_8), message));
            cluster.publishCompressed(new ProducerRecord<>(decisions, partition, subject.getBytes(UTF_8), decision));
            byte[] next = cluster.encoded(messages, aBirthdaySms("m-2", subject).build());
            cluster.publish(messages, subject, next);
            cluster.awaitAllTaken();

            assertThat(all(cluster.topics().deadLetters(), subject))
                    .extracting(
                            letter -> letter.value() == null, letter -> header(letter.headers(), GateHeaders.REASON))
                    .containsOnly(tuple(true, "TOO_LARGE"))
                    .hasSize(2);
            assertThat(all(cluster.topics().deadLetters(), subject))
                    .extracting(letter -> header(letter.headers(), GateHeaders.ORIGIN_TOPIC))
                    .containsExactlyInAnyOrder(messages, decisions);
            assertThat(only(cluster.topics().clearedMessages(), subject).value())
                    .isEqualTo(next);
        }
    }

    /** Within its input's limit as its publisher compressed it, and within no output's as the gate does. */
    @Test
    void shouldSayWhereARecordLiesThatItsPublisherCompressedHarderThanTheGateCan() {
        byte[] block = new byte[100 * 1024];
        new Random(1).nextBytes(block);
        ByteBuffer content = ByteBuffer.allocate(40 * block.length);
        while (content.hasRemaining()) {
            content.put(block);
        }
        content.flip();
        String messages = cluster.topics().outboundMessages();
        String consents = cluster.topics().consentState();
        for (boolean misplaced : List.of(false, true)) {
            String subject = consenting(misplaced ? "hard-elsewhere" : "hard");
            int partition = misplaced ? cluster.elsewhere(subject) : cluster.home(subject);
            byte[] message = cluster.encoded(
                    messages, aBirthdaySms("m-1", subject).setContent(content).build());

            cluster.publishCompressed(new ProducerRecord<>(messages, partition, subject.getBytes(UTF_8), message));
            for (String topic : List.of(messages, cluster.topics().offerDecisions(), consents)) {
                cluster.publishCompressed(new ProducerRecord<>(
                        topic, partition, ("garbage-" + subject).getBytes(UTF_8), content.array()));
            }
            byte[] next = cluster.encoded(messages, aBirthdaySms("m-2", subject).build());
            cluster.publish(messages, subject, next);
            cluster.awaitAllTaken();

            assertThat(header(only(cluster.topics().deadLetters(), subject).headers(), GateHeaders.REASON))
                    .isEqualTo("TOO_LARGE");
            assertThat(all(cluster.topics().deadLetters(), "garbage-" + subject))
                    .extracting(
                            letter -> letter.value() == null, letter -> header(letter.headers(), GateHeaders.REASON))
                    .containsOnly(tuple(true, "TOO_LARGE"))
                    .hasSize(3);
            assertThat(only(cluster.topics().clearedMessages(), subject).value())
                    .isEqualTo(next);
        }
    }

    @Test
    void shouldClearNothingBehindAConsentThatIsTooLargeToBeKept() {
        String consents = cluster.topics().consentState();
        String messages = cluster.topics().outboundMessages();
        for (boolean misplaced : List.of(false, true)) {
            String subject = consenting(misplaced ? "too-large-consent-elsewhere" : "too-large-consent");
            int partition = misplaced ? cluster.elsewhere(subject) : cluster.home(subject);
            Consent enormous = anSmsConsent(ConsentStatus.GRANTED);
            enormous.getEvidence().setReference("e".repeat(17 * ONE_MEBIBYTE));

            cluster.publishCompressed(new ProducerRecord<>(
                    consents,
                    partition,
                    subject.getBytes(UTF_8),
                    cluster.encoded(consents, aRecord(subject, 2, enormous).build())));
            cluster.awaitAllTaken();
            cluster.publish(
                    messages,
                    subject,
                    cluster.encoded(messages, aBirthdaySms("m-1", subject).build()));
            cluster.awaitAllTaken();

            assertThat(only(cluster.topics().deadLetters(), subject).value()).isNull();
            assertThat(header(only(cluster.topics().quarantine(), subject).headers(), GateHeaders.RULES))
                    .contains("GATE-UNKNOWN");
        }
    }

    @Test
    void shouldDeadLetterTheLargestUnreadableRecordOfEachTopicAndGoOn() {
        for (String topic : List.of(
                cluster.topics().outboundMessages(),
                cluster.topics().offerDecisions(),
                cluster.topics().consentState())) {
            String subject = "unreadable-on-" + topic;
            byte[] value = largest(subject, ONE_MEBIBYTE);

            cluster.publish(topic, subject, value);
            cluster.awaitAllTaken();

            assertThat(only(cluster.topics().deadLetters(), subject).value()).isEqualTo(value);
        }
    }

    @Test
    void shouldKeepAConsentRecordWhoseSchemaHeaderIsLongerThanAnySchemaId() {
        String subject = "long-header";
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(cluster.topics().consentState(), subject.getBytes(UTF_8), new byte[] {9});
        record.headers().add("__value_schema_id", new byte[40_000]);

        cluster.publish(record);
        String topic = cluster.topics().outboundMessages();
        cluster.publish(
                topic,
                subject,
                cluster.encoded(topic, aBirthdaySms("m-1", subject).build()));
        cluster.awaitAllTaken();

        assertThat(only(cluster.topics().deadLetters(), subject).value()).isEqualTo(new byte[] {9});
        assertThat(only(cluster.topics().quarantine(), subject)).isNotNull();
    }

    private static String consenting(String subject) {
        String topic = cluster.topics().consentState();
        cluster.publish(
                topic,
                subject,
                cluster.encoded(
                        topic,
                        aRecord(subject, 1, anSmsConsent(ConsentStatus.GRANTED)).build()));
        cluster.awaitAllTaken();
        return subject;
    }

    /** A message whose batch is exactly as large as the broker takes. Its content cannot be compressed. */
    private static byte[] largestMessage(String subject) {
        String topic = cluster.topics().outboundMessages();
        byte[] content = new byte[largest(subject, ONE_MEBIBYTE).length];
        new Random(1).nextBytes(content);
        int without = cluster.encoded(
                                topic,
                                aBirthdaySms("m-1", subject)
                                        .setContent(ByteBuffer.wrap(content))
                                        .build())
                        .length
                - content.length;
        return cluster.encoded(
                topic,
                aBirthdaySms("m-1", subject)
                        .setContent(ByteBuffer.wrap(Arrays.copyOf(content, content.length - without)))
                        .build());
    }

    /** Random bytes whose batch is exactly as large as the broker takes. */
    private static byte[] largest(String subject, int atMost) {
        byte[] value = new byte[atMost];
        new Random(1).nextBytes(value);
        int batch = MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(1, subject.getBytes(UTF_8), value))
                .sizeInBytes();
        return Arrays.copyOf(value, value.length - (batch - LARGEST_BATCH));
    }

    private static List<ConsumerRecord<byte[], byte[]>> all(String topic, String subject) {
        return cluster.read(topic).stream()
                .filter(record -> Arrays.equals(record.key(), subject.getBytes(UTF_8)))
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> only(String topic, String subject) {
        List<ConsumerRecord<byte[], byte[]>> found = all(topic, subject);
        assertThat(found).as("records of %s on %s", subject, topic).hasSize(1);
        return found.get(0);
    }
}
