// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anSmsConsent;
import static io.consentgate.run.GateCluster.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.OutboundMessage;
import io.consentgate.local.SchemaRegistryServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A registry that does not answer proves nothing about the data: what needs it waits, nothing becomes a dead letter, and
 * all goes on by itself afterwards. Each test uses a schema that the gate has not seen, so that it has to ask.
 */
class RegistryDownIT {

    /** Far below an outage, so that the brokers abort the transaction that is open meanwhile. */
    private static final String TRANSACTION_TIMEOUT_MS = "3000";

    @AutoClose
    private static GateCluster cluster;

    private static SchemaRegistryServer registry;
    private static int schemas;

    @BeforeAll
    static void start(@TempDir Path folder) {
        cluster = GateCluster.start(folder, 2);
        registry = cluster.stack().registry();
        cluster.startGate(
                Map.of("REGISTRY_TIMEOUT", "1s", "KAFKA_PRODUCER_TRANSACTION_TIMEOUT_MS", TRANSACTION_TIMEOUT_MS));
    }

    @Test
    void shouldWaitTwentySecondsForARegistryThatRefusesConnections() {
        shouldWaitThrough("refused", Duration.ofSeconds(20), registry::stop, registry::start);
    }

    @Test
    void shouldWaitForARegistryThatFails() {
        shouldWaitThrough("failing", Duration.ofSeconds(5), () -> registry.answerWith(500), registry::answerNormally);
    }

    @Test
    void shouldWaitForARegistryThatIsTooSlow() {
        shouldWaitThrough(
                "slow",
                Duration.ofSeconds(5),
                () -> registry.delayAnswersBy(Duration.ofSeconds(30)),
                registry::answerNormally);
    }

    @Test
    void shouldWaitForARegistryThatRefusesTheGatesCredentials() {
        shouldWaitThrough("forbidden", Duration.ofSeconds(5), () -> registry.answerWith(401), registry::answerNormally);
    }

    @Test
    void shouldNotBelieveAProxysNotFoundPage() throws IOException {
        AtomicLong asked = new AtomicLong();
        HttpServer proxy = HttpServer.create();
        proxy.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] page = "<html><body>404 Not Found</body></html>".getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(404, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        URI url = URI.create(registry.url());

        shouldWaitThrough(
                "proxied",
                Duration.ofSeconds(5),
                () -> {
                    registry.stop();
                    bind(proxy, url.getPort());
                },
                () -> {
                    proxy.stop(0);
                    registry.start();
                });

        assertThat(asked).hasPositiveValue();
    }

    @Test
    void shouldDeadLetterWhatAHealthyRegistryDoesNotKnow() {
        ByteBuffer value = ByteBuffer.allocate(20).put((byte) 0).putInt(987_654_321);

        cluster.publish(cluster.topics().outboundMessages(), "unknown-schema", value.array());
        cluster.awaitAllTaken();

        assertThat(deadLettersOf("unknown-schema")).singleElement().isEqualTo("UNKNOWN_SCHEMA");
    }

    /** One header on one record is enough to name such a schema. */
    @Test
    void shouldGoOnWithoutASchemaThatTheRegistryRefusesAlone() {
        String subject = subjectOn(0, "alone");
        consent(subject);
        String topic = cluster.topics().outboundMessages();
        byte[] refused = cluster.encoded(topic, message(newerSchema(), subject));
        byte[] known = cluster.encoded(topic, aBirthdaySms("known", subject).build());
        registry.answerWith("/schemas/ids/" + ByteBuffer.wrap(refused).getInt(1), 403, 40301);
        try {
            cluster.publish(record(topic, subject, "before", known));
            cluster.publish(record(topic, subject, "refused", refused));
            cluster.publish(record(topic, subject, "after", known));
            cluster.awaitAllTaken();

            assertThat(clearedOf(subject)).containsExactly("before", "after");
            assertThat(deadLettersOf(subject)).containsExactly("UNRESOLVABLE_SCHEMA");
        } finally {
            registry.answerNormally();
        }
    }

