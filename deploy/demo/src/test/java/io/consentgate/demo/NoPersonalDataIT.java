// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.cli.ExitCode;
import io.consentgate.config.ConfigReader;
import io.consentgate.events.Automation;
import io.consentgate.events.AutomationMode;
import io.consentgate.events.Channel;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.Consent;
import io.consentgate.events.ConsentPurpose;
import io.consentgate.events.ConsentState;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.DecisionRole;
import io.consentgate.events.Effect;
import io.consentgate.events.Evidence;
import io.consentgate.events.EvidenceKind;
import io.consentgate.events.Ground;
import io.consentgate.events.Human;
import io.consentgate.events.Initiator;
import io.consentgate.events.Minor;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Outcome;
import io.consentgate.events.Purpose;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.events.SubjectKind;
import io.consentgate.local.LocalStack;
import io.consentgate.run.GateRunner;
import io.consentgate.serde.AvroSerializer;
import io.consentgate.topology.GateHeaders;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 7. A phone number, an e-mail address and a text are planted in contents, in the fields of events, consents and
 * verdicts, in values that nobody can read and in keys; none of them is found in a log, an exception, a metric or a header that the gate writes. Neither is the password
 * of the registry.
 */
class NoPersonalDataIT {

    private static final int EVENTS = 10_000;
    private static final int PARTITIONS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PHONE = "600100200";
    private static final String MAIL = "anna.kowalska";
    private static final String TEXT = "wszystkiego najlepszego";
    private static final String PASSWORD = "s3cret-of-the-registry";
    private static final String[] PLANTED = {PHONE, MAIL, TEXT, PASSWORD};
    private static final String PERSONAL =
            "Droga Anno, " + TEXT + "! Oddzwonimy pod +48" + PHONE + " lub " + MAIL + "@example.com";

    private final AvroSerializer serializer = new AvroSerializer();

    @Test
    void shouldSayNothingPersonalInLogsExceptionsMetricsAndHeaders(@TempDir Path folder) throws Exception {
        try (LocalStack stack =
                LocalStack.builder().dataFolder(folder.resolve("stack")).start()) {
            Cluster cluster = Cluster.on(stack, PARTITIONS);
            serializer.configure(Map.of("schema.registry.url", cluster.registryUrl()), false);
            publish(cluster);

            String log = logOfAGateThatCrashesAndComesBack(folder, stack, cluster);

            assertThat(log).contains("RegistryUnavailable", "state=\"RUNNING\"").doesNotContain(PLANTED);
            assertThat(headersOfTheGate(cluster))
                    .hasSizeGreaterThan(EVENTS)
                    .allSatisfy(header -> assertThat(header).doesNotContain(PLANTED));
            assertThat(metricsOfAGate(folder, cluster))
                    .isNotEmpty()
                    .allSatisfy(metric -> assertThat(metric).doesNotContain(PLANTED));
        }
    }

