// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static io.consentgate.Events.aBirthdaySms;
import static io.consentgate.Events.aRecord;
import static io.consentgate.Events.anAdvertShown;
import static io.consentgate.Events.anAutomatedLoanRefusal;
import static io.consentgate.Events.anSmsConsent;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consentgate.events.Consent;
import io.consentgate.events.ConsentStatus;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.Source;
import io.consentgate.serde.SerializedKeys;
import io.consentgate.topology.GateHeaders;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that is known to have stopped a gate, published among good traffic to one with a heap of 512 MB and its settings as they
 * come: each good event is where it belongs within a minute, and each bad record is in exactly one place.
 */
class NoPoisonIT {

    private static final List<String> HEAP = List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError");

    /**
     * What is promised. The longest that anything here may stop a thread is 30 s and a pause, until an address that is down is no
     * longer waited for; or two questions of some 18 s that time out, which are more than its 20 s of asking in a minute.
     */
    private static final Duration WITHIN = Duration.ofMinutes(1);

    /** Runnable threads for each processor. Where there are more, that a good event takes longer says nothing of the gate. */
    private static final double BUSY = 3;

    /** Of waiting for them all. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final int PARTITIONS = 2;
    /** The second where there was no time to wait whether it stays so. */
    private static final Set<String> NOT_THERE = Set.of("UNKNOWN_SCHEMA", "UNRESOLVABLE_SCHEMA");

    private static final byte[] ZEROS = new byte[14 * 1024 * 1024];
    private static final int MANY = 40;

    /** Of those that this test reads back whole, again and again; MemoryPerPollIT has many of them. */
    private static final int SEVERAL = 8;

    private static final String MESSAGES = "outbound-messages";
    private static final String CONSENTS = "consent-state";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where a bad record may end. */
    private enum End {
        DEAD_LETTER,
        QUARANTINE,
        CLEARED,
        /** It is an erasure, and takes effect. */
        ERASED
    }

    /**
     * A bad record, and where it stands.
     *
     * @param ends reason of the dead letter, or a rule
     * @param person whom nothing may be sent to behind it; null where it is about nobody
     */
    private record Poison(String what, RecordMetadata at, byte[] key, End end, Set<String> ends, String person) {}

    /** @param publishedAt when the broker had it */
    private record Good(String id, End end, long publishedAt) {}

    /** Where one record ended. */
    private record Ended(End end, String how) {}

    @TempDir
    Path folder;

    @AutoClose
    private GateCluster cluster;

    @AutoClose
    private FrontRegistry registry;

    @AutoClose
    private FrontRegistry follower;

    @AutoClose
    private KafkaProducer<byte[], byte[]> producer;

    private final List<Poison> poison = new ArrayList<>();
    private final List<Good> good = new ArrayList<>();
    private Process gate;
    private int lastId = 9_000;
    private int people;
    private double mostRunnable;

    @Test
    void shouldLetAllGoodEventsThroughAndAccountForEachBadOne() throws Exception {
        cluster = GateCluster.start(folder, PARTITIONS);
        registry = new FrontRegistry(cluster.stack().registryUrl());
        follower = new FrontRegistry(cluster.stack().registryUrl());
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.stack().bootstrapServers(),
                        "compression.type",
                        "zstd",
                        "linger.ms",
                        0,
                        "max.request.size",
                        32 * 1024 * 1024,
                        "buffer.memory",
                        64 * 1024 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        gate = cluster.startGateProcess(
                HEAP,
                Map.of(
                        "THREADS", "1",
                        "REGISTRY_URLS", registry.url() + "," + follower.url(),
                        "REGISTRY_SCHEMA_PATIENCE", "15s"),
                folder.resolve("gate.log"));
        try {
            traffic();
            awaitGood();

            schemas();
            traffic();
            answers();
            traffic();
            sizes();
            traffic();
            headers();
            traffic();
            values();
            traffic();
            keysAndErasures();
            traffic();
            awaitGood();
            anAddressDown();
            traffic();
            awaitGood();
            slowAnswers();
            traffic();
            awaitGood();
            followUp();
            awaitGood();
            awaitAccounts();

            assertThat(gate.isAlive()).isTrue();
            report();
        } finally {
            gate.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        }
    }