    /** On both partitions: something that the gate can judge, and behind it something that it has to ask about. */
    private static void shouldWaitThrough(String name, Duration outage, Runnable begin, Runnable end) {
        Schema newer = newerSchema();
        List<String> subjects = List.of(subjectOn(0, name), subjectOn(1, name));
        subjects.forEach(RegistryDownIT::consent);
        cluster.awaitAllTaken();
        String topic = cluster.topics().outboundMessages();
        List<byte[]> known = subjects.stream()
                .map(subject ->
                        cluster.encoded(topic, aBirthdaySms("known", subject).build()))
                .toList();
        List<byte[]> unknown = subjects.stream()
                .map(subject -> cluster.encoded(topic, message(newer, subject)))
                .toList();

        begin.run();
        try {
            for (int i = 0; i < subjects.size(); i++) {
                cluster.publish(record(topic, subjects.get(i), "known", known.get(i)));
                cluster.publish(record(topic, subjects.get(i), "unknown", unknown.get(i)));
            }
            await("nothing is decided without the registry")
                    .pollInterval(Duration.ofSeconds(1))
                    .during(outage)
                    .atMost(outage.plusSeconds(20))
                    .until(() -> subjects.stream()
                            .allMatch(subject -> deadLettersOf(subject).isEmpty()
                                    && !clearedOf(subject).contains("unknown")));
        } finally {
            end.run();
        }
        cluster.awaitAllTaken();

        assertThat(subjects).allSatisfy(subject -> {
            assertThat(clearedOf(subject)).containsExactly("known", "unknown");
            assertThat(deadLettersOf(subject)).isEmpty();
        });
    }

    private static void bind(HttpServer proxy, int port) {
        try {
            proxy.bind(new InetSocketAddress("localhost", port), 0);
            proxy.start();
        } catch (IOException e) {
            throw new AssertionError("the proxy cannot take the registry's port", e);
        }
    }

    /** The contract's schema with a field that only a newer publisher has. */
    private static Schema newerSchema() {
        return new Schema.Parser()
                .parse(OutboundMessage.getClassSchema()
                        .toString()
                        .replaceFirst(
                                "\"fields\":\\[",
                                "\"fields\":[{\"name\":\"newer" + ++schemas + "\",\"type\":\"int\",\"default\":0},"));
    }

    private static GenericData.Record message(Schema schema, String subject) {
        OutboundMessage known = aBirthdaySms("of-unknown-schema", subject).build();
        return new GenericRecordBuilder(schema)
                .set("messageId", known.getMessageId())
                .set("subjectId", subject)
                .set("controllerId", known.getControllerId())
                .set("channel", symbol(schema, "channel", "SMS"))
                .set("purpose", symbol(schema, "purpose", "DIRECT_MARKETING"))
                .set("commercialContent", symbol(schema, "commercialContent", "PRIMARY"))
                .set("initiator", symbol(schema, "initiator", "BUSINESS"))
                .set("createdAt", known.getCreatedAt().toEpochMilli())
                .set("contactRef", known.getContactRef())
                .set("contactKeyId", known.getContactKeyId())
                .set("chargedToRecipient", false)
                .set("content", known.getContent())
                .build();
    }

    private static GenericData.EnumSymbol symbol(Schema schema, String field, String symbol) {
        return new GenericData.EnumSymbol(schema.getField(field).schema(), symbol);
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String subject, String name, byte[] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, subject.getBytes(UTF_8), value);
        record.headers().add("name", name.getBytes(UTF_8));
        return record;
    }

    private static String subjectOn(int partition, String name) {
        int i = 0;
        while (cluster.home(name + "-" + i) != partition) {
            i++;
        }
        return name + "-" + i;
    }

    private static void consent(String subject) {
        String topic = cluster.topics().consentState();
        cluster.publish(
                topic,
                subject,
                cluster.encoded(
                        topic,
                        aRecord(subject, 1, anSmsConsent(ConsentStatus.GRANTED)).build()));
    }

    private static List<String> clearedOf(String subject) {
        return cluster.read(cluster.topics().clearedMessages()).stream()
                .filter(record -> Arrays.equals(record.key(), subject.getBytes(UTF_8)))
                .map(record -> header(record.headers(), "name"))
                .toList();
    }

    private static List<String> deadLettersOf(String subject) {
        return cluster.read(cluster.topics().deadLetters()).stream()
                .filter(record -> Arrays.equals(record.key(), subject.getBytes(UTF_8)))
                .map(record -> header(record.headers(), "consent-gate-reason"))
                .toList();
    }
}
