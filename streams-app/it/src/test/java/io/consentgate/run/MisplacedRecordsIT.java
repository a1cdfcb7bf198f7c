// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAutomatedLoanRefusal;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.run.GateCluster.codes;
import static io.consentgate.run.GateCluster.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.events.ConsentStatus;
import io.consentgate.serde.SerializedKeys;
import io.consentgate.topology.GateHeaders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of other languages put keys elsewhere, or send none. Each event must still meet its subject's consent. */
class MisplacedRecordsIT {

    private static final int SUBJECTS_PER_CASE = 5;
    private static final String MESSAGE_ID = "message-id";

    @AutoClose
    private static GateCluster cluster;

    private static GateRunner gate;

    @BeforeAll
    static void start(@TempDir Path folder) {
        cluster = GateCluster.start(folder, 4);
        gate = cluster.startGate(Map.of());
    }

    /** How a publisher's client keys and places a record. */
    private enum Placing {
        IN_PLACE,
        OTHER_PARTITION,
        OTHER_KEY,
        /** Its client's partitioner hashes what the serializer made of the key. */
        SERIALIZED_KEY,
        /** Only for events: the broker refuses a record without a key on a compacted topic. */
        NO_KEY;

        ProducerRecord<byte[], byte[]> record(GateCluster cluster, String topic, String subject, byte[] value) {
            byte[] key = subject.getBytes(UTF_8);
            return switch (this) {
                case IN_PLACE -> new ProducerRecord<>(topic, cluster.home(subject), key, value);
                case OTHER_PARTITION -> new ProducerRecord<>(topic, cluster.elsewhere(subject), key, value);
                case OTHER_KEY ->
                    new ProducerRecord<>(
                            topic, cluster.elsewhere(subject), ("customer-of-" + subject).getBytes(UTF_8), value);
                case SERIALIZED_KEY -> new ProducerRecord<>(topic, SerializedKeys.AVRO.key(subject), value);
                case NO_KEY -> new ProducerRecord<>(topic, cluster.elsewhere(subject), null, value);
            };
        }
    }

    @Test
    void shouldJudgeEveryEventByItsSubjectsConsentWhereverBothWerePut() {
        long consentsBefore = incidents("rerouted", "keep-consent-by-subject");
        long messagesBefore = incidents("rerouted", "judge-outbound-messages");
        Map<String, Set<String>> expected = new TreeMap<>();
        int misplacedConsents = 0;
        for (Placing placing : List.of(Placing.IN_PLACE, Placing.OTHER_PARTITION, Placing.OTHER_KEY)) {
            for (ConsentStatus status : List.of(ConsentStatus.GRANTED, ConsentStatus.WITHDRAWN)) {
                for (String subject : subjects("consent-" + placing + "-" + status)) {
                    consent(placing, subject, 1, status);
                    misplacedConsents += placing == Placing.IN_PLACE ? 0 : 1;
                    expected.put(subject, status == ConsentStatus.GRANTED ? Set.of() : Set.of("MSG-CONSENT-WITHDRAWN"));
                }
            }
        }
        cluster.awaitAllTaken();

        int misplacedEvents = 0;
        List<String> messages = new ArrayList<>();
        for (String subject : expected.keySet()) {
            for (Placing placing : Placing.values()) {
                messages.add(message(placing, subject));
                misplacedEvents += placing == Placing.IN_PLACE ? 0 : 1;
            }
        }
        cluster.awaitAllTaken();

        assertThat(verdictsOn("consent-"))
                .containsOnlyKeys(messages)
                .allSatisfy((messageId, rules) ->
                        assertThat(rules).as(messageId).isEqualTo(expected.get(subjectOf(messageId))));
        assertThat(incidents("rerouted", "keep-consent-by-subject")).isEqualTo(consentsBefore + misplacedConsents);
        assertThat(incidents("rerouted", "judge-outbound-messages")).isEqualTo(messagesBefore + misplacedEvents);
    }

    @Test
    void shouldBringAClearedEventToItsSubjectsKeyAndPartition() {
        String subject = "brought-home";
        consent(Placing.IN_PLACE, subject, 1, ConsentStatus.GRANTED);
        cluster.awaitAllTaken();

        for (Placing placing : Placing.values()) {
            message(placing, subject);
        }
        cluster.awaitAllTaken();

        assertThat(cluster.read(cluster.topics().clearedMessages()))
                .filteredOn(record ->
                        subjectOf(header(record.headers(), MESSAGE_ID)).equals(subject))
                .hasSize(Placing.values().length)
                .allSatisfy(record -> {
                    assertThat(record.key()).asString(UTF_8).isEqualTo(subject);
                    assertThat(record.partition()).isEqualTo(cluster.home(subject));
                });
    }

    @Test
    void shouldCountAMisplacedDecisionAndNameWhereItsPublisherPutIt() {
        String subject = "refused-a-loan";
        byte[] value = cluster.encoded(
                cluster.topics().offerDecisions(),
                anAutomatedLoanRefusal("d-1", subject).build());
        cluster.publish(Placing.NO_KEY.record(cluster, cluster.topics().offerDecisions(), subject, value));
        cluster.awaitAllTaken();

        assertThat(cluster.read(cluster.topics().quarantine()))
                .filteredOn(record -> Arrays.equals(record.key(), subject.getBytes(UTF_8)))
                .singleElement()
                .satisfies(record -> {
                    var source = cluster.quarantined(record).getSource();
                    assertThat(source.getTopic()).isEqualTo(cluster.topics().offerDecisions());
                    assertThat(source.getPartition()).isEqualTo(cluster.elsewhere(subject));
                    assertThat(source.getOffset()).isZero();
                });
        assertThat(incidents("rerouted", "judge-offer-decisions")).isEqualTo(1);
    }