    /** Somebody with consent, somebody without, and decisions of both kinds. */
    private void traffic() throws Exception {
        for (int i = 0; i < 5; i++) {
            String granted = granted();
            good(
                    MESSAGES,
                    granted,
                    End.CLEARED,
                    cluster.encoded(MESSAGES, aBirthdaySms(granted, granted).build()));
            String nobody = "nobody-" + ++people;
            good(
                    MESSAGES,
                    nobody,
                    End.QUARANTINE,
                    cluster.encoded(MESSAGES, aBirthdaySms(nobody, nobody).build()));
            String sees = "sees-" + ++people;
            String decisions = "offer-decisions";
            good(
                    decisions,
                    sees,
                    End.CLEARED,
                    cluster.encoded(decisions, anAdvertShown(sees, sees).build()));
            String refused = "refused-" + ++people;
            good(
                    decisions,
                    refused,
                    End.QUARANTINE,
                    cluster.encoded(
                            decisions, anAutomatedLoanRefusal(refused, refused).build()));
        }
    }

    private void good(String topic, String person, End end, byte[] value) throws Exception {
        send(topic, person.getBytes(UTF_8), value, new RecordHeaders());
        good.add(new Good(person, end, System.currentTimeMillis()));
    }

    /** Somebody who consented. */
    private String granted() throws Exception {
        String person = "granted-" + ++people;
        byte[] consent = cluster.encoded(
                CONSENTS,
                aRecord(person, 1, anSmsConsent(ConsentStatus.GRANTED)).build());
        send(CONSENTS, person.getBytes(UTF_8), consent, new RecordHeaders());
        return person;
    }

    private void schemas() throws Exception {
        byte[] zero = {0};
        withSchema("a self-recursive record in an unused array", field("""
                {"type": "array", "items": {"type": "record", "name": "A", "fields": [{"name": "a", "type": "A"}]}}"""), zero);
        withSchema("records of 100 records of 100 records", field("[\"null\"," + wide(6, 100) + "]"), zero);
        withSchema("types within each other, 400 deep", field(nested(400)), zero);
        withSchema(
                "\"order\": \"sideways\"",
                message().replaceFirst("\"name\":\"messageId\",", "\"name\":\"messageId\",\"order\":\"sideways\","),
                new byte[0]);
        withSchema("a text that is no schema", "null", new byte[0]);
        int id = ++lastId;
        ObjectNode itself = body(message());
        itself.putArray("references")
                .addObject()
                .put("name", "Itself")
                .put("subject", "itself")
                .put("version", 1);
        registry.says("/schemas/ids/" + id, 200, itself.toString());
        registry.says("/subjects/itself/versions/1", 200, itself.toString());
        // Where all names are known without what it refers to, it can be read; the subject is not the key's.
        String somebody = "somebody";
        quarantined(
                "a schema that refers to itself",
                somebody.getBytes(UTF_8),
                message(id, new byte[0]),
                "MSG-CONSENT-MISSING");
        byte[] deep = new byte[1_000_000];
        Arrays.fill(deep, 0, deep.length - 1, (byte) 2);
        lastId++;
        registry.says("/schemas/ids/" + lastId, 200, body(field("""
                {"type": "record", "name": "Node", "fields": [{"name": "next", "type": ["null", "Node"]}]}""")).toString());
        poison("values within each other, a million deep", message(lastId, deep), Set.of("CORRUPT"));
    }

    private void withSchema(String what, String schema, byte[] tail) throws Exception {
        int id = ++lastId;
        registry.says("/schemas/ids/" + id, 200, body(schema).toString());
        poison(what, message(id, tail), Set.of("INCOMPATIBLE_SCHEMA", "WRONG_RECORD_TYPE"));
    }