    /** Cleared, quarantined, dead-lettered in every way, misplaced, judged by a verdict: an equal share of each. */
    private void publish(Cluster cluster) throws Exception {
        String messages = cluster.topics().outboundMessages();
        String decisions = cluster.topics().offerDecisions();
        String consents = cluster.topics().consentState();
        String verdicts = cluster.topics().reviewVerdicts();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                byte[] subject = ("subject-" + i).getBytes(UTF_8);
                byte[] service = encoded(cluster, "subject-" + i, Purpose.SERVICE_NOTICE);
                ProducerRecord<byte[], byte[]> record = switch (i % 11) {
                    case 0 -> new ProducerRecord<>(messages, subject, service);
                    case 1 ->
                        new ProducerRecord<>(
                                messages, subject, encoded(cluster, "subject-" + i, Purpose.DIRECT_MARKETING));
                    case 2 -> new ProducerRecord<>(messages, PHONE.getBytes(UTF_8), service);
                    case 3 -> new ProducerRecord<>(messages, MAIL.getBytes(UTF_8), PERSONAL.getBytes(UTF_8));
                    case 4 -> new ProducerRecord<>(messages, subject, Arrays.copyOf(service, service.length - 3));
                    case 5 ->
                        new ProducerRecord<>(
                                messages,
                                subject,
                                ByteBuffer.wrap(service.clone())
                                        .putInt(1, 987_654_321)
                                        .array());
                    case 6 -> new ProducerRecord<>(decisions, subject, decision(cluster, "subject-" + i));
                    case 7 -> new ProducerRecord<>(consents, subject, consent(cluster, "subject-" + i));
                    case 8 -> new ProducerRecord<>(verdicts, subject, verdict(cluster, "subject-" + i));
                    case 9 -> new ProducerRecord<>(consents, PHONE.getBytes(UTF_8), PERSONAL.getBytes(UTF_8));
                    default -> new ProducerRecord<>(consents, MAIL.getBytes(UTF_8), service);
                };
                sent.add(producer.send(record));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    private byte[] encoded(Cluster cluster, String subject, Purpose purpose) {
        OutboundMessage message = OutboundMessage.newBuilder()
                .setMessageId("m-of-" + subject)
                .setSubjectId(subject)
                .setControllerId("shop")
                .setChannel(Channel.SMS)
                .setPurpose(purpose)
                .setCommercialContent(
                        purpose == Purpose.DIRECT_MARKETING ? CommercialContent.PRIMARY : CommercialContent.NONE)
                .setInitiator(Initiator.BUSINESS)
                .setCreatedAt(Instant.now())
                .setContactRef(purpose == Purpose.DIRECT_MARKETING ? MAIL + "@example.com" : null)
                .setContactKeyId(purpose == Purpose.DIRECT_MARKETING ? PHONE : null)
                .setBasisRef("contract of +48" + PHONE)
                .setCampaignId(purpose == Purpose.DIRECT_MARKETING ? TEXT + " " + MAIL : null)
                .setAudienceId(purpose == Purpose.DIRECT_MARKETING ? "tel:+48" + PHONE : null)
                .setChargedToRecipient(false)
                .setContent(ByteBuffer.wrap(PERSONAL.getBytes(UTF_8)))
                .build();
        return serializer.serialize(cluster.topics().outboundMessages(), message);
    }

    /** By a human whose step looks formal, so that the rules name all that they saw of it. */
    private byte[] decision(Cluster cluster, String subject) {
        Human human = Human.newBuilder()
                .setReviewerRef(MAIL + "@example.com")
                .setRole(TEXT)
                .setStartedAt(Instant.now().minusSeconds(1))
                .setDecidedAt(Instant.now())
                .setInputsSeen(List.of("tel:+48" + PHONE))
                .setMayChange(false)
                .setChanged(false)
                .setBatchSize(500)
                .setSystemProposal("refuse " + MAIL)
                .build();
        OfferDecision decision = OfferDecision.newBuilder()
                .setDecisionId("d-of-" + subject)
                .setSubjectId(subject)
                .setSubjectKind(SubjectKind.NATURAL)
                .setMinor(Minor.NO)
                .setControllerId("bank of " + MAIL)
                .setJurisdiction("PL")
                .setDecidedAt(Instant.now())
                .setRole(DecisionRole.DECISION)
                .setAutomation(new Automation(AutomationMode.HUMAN_DECIDED, human))
                .setEffects(List.of(Effect.CREDIT))
                .setTermsIndividualised(true)
                .setGround(Ground.CONTRACT_NECESSITY)
                .setGroundReference("contract of +48" + PHONE)
                .setExplanationRef("mailto:" + MAIL)
                .setContent(ByteBuffer.wrap(PERSONAL.getBytes(UTF_8)))
                .build();
        return serializer.serialize(cluster.topics().offerDecisions(), decision);
    }

    private byte[] consent(Cluster cluster, String subject) {
        Consent consent = Consent.newBuilder()
                .setConsentId("consent of " + MAIL)
                .setControllerId("shop")
                .setChannel(Channel.SMS)
                .setPurpose(ConsentPurpose.DIRECT_MARKETING)
                .setStatus(ConsentStatus.GRANTED)
                .setExplicit(true)
                .setGrantedAt(Instant.now().minusSeconds(60))
                .setContactRef("tel:+48" + PHONE)
                .setContactKeyId(TEXT)
                .setEvidence(Evidence.newBuilder()
                        .setKind(EvidenceKind.ORAL)
                        .setReference("recording of +48" + PHONE)
                        .setSource(MAIL + "@example.com")
                        .setCapturedAt(Instant.now().minusSeconds(60))
                        .setWordingId(TEXT)
                        .setStatedPurposes(List.of(ConsentPurpose.DIRECT_MARKETING))
                        .setStatedChannels(List.of(Channel.SMS))
                        .build())
                .build();
        ConsentState state = ConsentState.newBuilder()
                .setSubjectId(subject)
                .setVersion(1)
                .setUpdatedAt(Instant.now())
                .setConsents(List.of(consent))
                .setObjections(List.of())
                .setInquiries(List.of())
                .build();
        return serializer.serialize(cluster.topics().consentState(), state);
    }

    /** On no case; a refusal says what is wrong. */
    private byte[] verdict(Cluster cluster, String subject) {
        ReviewVerdict verdict = ReviewVerdict.newBuilder()
                .setVerdictId("v-of-" + subject)
                .setCaseId("outbound-messages.0.999999")
                .setCaseDigest("none")
                .setSubjectId(subject)
                .setReviewer("jan")
                .setReviewerRole(MAIL + "@example.com")
                .setOpenedAt(Instant.now())
                .setEvidenceOpened(List.of("tel:+48" + PHONE))
                .setActiveSeconds(1)
                .setDecidedAt(Instant.now())
                .setOutcome(Outcome.RECHECK)
                .setRationale(PERSONAL)
                .build();
        return serializer.serialize(cluster.topics().reviewVerdicts(), verdict);
    }

    /** First the registry turns it away until its patience ends, which it reports with all its stack traces. */
    private static String logOfAGateThatCrashesAndComesBack(Path folder, LocalStack stack, Cluster cluster)
            throws Exception {
        try (GateProcess gate = new GateProcess(
                        folder, cluster, Map.of("REGISTRY_USER_INFO", "gate:" + PASSWORD, "REGISTRY_PATIENCE", "2s"));
                GateProgress progress = new GateProgress(cluster, "consent-gate")) {
            stack.registry().answerWith(401);
            gate.start();
            assertThat(gate.awaitExit()).as(gate.log()).isEqualTo(ExitCode.TRY_LATER);

            stack.registry().answerNormally();
            gate.start();
            Map<TopicPartition, Long> ends = progress.endOf(inputs(cluster));
            await().atMost(PATIENCE).until(() -> progress.isPast(ends));
            gate.stop();
            return gate.log();
        }
    }

    private static Set<String> inputs(Cluster cluster) {
        Set<String> inputs = new HashSet<>(cluster.inputs());
        inputs.add(cluster.topics().reviewVerdicts());
        return inputs;
    }

    private static List<String> headersOfTheGate(Cluster cluster) {
        List<String> headers = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(
                            cluster.topics().clearedMessages(),
                            cluster.topics().clearedDecisions(),
                            cluster.topics().reviewOutcomes(),
                            cluster.topics().offerDecisionsRerouted(),
                            cluster.topics().reviewVerdictsRerouted(),
                            cluster.topics().quarantine(),
                            cluster.topics().deadLetters(),
                            cluster.topics().outboundMessagesRerouted(),
                            cluster.topics().consentStateRerouted())
                    .stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    record.headers().forEach(header -> {
                        if (header.key().startsWith(GateHeaders.PREFIX)) {
                            headers.add(header.key() + "=" + new String(header.value(), UTF_8));
                        }
                    });
                }
            }
        }
        return headers;
    }

    /**
     * Every metric of a gate that judges the same records: what Prometheus is given, and of what Kafka Streams measures name,
     * group, tags and value.
     */
    private static List<String> metricsOfAGate(Path folder, Cluster cluster) throws Exception {
        int port = freePort();
        Map<String, String> environment = Map.of(
                "CONSENT_GATE_OPS_PORT",
                "" + port,
                "CONSENT_GATE_OPS_ADDRESS",
                "127.0.0.1",
                "CONSENT_GATE_APPLICATION_ID",
                "measured",
                "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS",
                cluster.bootstrapServers(),
                "CONSENT_GATE_REGISTRY_URLS",
                cluster.registryUrl(),
                "CONSENT_GATE_REGISTRY_USER_INFO",
                "gate:" + PASSWORD,
                "CONSENT_GATE_STATE_DIR",
                folder.resolve("measured").toString());
        try (GateRunner gate = GateRunner.serve(ConfigReader.read(null, environment), Set.of());
                GateProgress progress = new GateProgress(cluster, "measured")) {
            Map<TopicPartition, Long> ends = progress.endOf(inputs(cluster));
            await().atMost(PATIENCE).until(() -> progress.isPast(ends));
            List<String> scraped = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                    .build(),
                            BodyHandlers.ofLines())
                    .body()
                    .toList();
            assertThat(scraped)
                    .anyMatch(line -> line.startsWith("consent_gate_cases_opened_total "))
                    .anyMatch(line -> line.startsWith("consent_gate_dead_lettered_total{"));
            return Stream.concat(
                            scraped.stream(),
                            gate.streams().metrics().entrySet().stream()
                                    .map(metric -> metric.getKey() + "="
                                            + metric.getValue().metricValue()))
                    .toList();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