    @Test
    void shouldEraseBySayingSoOnAnyPartition() {
        long before = incidents("rerouted", "keep-consent-by-subject");
        List<String> erased = subjects("erased");
        erased.forEach(subject -> consent(Placing.IN_PLACE, subject, 1, ConsentStatus.GRANTED));
        cluster.awaitAllTaken();

        for (int i = 0; i < erased.size(); i++) {
            Placing placing = i % 2 == 0 ? Placing.SERIALIZED_KEY : Placing.OTHER_PARTITION;
            cluster.publish(placing.record(cluster, cluster.topics().consentState(), erased.get(i), null));
        }
        cluster.awaitAllTaken();
        erased.forEach(subject -> message(Placing.IN_PLACE, subject));
        cluster.awaitAllTaken();

        assertThat(verdictsOn("erased").values())
                .hasSize(SUBJECTS_PER_CASE)
                .containsOnly(Set.of("MSG-CONSENT-MISSING"));
        assertThat(incidents("rerouted", "keep-consent-by-subject")).isEqualTo(before + SUBJECTS_PER_CASE);
    }

    @Test
    void shouldNotClearBehindAConsentRecordThatNobodyCanReadWhereverItWasPut() {
        List<String> subjects = subjects("unreadable");
        subjects.forEach(subject -> consent(Placing.IN_PLACE, subject, 1, ConsentStatus.GRANTED));
        cluster.awaitAllTaken();

        for (int i = 0; i < subjects.size(); i++) {
            Placing placing = List.of(Placing.IN_PLACE, Placing.OTHER_PARTITION, Placing.SERIALIZED_KEY)
                    .get(i % 3);
            cluster.publish(placing.record(
                    cluster, cluster.topics().consentState(), subjects.get(i), "{\"json\": true}".getBytes(UTF_8)));
        }
        cluster.awaitAllTaken();
        subjects.forEach(subject -> message(Placing.IN_PLACE, subject));
        cluster.awaitAllTaken();

        assertThat(verdictsOn("unreadable").values())
                .hasSize(SUBJECTS_PER_CASE)
                .containsOnly(Set.of("GATE-UNKNOWN", "MSG-CONSENT-MISSING"));
        assertThat(cluster.read(cluster.topics().deadLetters()))
                .extracting(record -> new String(record.key(), UTF_8))
                .containsExactlyInAnyOrderElementsOf(subjects);
        assertThat(incidents("dead-lettered", "keep-consent-by-subject")).isEqualTo(SUBJECTS_PER_CASE);
    }

    private static List<String> subjects(String name) {
        return IntStream.range(0, SUBJECTS_PER_CASE)
                .mapToObj(i -> name + "-" + i)
                .toList();
    }

    private static void consent(Placing placing, String subject, long version, ConsentStatus status) {
        String topic = cluster.topics().consentState();
        byte[] value = cluster.encoded(
                topic, aRecord(subject, version, anSmsConsent(status)).build());
        cluster.publish(placing.record(cluster, topic, subject, value));
    }

    /** The id begins with the subject, so that a verdict can be told from its header alone. */
    private static String message(Placing placing, String subject) {
        String topic = cluster.topics().outboundMessages();
        String messageId = subject + "/" + placing;
        byte[] value = cluster.encoded(topic, aBirthdaySms(messageId, subject).build());
        ProducerRecord<byte[], byte[]> record = placing.record(cluster, topic, subject, value);
        record.headers().add(MESSAGE_ID, messageId.getBytes(UTF_8));
        cluster.publish(record);
        return messageId;
    }

    private static String subjectOf(String messageId) {
        return messageId == null ? "" : messageId.substring(0, messageId.indexOf('/'));
    }

    /** Rule codes by message of these subjects; empty for a cleared one. Fails when a message came out twice. */
    private static Map<String, Set<String>> verdictsOn(String subjectsPrefix) {
        Map<String, Set<String>> verdicts = new TreeMap<>();
        List<ConsumerRecord<byte[], byte[]>> outputs =
                new ArrayList<>(cluster.read(cluster.topics().clearedMessages()));
        outputs.addAll(cluster.read(cluster.topics().quarantine()));
        for (ConsumerRecord<byte[], byte[]> output : outputs) {
            String messageId = header(output.headers(), MESSAGE_ID);
            if (messageId == null || !messageId.startsWith(subjectsPrefix)) {
                continue;
            }
            Set<String> rules = codes(header(output.headers(), GateHeaders.RULES));
            assertThat(verdicts.put(messageId, rules))
                    .as("second output of " + messageId)
                    .isNull();
        }
        return verdicts;
    }

    /** Sum over all tasks of what an operator counted, as an alert would read it. */
    private static long incidents(String what, String operator) {
        return gate.streams().metrics().entrySet().stream()
                .filter(metric -> metric.getKey().group().equals("stream-consent-gate-metrics"))
                .filter(metric -> metric.getKey().name().equals(what + "-total"))
                .filter(metric -> metric.getKey().tags().values().stream().anyMatch(tag -> tag.startsWith(operator)))
                .mapToLong(metric -> ((Number) metric.getValue().metricValue()).longValue())
                .sum();
    }
}