    private void answers() throws Exception {
        answered(
                "an id that the registry refuses with 403",
                403,
                "{\"error_code\":40301,\"message\":\"no\"}",
                Duration.ZERO);
        answered("an id that the registry fails on with 500", 500, "", Duration.ZERO);
        answered("an id that is answered with a bare 404", 404, "", Duration.ZERO);
        answered("an id that is answered with a page", 200, "<html>sign in</html>", Duration.ZERO);
        answered("an id that is answered with 5 MiB", 200, "[" + " ".repeat(5 << 20) + "]", Duration.ZERO);
        answered("an id that is answered elsewhere", 302, "", Duration.ZERO);
        registry.says(
                "/schemas/guids/00000000-0000-0007-0000-000000000007",
                404,
                "{\"error_code\":404,\"message\":\"HTTP 404\"}");
        poison(
                "a guid, to a registry without guids",
                Arrays.copyOfRange(message(1, new byte[0]), 5, 200),
                new RecordHeaders()
                        .add(
                                "__value_schema_id",
                                ByteBuffer.allocate(17)
                                        .put((byte) 1)
                                        .putLong(7)
                                        .putLong(7)
                                        .array()),
                Set.of("UNRESOLVABLE_SCHEMA", "UNKNOWN_SCHEMA"));
        for (int i = 0; i < MANY; i++) {
            poison("an invented id, one of " + MANY, message(700_000 + i, new byte[0]), NOT_THERE);
        }
        String person = granted();
        consentPoison(
                "a withdrawal of a schema that the registry refuses",
                person.getBytes(UTF_8),
                framed(refusedId(), "x".getBytes(UTF_8)),
                new RecordHeaders(),
                Set.of("UNRESOLVABLE_SCHEMA"),
                person);
    }

    /** For the rest of the test. What the other address does not have is not known to be nowhere. */
    private void anAddressDown() throws Exception {
        follower.close();
        for (int i = 0; i < MANY; i++) {
            poison(
                    "an invented id while an address is down, one of " + MANY,
                    message(800_000 + i, new byte[0]),
                    Set.of("UNRESOLVABLE_SCHEMA"));
        }
        String person = granted();
        consentPoison(
                "a withdrawal of an invented schema while an address is down",
                person.getBytes(UTF_8),
                framed(900_000, "x".getBytes(UTF_8)),
                new RecordHeaders(),
                Set.of("UNRESOLVABLE_SCHEMA"),
                person);
    }

    /** Towards the end, for what the gate has not read yet is not asked for while they take its time. */
    private void slowAnswers() throws Exception {
        for (int i = 0; i < 5; i++) {
            answered("an id that is not answered in time, one of 5", 200, "{}", Duration.ofMinutes(10));
        }
    }

    private int refusedId() {
        registry.says("/schemas/ids/" + ++lastId, 403, "{\"error_code\":40301,\"message\":\"no\"}");
        return lastId;
    }

    private void answered(String what, int status, String body, Duration after) throws Exception {
        registry.says("/schemas/ids/" + ++lastId, status, body, after);
        poison(what, message(lastId, new byte[0]), Set.of("UNRESOLVABLE_SCHEMA", "UNKNOWN_SCHEMA"));
    }

    private void sizes() throws Exception {
        for (int i = 0; i < MANY; i++) {
            poison("14 MiB of zeros in a few hundred bytes, one of " + MANY, ZEROS, NOT_THERE);
        }
        byte[] repeated = repeated();
        poison("4,000 KiB of garbage that lz4 does not shrink", repeated, Set.of("TOO_LARGE"));
        String person = "poison-" + ++people;
        byte[] message = cluster.encoded(
                MESSAGES,
                aBirthdaySms(person, person)
                        .setContent(ByteBuffer.wrap(repeated))
                        .build());
        poison("a message of 4,000 KiB that lz4 does not shrink", message, Set.of("TOO_LARGE"));
        String consenting = granted();
        byte[] consent = cluster.encoded(
                CONSENTS, aRecord(consenting, 2, enormous("e".repeat(15 << 20))).build());
        consentPoison(
                "a consent of 15 MiB",
                consenting.getBytes(UTF_8),
                consent,
                new RecordHeaders(),
                Set.of("TOO_LARGE"),
                consenting);
        String talkative = granted();
        Consent[] entries = IntStream.range(0, 8_000)
                .mapToObj(number -> {
                    Consent entry = anSmsConsent(ConsentStatus.WITHDRAWN);
                    entry.setConsentId("consent-" + number);
                    entry.setControllerId("controller-" + number);
                    return entry;
                })
                .toArray(Consent[]::new);
        consentPoison(
                "a consent of 8,000 entries",
                talkative.getBytes(UTF_8),
                cluster.encoded(CONSENTS, aRecord(talkative, 2, entries).build()),
                new RecordHeaders(),
                Set.of("TOO_MANY_ENTRIES"),
                talkative);
    }

