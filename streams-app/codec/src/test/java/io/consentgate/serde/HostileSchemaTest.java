// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static io.consentgate.serde.Samples.framed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.consentgate.events.ConsentState;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.serde.UndecodableException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may register a schema under any subject and write one record must not end or hold a thread of the gate, of the
 * console or of the command line.
 */
class HostileSchemaTest {

    /** All that turns bytes into something, as they are used in the three programs. */
    enum Reading {
        FACTS {
            @Override
            void read(Map<String, ?> properties, Kind kind, byte[] value) throws UndecodableException {
                try (FactsReader reader = FactsReader.open(AvroDeserializer.class.getName(), properties, TOPICS)) {
                    kind.read(reader, value);
                }
            }
        },
        FACTS_OF_A_FOREIGN_DESERIALIZER {
            @Override
            void read(Map<String, ?> properties, Kind kind, byte[] value) throws UndecodableException {
                try (FactsReader reader = FactsReader.open(Foreign.class.getName(), properties, TOPICS)) {
                    kind.read(reader, value);
                }
            }
        },
        CONSOLE {
            @Override
            void read(Map<String, ?> properties, Kind kind, byte[] value) throws UndecodableException {
                try (ContractCodec codec = ContractCodec.open(
                        AvroDeserializer.class.getName(), AvroSerializer.class.getName(), properties)) {
                    codec.read(kind.type, "topic", NO_HEADERS, value);
                }
            }
        },
        CONSOLE_WITH_A_FOREIGN_DESERIALIZER {
            @Override
            void read(Map<String, ?> properties, Kind kind, byte[] value) throws UndecodableException {
                try (ContractCodec codec =
                        ContractCodec.open(Foreign.class.getName(), AvroSerializer.class.getName(), properties)) {
                    codec.read(kind.type, "topic", NO_HEADERS, value);
                }
            }
        },
        COMMAND_LINE {
            @Override
            void read(Map<String, ?> properties, Kind kind, byte[] value) throws UndecodableException {
                try (AvroToJson json =
                        AvroToJson.open(AvroDeserializer.class.getName(), properties, AvroToJson.Content.COUNTED)) {
                    json.convert("topic", NO_HEADERS, value);
                }
            }
        },
        HUMAN_DECISION {
            @Override
            void read(Map<String, ?> properties, Kind kind, byte[] value) throws UndecodableException {
                try (HumanDecisionWriter writer = HumanDecisionWriter.open(
                        AvroDeserializer.class.getName(), AvroSerializer.class.getName(), properties, "from", "to")) {
                    writer.contentOf(NO_HEADERS, value);
                }
            }
        },
        HUMAN_DECISION_WITH_A_FOREIGN_DESERIALIZER {
            @Override
            void read(Map<String, ?> properties, Kind kind, byte[] value) throws UndecodableException {
                try (HumanDecisionWriter writer = HumanDecisionWriter.open(
                        Foreign.class.getName(), AvroSerializer.class.getName(), properties, "from", "to")) {
                    writer.contentOf(NO_HEADERS, value);
                }
            }
        };

        abstract void read(Map<String, ?> properties, Kind kind, byte[] value) throws UndecodableException;
    }

    enum Kind {
        MESSAGE(OutboundMessage.class),
        DECISION(OfferDecision.class),
        CONSENT(ConsentState.class);

        private final Class<? extends SpecificRecordBase> type;

        Kind(Class<? extends SpecificRecordBase> type) {
            this.type = type;
        }

        private Schema contract() {
            return sample().getSchema();
        }

        void read(FactsReader reader, byte[] value) throws UndecodableException {
            switch (this) {
                case MESSAGE -> reader.readMessage(NO_HEADERS, value);
                case DECISION -> reader.readDecision(NO_HEADERS, value);
                case CONSENT -> reader.readConsent(NO_HEADERS, value);
            }
        }

        private SpecificRecordBase sample() {
            return switch (this) {
                case MESSAGE -> Samples.message().build();
                case DECISION -> Samples.decision();
                case CONSENT -> Samples.consentState();
            };
        }
    }

    /** A deserializer of somebody else's: no wrapping of errors, no limit of its own. */
    public static final class Foreign implements Deserializer<Object> {

        private final AvroDeserializer ours = new AvroDeserializer();

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            ours.configure(configs, isKey);
        }

        @Override
        public Object deserialize(String topic, byte[] data) {
            return deserialize(topic, NO_HEADERS, data);
        }