    private void headers() throws Exception {
        Headers empty = new RecordHeaders();
        for (int i = 0; i < 100_000; i++) {
            empty.add("", null);
        }
        for (int i = 0; i < SEVERAL; i++) {
            poison(
                    "100,000 headers without name and value, one of " + SEVERAL,
                    "x".getBytes(UTF_8),
                    empty,
                    Set.of("NOT_THE_FORMAT"));
        }
        Headers large = new RecordHeaders().add("large", new byte[12 * 1024 * 1024]);
        for (int i = 0; i < SEVERAL; i++) {
            RecordMetadata at = send(MESSAGES, null, null, large);
            poison.add(new Poison(
                    "a header of 12 MiB with neither key nor value, one of " + SEVERAL,
                    at,
                    null,
                    End.DEAD_LETTER,
                    Set.of("NULL_VALUE"),
                    null));
        }
        Headers timestamps = new RecordHeaders();
        for (int i = 0; i < 300_000; i++) {
            timestamps.add("consent-gate-timestamp", null);
        }
        String person = granted();
        consentPoison(
                "300,000 headers of the gate's own name",
                person.getBytes(UTF_8),
                "x".getBytes(UTF_8),
                timestamps,
                Set.of("NOT_THE_FORMAT"),
                person);
    }

    private static Consent enormous(String reference) {
        Consent consent = anSmsConsent(ConsentStatus.GRANTED);
        consent.getEvidence().setReference(reference);
        return consent;
    }

    private void values() throws Exception {
        byte[] whole = cluster.encoded(MESSAGES, aBirthdaySms("m", "somebody").build());
        poison("no value", null, Set.of("NULL_VALUE"));
        poison("an empty value", new byte[0], Set.of("EMPTY"));
        poison("a value that ends too soon", Arrays.copyOf(whole, whole.length - 9), Set.of("CORRUPT"));
        poison("a value that goes on", Arrays.copyOf(whole, whole.length + 9), Set.of("CORRUPT"));
        poison("text that is no Avro", "hello".getBytes(UTF_8), Set.of("NOT_THE_FORMAT"));
        poison(
                "a length of two gigabytes",
                framed(ByteBuffer.wrap(whole).getInt(1), new byte[] {-2, -1, -1, -1, 15, 'x'}),
                Set.of("CORRUPT"));
        poison(
                "a subject id of 2,000 characters",
                cluster.encoded(MESSAGES, aBirthdaySms("m", "s".repeat(2_000)).build()),
                Set.of("SUBJECT_TOO_LONG"));
        poison(
                "a decision among the messages",
                cluster.encoded(
                        "offer-decisions", anAdvertShown("d", "somebody").build()),
                Set.of("WRONG_RECORD_TYPE"));
        poison(
                "a header that names a schema in three bytes",
                whole,
                new RecordHeaders().add("__value_schema_id", new byte[3]),
                Set.of("NOT_THE_FORMAT"));
        String person = granted();
        int id = ++lastId;
        String newer =
                message().replace("\"symbols\":[\"UNKNOWN\",\"SMS\"", "\"symbols\":[\"UNKNOWN\",\"HOLOGRAM\",\"SMS\"");
        assertThat(newer).isNotEqualTo(message());
        registry.says("/schemas/ids/" + id, 200, body(newer).toString());
        quarantined(
                "a channel that this version does not know",
                person.getBytes(UTF_8),
                naming(id, cluster.encoded(MESSAGES, aBirthdaySms("m", person).build())),
                "GATE-UNKNOWN");
        byte[] notText = cluster.encoded(
                MESSAGES, aBirthdaySms("m", "invalid-utf8-" + ++people).build());
        int at = new String(notText, ISO_8859_1).indexOf("invalid-utf8");
        notText[at] = (byte) 0xff;
        quarantined(
                "a subject id that is no UTF-8",
                Arrays.copyOfRange(notText, at, at + ("invalid-utf8-" + people).length()),
                notText,
                "MSG-CONSENT-MISSING");
        poison(
                "review-verdicts",
                "a verdict that is none",
                "x".getBytes(UTF_8),
                new RecordHeaders(),
                Set.of("NOT_THE_FORMAT"));
    }

    private void keysAndErasures() throws Exception {
        for (SerializedKeys form : SerializedKeys.values()) {
            String erased = granted();
            RecordMetadata at = send(CONSENTS, form.key(erased), null, form.headers());
            poison.add(new Poison(
                    "a tombstone under a key of " + form, at, form.key(erased), End.ERASED, Set.of(), erased));
            String held = granted();
            consentPoison(
                    "an unreadable consent under a key of " + form,
                    form.key(held),
                    "x".getBytes(UTF_8),
                    form.headers(),
                    Set.of("NOT_THE_FORMAT"),
                    held);
        }
        byte[] number = {0, 0, 0, 0, 0, 0, 0x30, 0x39};
        consentPoison("a tombstone under a number", number, null, new RecordHeaders(), Set.of("NO_SUBJECT"), null);
        consentPoison(
                "an unreadable consent under a number",
                number,
                new byte[] {7},
                new RecordHeaders(),
                Set.of("NO_SUBJECT"),
                null);
        String odd = granted();
        byte[] value = cluster.encoded(MESSAGES, aBirthdaySms(odd, odd).build());
        RecordMetadata at = send(
                MESSAGES,
                odd.getBytes(UTF_8),
                value,
                new RecordHeaders()
                        .add("CONSENT-GATE-VERDICT", "CLEARED".getBytes(UTF_8))
                        .add("Consent-Gate-Reason", "TOO_LARGE".getBytes(UTF_8)));
        poison.add(new Poison(
                "reserved headers in odd letters", at, odd.getBytes(UTF_8), End.CLEARED, Set.of("CLEARED"), null));
        String elsewhere = granted();
        byte[] misplaced =
                cluster.encoded(MESSAGES, aBirthdaySms(elsewhere, elsewhere).build());
        for (byte[] key : new byte[][] {null, "another".getBytes(UTF_8)}) {
            RecordMetadata there = send(MESSAGES, key, misplaced, new RecordHeaders());
            poison.add(new Poison(
                    "a message under " + (key == null ? "no key" : "another's key"),
                    there,
                    elsewhere.getBytes(UTF_8),
                    End.CLEARED,
                    Set.of("CLEARED"),
                    null));
            elsewhere = granted();
            misplaced =
                    cluster.encoded(MESSAGES, aBirthdaySms(elsewhere, elsewhere).build());
        }
    }

    /** Nothing goes to those whose consent was erased or could not be read. */
    private void followUp() throws Exception {
        for (Poison bad : poison) {
            if (bad.person() != null) {
                String message = "after-" + bad.person();
                byte[] value = cluster.encoded(
                        MESSAGES, aBirthdaySms(message, bad.person()).build());
                good(MESSAGES, bad.person(), End.QUARANTINE, value);
            }
        }
    }

    private void poison(String what, byte[] value, Set<String> reasons) throws Exception {
        poison(what, value, new RecordHeaders(), reasons);
    }

    private void poison(String what, byte[] value, Headers headers, Set<String> reasons) throws Exception {
        poison(MESSAGES, what, value, headers, reasons);
    }

    private void poison(String topic, String what, byte[] value, Headers headers, Set<String> reasons)
            throws Exception {
        byte[] key = ("poison-" + ++people).getBytes(UTF_8);
        RecordMetadata at = send(topic, key, value, headers);
        poison.add(new Poison(what, at, key, End.DEAD_LETTER, reasons, null));
    }

    private void quarantined(String what, byte[] key, byte[] value, String rule) throws Exception {
        RecordMetadata at = send(MESSAGES, key, value, new RecordHeaders());
        poison.add(new Poison(what, at, key, End.QUARANTINE, Set.of(rule), null));
    }

    private void consentPoison(
            String what, byte[] key, byte[] value, Headers headers, Set<String> reasons, String person)
            throws Exception {
        RecordMetadata at = send(CONSENTS, key, value, headers);
        poison.add(new Poison(what, at, key, End.DEAD_LETTER, reasons, person));
    }

    private RecordMetadata send(String topic, byte[] key, byte[] value, Headers headers) throws Exception {
        return producer.send(new ProducerRecord<>(topic, null, null, key, value, headers))
                .get();
    }

    private static String message() {
        return OutboundMessage.getClassSchema().toString();
    }