        @Override
        public Object deserialize(String topic, Headers headers, byte[] data) {
            if (data[data.length - 1] == BOTTOM) {
                return deserialize(topic, headers, data);
            }
            return ours.deserialize(topic, headers, data);
        }
    }

    private static final byte BOTTOM = 0x55;
    private static final Headers NO_HEADERS = new RecordHeaders();
    private static final FactsReader.InputTopics TOPICS =
            new FactsReader.InputTopics("messages", "decisions", "consent", "verdicts");
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    private final FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void stop() {
        registry.close();
    }

    /** Each with a value for a further field, in the end, that nobody knows. */
    static Stream<Arguments> hostileFields() {
        return Stream.of(
                Arguments.of("an array of a record that holds itself", """
                                {"type": "array", "items": {"type": "record", "name": "A",
                                  "fields": [{"name": "a", "type": "A"}]}}""", bytes(0)),
                Arguments.of("a record that holds itself, in a union", """
                                ["null", {"type": "record", "name": "A", "fields": [{"name": "a", "type": "A"}]}]""", bytes(0)),
                Arguments.of(
                        "records of many records of many records",
                        "[\"null\"," + wide(6, 100, "\"int\"") + "]",
                        bytes(0)),
                Arguments.of("many records without a byte", wide(6, 100, "\"null\""), bytes()),
                Arguments.of(
                        "many empty records",
                        wide(7, 60, "{\"type\":\"record\",\"name\":\"Empty\",\"fields\":[]}"),
                        bytes()),
                Arguments.of(
                        "items of one byte and many nulls",
                        "{\"type\":\"array\",\"items\":" + record("I", 9_000, "\"null\"", "\"int\"") + "}",
                        bytes(0)),
                Arguments.of("unions of all each other", mutual(60), bytes(0)),
                Arguments.of("types within each other without end", nested(400), bytes(0)),
                Arguments.of("types within each other by name", chain(300), bytes(0)),
                Arguments.of("more types than anybody needs", union(20_000), bytes(0)),
                Arguments.of(
                        "an array of items that take no bytes",
                        "{\"type\":\"array\",\"items\":{\"type\":\"fixed\",\"name\":\"F\",\"size\":0}}",
                        bytes(0)));
    }

    static Stream<Arguments> hostileFieldsInEachReading() {
        return hostileFields().flatMap(HostileSchemaTest::inEachReading);
    }

    private static Stream<Arguments> inEachReading(Arguments hostile) {
        return Arrays.stream(Reading.values())
                .map(reading -> Arguments.of(hostile.get()[0], hostile.get()[1], hostile.get()[2], reading));
    }

    @ParameterizedTest(name = "{0}, {3}")
    @MethodSource("hostileFieldsInEachReading")
    void shouldRefuseSchemasThatNobodyCanRead(String what, String type, byte[] tail, Reading reading) {
        for (Kind kind : kindsOf(reading)) {
            register("{\"schema\": " + quoted(withField(kind.contract(), type)) + "}");

            UndecodableException e = refused(reading, kind, value(kind, tail));

            assertThat(e.reason()).as(what).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);
            assertThat(e.getMessage()).hasSizeLessThan(1_000);
        }
    }

    /** A deserializer of somebody else's may have planned for it, whatever that took. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileFields")
    void shouldRefuseRecordsOfSuchSchemasFromElsewhere(String what, String type, byte[] tail) {
        Schema writer = new Schema.Parser().parse(withField(OutboundMessage.getClassSchema(), type));

        UndecodableException e = assertTimeoutPreemptively(
                AT_ONCE,
                () -> catchThrowableOfType(
                        UndecodableException.class, () -> FactsMapping.message(new GenericData.Record(writer))));

        assertThat(e.reason()).as(what).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);
    }

    static Stream<Arguments> hostileTexts() {
        String message = OutboundMessage.getClassSchema().toString();
        return Stream.of(
                        message.replaceFirst("\"type\":\"record\"", "\"type\":\"record\",\"aliases\":7"),
                        message.replaceFirst(
                                "\"name\":\"messageId\",", "\"name\":\"messageId\",\"order\":\"sideways\","),
                        message.replaceFirst("\"name\":\"messageId\",", ""),
                        "",
                        " ",
                        "null",
                        "{",
                        "{}",
                        "[]",
                        "[".repeat(5_000) + "]".repeat(5_000),
                        "{\"type\":\"array\",\"items\":".repeat(5_000) + "\"int\"" + "}".repeat(5_000),
                        "{\"type\":\"record\",\"name\":\"io.consentgate.events.OutboundMessage\",\"fields\":null}",
                        "{\"type\":\"fixed\",\"name\":\"F\",\"size\":-1}")
                .flatMap(text -> Arrays.stream(Reading.values()).map(reading -> Arguments.of(text, reading)));
    }

    @ParameterizedTest(name = "[{index}] {1}")
    @MethodSource("hostileTexts")
    void shouldRefuseTextsThatAreNoSchemas(String text, Reading reading) {
        register("{\"schema\": " + quoted(text) + "}");

        for (Kind kind : kindsOf(reading)) {
            assertThat(refused(reading, kind, value(kind)).reason())
                    .isIn(Reason.INCOMPATIBLE_SCHEMA, Reason.WRONG_RECORD_TYPE);
        }
    }

    /** Each level of records takes frames when it is read, and again when it is written, compared or shown. */
    @ParameterizedTest
    @EnumSource(Reading.class)
    void shouldRefuseValuesOfAnyDepth(Reading reading) throws IOException {
        for (Kind kind : kindsOf(reading)) {
            register("{\"schema\": " + quoted(withField(kind.contract(), """
                    {"type": "record", "name": "Node", "fields": [{"name": "next", "type": ["null", "Node"]}]}""")) + "}");
            for (int depth = 1_000; depth < 1_000_000; depth *= 2) {
                byte[] down = new byte[depth + 1];
                Arrays.fill(down, 0, depth, (byte) 2);

                try {
                    read(reading, kind, value(kind, down));
                } catch (UndecodableException e) {
                    assertThat(e.reason()).isEqualTo(Reason.CORRUPT);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Reading.class,
            names = {
                "FACTS_OF_A_FOREIGN_DESERIALIZER",
                "CONSOLE_WITH_A_FOREIGN_DESERIALIZER",
                "HUMAN_DECISION_WITH_A_FOREIGN_DESERIALIZER"
            })
    void shouldSurviveADeserializerThatOverflowsTheStack(Reading reading) {
        Kind kind = kindsOf(reading)[0];
        register(FakeRegistry.schemaBody(kind.contract()));

        assertThat(refused(reading, kind, value(kind, bytes(BOTTOM))).reason()).isEqualTo(Reason.CORRUPT);
    }

    /** A count or a length is the writer's word. Nested, each may be within the bytes that are there. */
    @ParameterizedTest
    @EnumSource(Reading.class)
    void shouldAllocateNoMoreThanTheBytesHold(Reading reading) throws IOException {
        for (Kind kind : kindsOf(reading)) {
            int levels = 40;
            register("{\"schema\": "
                    + quoted(withField(
                            kind.contract(),
                            "{\"type\":\"array\",\"items\":".repeat(levels) + "\"int\"" + "}".repeat(levels)))
                    + "}");
            byte[] padding = new byte[8_000_000];
            ByteArrayOutputStream tail = new ByteArrayOutputStream();
            for (int i = 0; i < levels; i++) {
                tail.writeBytes(zigzag(7_000_000));
            }
            tail.write(padding);

            assertThat(refused(reading, kind, value(kind, tail.toByteArray())).reason())
                    .isEqualTo(Reason.CORRUPT);
        }
    }

    /** What is legitimate stays so. */
    @ParameterizedTest
    @EnumSource(Reading.class)
    void shouldReadWhatIsOnlyLarge(Reading reading) throws Exception {
        for (Kind kind : kindsOf(reading)) {
            register("{\"schema\": "
                    + quoted(withField(
                            kind.contract(),
                            "[\"null\"," + wide(2, 40, "\"string\"") + ", " + record("Own", 500, "\"long\"", "\"long\"")
                                    + "]"))
                    + "}");

            read(reading, kind, value(kind, bytes(0)));
        }
    }

    private static Kind[] kindsOf(Reading reading) {
        return switch (reading) {
            case HUMAN_DECISION, HUMAN_DECISION_WITH_A_FOREIGN_DESERIALIZER -> new Kind[] {Kind.DECISION};
            default -> Kind.values();
        };
    }

    private UndecodableException refused(Reading reading, Kind kind, byte[] value) {
        UndecodableException e = catchThrowableOfType(UndecodableException.class, () -> read(reading, kind, value));
        assertThat(e).as("%s of %s", reading, kind).isNotNull();
        return e;
    }

    private void read(Reading reading, Kind kind, byte[] value) throws UndecodableException {
        Map<String, String> properties = new HashMap<>(
                Map.of("schema.registry.url", registry.url(), "retries.wait.ms", "1", "retries.max.wait.ms", "2"));
        UndecodableException refused = assertTimeoutPreemptively(AT_ONCE, () -> {
            try {
                reading.read(properties, kind, value);
                return null;
            } catch (UndecodableException e) {
                return e;
            }
        });
        if (refused != null) {
            throw refused;
        }
    }

    private void register(String body) {
        registry.with("/schemas/ids/1", 200, body);
    }

    private static byte[] value(Kind kind, byte... tail) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(framed(1, kind.sample()));
        bytes.writeBytes(tail);
        return bytes.toByteArray();
    }

    private static byte[] bytes(int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return all;
    }

    private static byte[] zigzag(long number) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long left = number << 1;
        while (left > 0x7f) {
            out.write((int) (left & 0x7f) | 0x80);
            left >>>= 7;
        }
        out.write((int) left);
        return out.toByteArray();
    }

    private static String withField(Schema contract, String type) {
        String text = contract.toString();
        int end = text.lastIndexOf("]");
        return text.substring(0, end) + ",{\"name\": \"extra\", \"type\": " + type + "}" + text.substring(end);
    }

    /** A record of so many fields of one type. */
    private static String record(String name, int fields, String type, String lastType) {
        return "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":["
                + IntStream.range(0, fields)
                        .mapToObj(i -> "{\"name\":\"f" + i + "\",\"type\":" + (i < fields - 1 ? type : lastType) + "}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    /** Records of records, each of so many of the next, which the first of them defines and the others name. */
    private static String wide(int levels, int width, String leaf) {
        String inner = leaf.startsWith("{") ? leaf : record("L0", width, leaf, leaf);
        String name = leaf.startsWith("{") ? "Empty" : "L0";
        for (int level = 1; level < levels; level++) {
            String named = name;
            inner = "{\"type\":\"record\",\"name\":\"L" + level + "\",\"fields\":[{\"name\":\"f\",\"type\":" + inner
                    + "}"
                    + IntStream.range(1, width)
                            .mapToObj(i -> ",{\"name\":\"f" + i + "\",\"type\":\"" + named + "\"}")
                            .collect(Collectors.joining())
                    + "]}";
            name = "L" + level;
        }
        return inner;
    }

    /** Records that each have a union of all that were defined before, themselves included. */
    private static String mutual(int records) {
        StringBuilder text = new StringBuilder("[\"null\"");
        for (int i = 0; i < records; i++) {
            text.append(",{\"type\":\"record\",\"name\":\"M")
                    .append(i)
                    .append("\",\"fields\":[{\"name\":\"f\",\"type\":[\"null\"");
            for (int j = 0; j <= i; j++) {
                text.append(",\"M").append(j).append('"');
            }
            text.append("]}]}");
        }
        return text.append(']').toString();
    }

    private static String nested(int levels) {
        return "{\"type\":\"array\",\"items\":".repeat(levels) + "\"int\"" + "}".repeat(levels);
    }

    private static String chain(int levels) {
        StringBuilder text = new StringBuilder(
                "[\"null\", {\"type\":\"record\",\"name\":\"C0\",\"fields\":[" + "{\"name\":\"f\",\"type\":\"int\"}]}");
        for (int i = 1; i < levels; i++) {
            text.append(",{\"type\":\"record\",\"name\":\"C")
                    .append(i)
                    .append("\",\"fields\":[{\"name\":\"f\",\"type\":\"C")
                    .append(i - 1)
                    .append("\"}]}");
        }
        return text.append(']').toString();
    }

    private static String union(int branches) {
        return "[\"null\""
                + IntStream.range(0, branches)
                        .mapToObj(i -> ",{\"type\":\"fixed\",\"name\":\"X" + i + "\",\"size\":1}")
                        .collect(Collectors.joining())
                + "]";
    }

    private static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }

    /** So that a fixture that is no schema at all does not pass for a hostile one. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileFields")
    void shouldBeSchemasForAvro(String what, String type, byte[] tail) {
        String message = withField(OutboundMessage.getClassSchema(), type);

        assertThat(new Schema.Parser(NameValidator.NO_VALIDATION).parse(message).getField("extra"))
                .as(what)
                .isNotNull();
    }
}