    private byte[] message(int id, byte[] tail) {
        byte[] value = naming(
                id, cluster.encoded(MESSAGES, aBirthdaySms("m", "somebody").build()));
        byte[] whole = Arrays.copyOf(value, value.length + tail.length);
        System.arraycopy(tail, 0, whole, value.length, tail.length);
        return whole;
    }

    private static byte[] naming(int id, byte[] value) {
        return ByteBuffer.wrap(value).putInt(1, id).array();
    }

    private static byte[] framed(int id, byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) 0)
                .putInt(id)
                .put(payload)
                .array();
    }

    private static ObjectNode body(String schema) {
        return JSON.createObjectNode().put("schema", schema);
    }

    /** A message's schema with one field more, in the end, which nobody knows. */
    private static String field(String type) {
        String message = message();
        int end = message.lastIndexOf(']');
        return message.substring(0, end) + ",{\"name\":\"extra\",\"type\":" + type + "}" + message.substring(end);
    }

    private static String nested(int levels) {
        return "{\"type\":\"array\",\"items\":".repeat(levels) + "\"int\"" + "}".repeat(levels);
    }

    private static String wide(int levels, int width) {
        String inner = "\"int\"";
        String name = "\"int\"";
        for (int level = 0; level < levels; level++) {
            String named = name;
            inner = "{\"type\":\"record\",\"name\":\"W" + level + "\",\"fields\":[{\"name\":\"f\",\"type\":" + inner
                    + "}"
                    + IntStream.range(1, width)
                            .mapToObj(i -> ",{\"name\":\"f" + i + "\",\"type\":" + named + "}")
                            .collect(Collectors.joining())
                    + "]}";
            name = "\"W" + level + "\"";
        }
        return inner;
    }

    /** Again and again what is longer than lz4 looks back. */
    private static byte[] repeated() {
        byte[] block = new byte[100 * 1024];
        new Random(1).nextBytes(block);
        byte[] all = new byte[40 * block.length];
        for (int at = 0; at < all.length; at += block.length) {
            System.arraycopy(block, 0, all, at, block.length);
        }
        all[0] = 0x7f;
        return all;
    }

    private void awaitGood() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .failFast("the gate ended", () -> !gate.isAlive())
                .untilAsserted(() -> assertThat(ended().keySet())
                        .containsAll(good.stream().map(Good::id).toList()));
    }

    private void awaitAccounts() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .failFast("the gate ended", () -> !gate.isAlive())
                .untilAsserted(() -> {
                    Map<String, List<Ended>> accounts = accounts();
                    for (Poison bad : poison) {
                        assertThat(accounts.getOrDefault(place(bad), List.of()))
                                .as(bad.what())
                                .hasSize(bad.end() == End.ERASED ? 0 : 1);
                    }
                });
    }

    /** By whom, when the gate dealt with their last event and how. */
    private Map<String, Map.Entry<End, Long>> ended() {
        mostRunnable = Math.max(
                mostRunnable, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        Map<String, Map.Entry<End, Long>> ended = new HashMap<>();
        for (String topic :
                List.of(cluster.topics().clearedMessages(), cluster.topics().clearedDecisions())) {
            for (ConsumerRecord<byte[], byte[]> record : cluster.read(topic)) {
                long at = Long.parseLong(GateCluster.header(record.headers(), GateHeaders.CLEARED_AT));
                ended.put(new String(record.key(), UTF_8), Map.entry(End.CLEARED, at));
            }
        }
        for (ConsumerRecord<byte[], byte[]> record :
                cluster.read(cluster.topics().quarantine())) {
            long at = cluster.quarantined(record).getQuarantinedAt().toEpochMilli();
            ended.put(new String(record.key(), UTF_8), Map.entry(End.QUARANTINE, at));
        }
        return ended;
    }

    private static String place(Poison bad) {
        // What clears has no sign of where it was; its person had nothing else.
        return bad.end() == End.CLEARED
                ? new String(bad.key(), UTF_8)
                : bad.at().topic() + "/" + bad.at().partition() + "/" + bad.at().offset();
    }

    /** By place, everything that came of what stood there. */
    private Map<String, List<Ended>> accounts() {
        Map<String, List<Ended>> accounts = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> letter :
                cluster.read(cluster.topics().deadLetters())) {
            Headers headers = letter.headers();
            String place = GateCluster.header(headers, GateHeaders.ORIGIN_TOPIC) + "/"
                    + GateCluster.header(headers, GateHeaders.ORIGIN_PARTITION) + "/"
                    + GateCluster.header(headers, GateHeaders.ORIGIN_OFFSET);
            add(accounts, place, new Ended(End.DEAD_LETTER, GateCluster.header(headers, GateHeaders.REASON)));
        }
        for (ConsumerRecord<byte[], byte[]> record :
                cluster.read(cluster.topics().quarantine())) {
            QuarantinedEvent event = cluster.quarantined(record);
            Source source = event.getSource();
            add(
                    accounts,
                    source.getTopic() + "/" + source.getPartition() + "/" + source.getOffset(),
                    new Ended(End.QUARANTINE, GateCluster.header(record.headers(), GateHeaders.RULES)));
        }
        for (ConsumerRecord<byte[], byte[]> record :
                cluster.read(cluster.topics().clearedMessages())) {
            assertThat(record.headers()).noneMatch(header -> header.key().equals("CONSENT-GATE-VERDICT"));
            add(accounts, new String(record.key(), UTF_8), new Ended(End.CLEARED, "CLEARED"));
        }
        return accounts;
    }

    private static void add(Map<String, List<Ended>> accounts, String place, Ended ended) {
        accounts.computeIfAbsent(place, ignored -> new ArrayList<>()).add(ended);
    }

    private void report() throws IOException {
        Map<String, Map.Entry<End, Long>> ended = ended();
        Map<String, List<Ended>> accounts = accounts();
        StringBuilder table =
                new StringBuilder("| poison | where it ended | how long others waited, at most |\n|---|---|---|\n");
        Set<String> told = new HashSet<>();
        for (Poison bad : poison) {
            Ended account = bad.end() == End.ERASED
                    ? new Ended(End.ERASED, "")
                    : accounts.get(place(bad)).get(0);
            // Of many that are alike, the first.
            if (told.add(bad.what())) {
                table.append("| ")
                        .append(bad.what())
                        .append(" | ")
                        .append(told(bad, account))
                        .append(" | ");
                table.append(waited(ended, bad.at().timestamp())).append(" |\n");
            }
        }
        Files.writeString(Path.of("target", "no-poison.md"), table);
        System.out.print(table);
        for (Poison bad : poison) {
            if (bad.end() != End.ERASED) {
                assertEnded(bad, accounts.get(place(bad)).get(0));
            }
        }
        boolean busy = mostRunnable > BUSY * Runtime.getRuntime().availableProcessors();
        Duration allowed = busy ? WITHIN.multipliedBy(2) : WITHIN;
        for (Good event : good) {
            Map.Entry<End, Long> result = ended.get(event.id());
            assertThat(result.getKey()).as(event.id()).isEqualTo(event.end());
            assertThat(Duration.ofMillis(result.getValue() - event.publishedAt()))
                    .as(event.id())
                    .isLessThan(allowed);
        }
    }

    private static void assertEnded(Poison bad, Ended account) {
        assertThat(account.end()).as(bad.what()).isEqualTo(bad.end());
        if (bad.end() == End.QUARANTINE) {
            assertThat(account.how().split(",", -1)).as(bad.what()).containsAll(bad.ends());
        } else {
            assertThat(bad.ends()).as(bad.what()).contains(account.how());
        }
    }

    private static String told(Poison bad, Ended account) {
        return switch (account.end()) {
            case DEAD_LETTER ->
                "dead letter, " + account.how() + (bad.person() == null ? "" : "; nothing goes to the person");
            case QUARANTINE -> "quarantine, " + account.how();
            case CLEARED -> "cleared, without those headers and under its subject's key";
            case ERASED -> "an erasure; nothing goes to the person";
        };
    }

    /** The longest that a good event took which was published after it and before the next minute. */
    private String waited(Map<String, Map.Entry<End, Long>> ended, long from) {
        long longest = good.stream()
                .filter(event -> event.publishedAt() >= from && event.publishedAt() < from + WITHIN.toMillis())
                .mapToLong(event -> ended.get(event.id()).getValue() - event.publishedAt())
                .max()
                .orElse(0);
        return String.format("%.1f s", Math.max(0, longest) / 1000.0);
    }
}
