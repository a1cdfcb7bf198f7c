// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static io.consentgate.serde.Samples.edited;
import static io.consentgate.serde.Samples.framed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.Trigger;
import io.consentgate.review.facts.VerdictFacts;
import io.consentgate.review.facts.VerdictOutcome;
import io.consentgate.serde.UndecodableException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Both readers, by the same cases: what the topology sees must not depend on whose deserializer is configured. */
class FactsReaderTest {

    enum Way {
        NATIVE,
        GENERIC_RECORDS,
        SPECIFIC_RECORDS
    }

    private static final Headers NO_HEADERS = new RecordHeaders();
    private static final FactsReader.InputTopics TOPICS =
            new FactsReader.InputTopics("messages", "decisions", "consent", "verdicts");

    private final FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void stop() {
        registry.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldReadEveryFieldOfAMessage(Way way) throws Exception {
        OutboundMessage message = Samples.message().build();

        MessageFacts facts = reader(way, message.getSchema()).readMessage(NO_HEADERS, framed(1, message));

        assertMirrors(facts, message);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldReadEveryFieldOfADecision(Way way) throws Exception {
        OfferDecision decision = Samples.decision();

        DecisionFacts facts = reader(way, decision.getSchema()).readDecision(NO_HEADERS, framed(1, decision));

        assertMirrors(facts, decision);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldReadEveryFieldOfAConsentState(Way way) throws Exception {
        IndexedRecord state = Samples.consentState();

        ConsentFacts facts = reader(way, state.getSchema()).readConsent(NO_HEADERS, framed(1, state));

        assertMirrors(facts, state);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldReadEveryFieldOfAVerdict(Way way) throws Exception {
        IndexedRecord verdict = Samples.verdict();

        VerdictFacts facts = reader(way, verdict.getSchema()).readVerdict(NO_HEADERS, framed(1, verdict));

        assertMirrors(facts, verdict);
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"NATIVE", "GENERIC_RECORDS"})
    void shouldReadAnOutcomeOfANewerContractAsUnknown(Way way) throws Exception {
        ReviewVerdict verdict = Samples.verdict();
        Schema newer = edited(verdict.getSchema(), "\"DECIDE_OVERTURN\"", "\"ABSOLVE\"");

        assertThat(reader(way, newer)
                        .readVerdict(NO_HEADERS, framed(1, verdict))
                        .outcome())
                .isEqualTo(VerdictOutcome.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldReadAbsentOptionalFieldsAsNull(Way way) throws Exception {
        OutboundMessage plain = Samples.plainMessage();

        MessageFacts facts = reader(way, plain.getSchema()).readMessage(NO_HEADERS, framed(1, plain));

        assertMirrors(facts, plain);
        assertThat(facts.bot()).isNull();
        assertThat(facts.sentAt()).isNull();
    }

    @Test
    void shouldReadHeaderModeByGuid() throws Exception {
        UUID guid = UUID.randomUUID();
        OutboundMessage message = Samples.plainMessage();
        registry.with("/schemas/guids/" + guid, 200, FakeRegistry.schemaBody(message.getSchema()));
        byte[] header = ByteBuffer.allocate(17)
                .put((byte) 1)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();

        MessageFacts facts = reader(Way.NATIVE, message.getSchema())
                .readMessage(new RecordHeaders().add(WireFormat.VALUE_SCHEMA_ID_HEADER, header), Samples.avro(message));

        assertThat(facts.messageId()).isEqualTo("m-1");
    }

    @Test
    void shouldNotAskForContent() {
        assertThat(FactsMapping.MESSAGE.projection().getField("content")).isNull();
        assertThat(FactsMapping.DECISION.projection().getField("content")).isNull();
    }

    /** A publisher on a newer contract: the symbol sits where this version's BIRTHDAY and SMS do. */
    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"NATIVE", "GENERIC_RECORDS"})
    void shouldReadSymbolsOfANewerContractAsUnknown(Way way) throws Exception {
        OutboundMessage message = Samples.message().build();
        Schema newer = edited(message.getSchema(), "\"BIRTHDAY\"", "\"COMET_SIGHTED\"");
        newer = edited(newer, "\"DIRECT_MARKETING\"", "\"TELEPATHY\"");
        OfferDecision decision = Samples.decision();

        MessageFacts facts = reader(way, newer).readMessage(NO_HEADERS, framed(1, message));
        DecisionFacts decisionFacts = reader(way, edited(decision.getSchema(), "\"CREDIT\"", "\"EXILE\""))
                .readDecision(NO_HEADERS, framed(1, decision));

        assertThat(facts.trigger()).isEqualTo(Trigger.UNKNOWN);
        assertThat(facts.purpose()).isEqualTo(Purpose.UNKNOWN);
        assertThat(facts.channel()).isEqualTo(Channel.SMS);
        assertThat(decisionFacts.effects()).containsExactlyInAnyOrder(Effect.UNKNOWN, Effect.PRICE);
    }

    /** What Avro passes over without a word may be what ends or narrows a consent. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "name":"expiresAt"   | "name":"expires_at"                                          | consents.expires_at inquiries.expires_at
            "name":"wordingId"   | "name":"wording"                                             | consents.evidence.wording
            "name":"objectionId" | "name":"narrowedTo"                                          | objections.narrowedTo
            "name":"answeredAt"  | "name":"answered_at"                                         | inquiries.answered_at
            "name":"corrects"    | "name":"Corrects"                                            | Corrects
            "name":"corrects"    | "name":"__source_ts_ms"                                      | ''
            "name":"corrects"    | "name":"__lsn"                                               | ''
            "name":"corrects"    | "name":"__op"                                                | __op
            "name":"corrects"    | "name":"__deleted"                                           | __deleted
            "name":"corrects"    | "name":"__withdrawn_at"                                      | __withdrawn_at
            "name":"wordingId"   | "name":"colour","consent-gate":"ignored"                     | ''
            "name":"wordingId"   | "name":"colour","consent-gate":"read"                        | consents.evidence.colour
            "name":"wordingId"   | "name":"wordingId"                                           | ''
            """)
    void shouldNameTheFieldsOfAConsentThatItDoesNotKnow(String field, String other, String unknown) throws Exception {
        IndexedRecord state = Samples.consentState();
        Schema writer = edited(state.getSchema(), field, other);

        for (Way way : List.of(Way.NATIVE, Way.GENERIC_RECORDS)) {
            ConsentReading reading = reader(way, writer).inspectConsent(NO_HEADERS, framed(1, state));

            assertThat(reading.unknownFields())
                    .isEqualTo(unknown.isEmpty() ? List.of() : List.of(unknown.split(" ", -1)));
            assertThat(reading.facts()).isEqualTo(reader(way, writer).readConsent(NO_HEADERS, framed(1, state)));
        }
    }

    /** A campaign would be taken for a message to one person, and a report of what was sent for one that is still to be sent. */
    @ParameterizedTest
    @CsvSource({"campaignId,campaign_id", "sentAt,SENT_AT", "recordingBasis,recordingbasis", "campaignId,colour"})
    void shouldReadNoMessageWhoseSchemaSpellsAFieldOtherwise(String field, String other) throws Exception {
        IndexedRecord message = Samples.message().build();
        Schema writer = edited(message.getSchema(), "\"name\":\"" + field + "\"", "\"name\":\"" + other + "\"");
        boolean isAnother = other.equals("colour");

        for (Way way : List.of(Way.NATIVE, Way.GENERIC_RECORDS)) {
            ThrowingCallable reading = () -> reader(way, writer).readMessage(NO_HEADERS, framed(1, message));
            if (isAnother) {
                assertThatCode(reading).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(reading)
                        .isInstanceOf(UndecodableException.class)
                        .hasMessageContaining(other)
                        .hasMessageContaining("another spelling");
            }
        }
    }

    @Test
    void shouldPassOverWhatAConsentsSchemaSaysMayBeIgnored() throws Exception {
        IndexedRecord state = Samples.consentState();
        Schema writer = edited(
                edited(state.getSchema(), "\"name\":\"wordingId\"", "\"name\":\"colour\""),
                "Id of the wording that the person was shown or read.",
                "Of the button that was pressed. consent-gate: ignored");

        assertThat(reader(Way.NATIVE, writer)
                        .inspectConsent(NO_HEADERS, framed(1, state))
                        .unknownFields())
                .isEmpty();
    }

    @Test
    void shouldNotTakeARemarkOnTheMarkForTheMark() throws Exception {
        IndexedRecord state = Samples.consentState();
        Schema writer = edited(
                edited(state.getSchema(), "\"name\":\"wordingId\"", "\"name\":\"colour\""),
                "Id of the wording that the person was shown or read.",
                "Must not be marked consent-gate: ignored");

        assertThat(reader(Way.NATIVE, writer)
                        .inspectConsent(NO_HEADERS, framed(1, state))
                        .unknownFields())
                .containsExactly("consents.evidence.colour");
    }

    /** A publisher whose schema lacks a field that has a default, and has one that this version does not know. */
    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"NATIVE", "GENERIC_RECORDS"})
    void shouldFillDefaultsAndStepOverWhatItDoesNotKnow(Way way) throws Exception {
        Schema other = withFieldRenamed(OutboundMessage.getClassSchema(), "jurisdiction", "mood");

        MessageFacts facts = reader(way, other)
                .readMessage(NO_HEADERS, framed(1, Samples.message().build()));

        assertThat(facts.jurisdiction()).isEqualTo("PL");
        assertThat(facts.channel()).isEqualTo(Channel.SMS);
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"NATIVE", "GENERIC_RECORDS"})
    void shouldNameTheRequiredFieldThatAWriterDoesNotHave(Way way) {
        Schema other = withFieldRenamed(OutboundMessage.getClassSchema(), "controllerId", "owner");

        UndecodableException e =
                undecodable(reader(way, other), framed(1, Samples.message().build()));

        assertThat(e.reason()).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);
        assertThat(e).hasMessageContaining("controllerId");
        assertThat(e.getMessage()).doesNotContain("shop");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldRefuseARecordOfAnotherType(Way way) {
        OfferDecision decision = Samples.decision();

        UndecodableException e = undecodable(reader(way, decision.getSchema()), framed(1, decision));

        assertThat(e.reason()).isEqualTo(Reason.WRONG_RECORD_TYPE);
        assertThat(e).hasMessageContaining("OfferDecision").hasMessageContaining("OutboundMessage");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldSeeEveryTruncationWhateverTheByteThatEndsIt(Way way) {
        byte[] whole = framed(1, Samples.message().build());
        FactsReader reader = reader(way, OutboundMessage.getClassSchema());

        for (int length = 5; length < whole.length; length++) {
            assertThat(undecodable(reader, Arrays.copyOf(whole, length)).reason())
                    .as("first %d bytes", length)
                    .isEqualTo(Reason.CORRUPT);
        }
    }

    @Test
    void shouldRefuseBytesAfterTheRecordsEnd() {
        byte[] whole = framed(1, Samples.message().build());

        UndecodableException e = undecodable(
                reader(Way.NATIVE, OutboundMessage.getClassSchema()), Arrays.copyOf(whole, whole.length + 1));

        assertThat(e.reason()).isEqualTo(Reason.CORRUPT);
    }

    /** Lengths and counts are the sender's word; believing them must cost neither the heap nor the thread. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldNotBelieveAnAbsurdLength(Way way) {
        byte[] hugeString = framed(1, new byte[] {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 'x'});
        byte[] negative = framed(1, new byte[] {1, 'x'});

        assertThat(undecodable(reader(way, OutboundMessage.getClassSchema()), hugeString)
                        .reason())
                .isEqualTo(Reason.CORRUPT);
        assertThat(undecodable(reader(way, OutboundMessage.getClassSchema()), negative)
                        .reason())
                .isEqualTo(Reason.CORRUPT);
    }

    /** Avro itself would read fifty milliseconds of a human's time, written as microseconds, as fifty seconds. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldNotTakeAnotherUnitForMilliseconds(Way way) {
        OfferDecision decision = Samples.decision();
        OutboundMessage message = Samples.message().build();
        IndexedRecord consent = Samples.consentState();
        String millis = ",\"logicalType\":\"timestamp-millis\"";

        for (String other : new String[] {"", ",\"logicalType\":\"timestamp-micros\""}) {
            assertThat(assertUnfit(() -> reader(way, edited(decision.getSchema(), millis, other))
                            .readDecision(NO_HEADERS, framed(1, decision))))
                    .hasMessageContaining("OfferDecision.")
                    .hasMessageContaining("long of logical type timestamp-millis");
            assertThat(assertUnfit(() -> reader(way, edited(message.getSchema(), millis, other))
                            .readMessage(NO_HEADERS, framed(1, message))))
                    .hasMessageContaining("OutboundMessage.");
            assertThat(assertUnfit(() -> reader(way, edited(consent.getSchema(), millis, other))
                            .readConsent(NO_HEADERS, framed(1, consent))))
                    .hasMessageContaining("ConsentState.");
        }
    }

    /** Remembers what it was told. */
    public static final class Told implements Deserializer<Object> {

        private static Map<String, ?> options = Map.of();

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            options = Map.copyOf(configs);
        }

        @Override
        public Object deserialize(String topic, byte[] data) {
            return data;
        }
    }

    @Test
    void shouldHaveForeignDeserializersResolveNothing() {
        FactsReader.open(
                        Told.class.getName(),
                        Map.of(
                                "schema.registry.url", "http://registry",
                                "specific.avro.reader", "true",
                                "use.latest.version", "true",
                                "use.latest.with.metadata", "a=b"),
                        TOPICS)
                .close();

        assertThat(Told.options)
                .isEqualTo(Map.of(
                        "schema.registry.url", "http://registry",
                        "specific.avro.reader", "false",
                        "use.latest.version", "false"));
    }

    private static UndecodableException assertUnfit(ThrowingCallable reading) {
        UndecodableException e = catchThrowableOfType(UndecodableException.class, reading);
        assertThat(e.reason()).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);
        return e;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldRefuseValuesThatAreDeeperThanAnyStack(Way way) throws IOException {
        Schema writer = withExtraField("""
                {"type": "record", "name": "Node", "fields": [{"name": "next", "type": ["null", "Node"]}]}""");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(framed(1, Samples.plainMessage()));
        byte[] down = new byte[1_000_000];
        Arrays.fill(down, (byte) 2);
        bytes.write(down);
        bytes.write(0);

        assertThat(undecodable(reader(way, writer), bytes.toByteArray()).reason())
                .isEqualTo(Reason.CORRUPT);
    }

    /** A count of a few bytes would keep the thread busy for years. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldRefuseArraysOfWhatTakesNoBytes(Way way) throws IOException {
        Schema writer = withExtraField("{\"type\": \"array\", \"items\": \"null\"}");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(framed(1, Samples.plainMessage()));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        encoder.writeLong(1L << 62);
        encoder.writeLong(0);

        assertThat(undecodable(reader(way, writer), bytes.toByteArray()).reason())
                .isEqualTo(Reason.INCOMPATIBLE_SCHEMA);
    }

    /** A message's schema with one field more, in the end, which nobody here knows. */
    private static Schema withExtraField(String type) {
        String message = OutboundMessage.getClassSchema().toString();
        int end = message.lastIndexOf("]");
        return new Schema.Parser()
                .parse(message.substring(0, end) + ",{\"name\": \"extra\", \"type\": " + type + "}"
                        + message.substring(end));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldTellUnknownSchemasFromARegistryThatIsDown(Way way) {
        FactsReader reader = reader(way, OutboundMessage.getClassSchema());
        byte[] unknown = framed(99, Samples.plainMessage());

        assertThat(undecodable(reader, unknown).reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);

        registry.with("/schemas/ids/98", 503, "");
        assertThatThrownBy(() -> reader.readMessage(NO_HEADERS, framed(98, Samples.plainMessage())))
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessageContaining("localhost");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldNameWhatIsNotThere(Way way) {
        FactsReader reader = reader(way, OutboundMessage.getClassSchema());

        assertThat(undecodable(reader, null).reason()).isEqualTo(Reason.NULL_VALUE);
        assertThat(undecodable(reader, new byte[0]).reason()).isEqualTo(Reason.EMPTY);
        assertThat(undecodable(reader, "{\"a\":1}".getBytes(StandardCharsets.UTF_8))
                        .reason())
                .isEqualTo(Reason.NOT_THE_FORMAT);
    }

    @Test
    void shouldKnowEverySymbolOfTheContract() {
        assertVocabulary(MessageFacts.class, FactsMapping.MESSAGE.projection());
        assertVocabulary(DecisionFacts.class, FactsMapping.DECISION.projection());
        assertVocabulary(ConsentFacts.class, FactsMapping.CONSENT_STATE.projection());
    }

    private FactsReader reader(Way way, Schema writer) {
        registry.withSchema(1, writer);
        Map<String, String> properties = new HashMap<>(
                Map.of("schema.registry.url", registry.url(), "retries.wait.ms", "1", "retries.max.wait.ms", "2"));
        if (way == Way.NATIVE) {
            return FactsReader.open(AvroDeserializer.class.getName(), properties, TOPICS);
        }
        properties.put("specific.avro.reader", Boolean.toString(way == Way.SPECIFIC_RECORDS));
        return new RecordFactsReader(TOPICS, DeserializerPool.open(AvroDeserializer.class.getName(), properties));
    }

    private static UndecodableException undecodable(FactsReader reader, byte @Nullable [] value) {
        return catchThrowableOfType(UndecodableException.class, () -> reader.readMessage(NO_HEADERS, value));
    }

    /** Compares facts with the generated record field by field, by name, so that no two can be mixed up. */
    private static void assertMirrors(Record facts, IndexedRecord record) throws ReflectiveOperationException {
        for (RecordComponent component : facts.getClass().getRecordComponents()) {
            Object fact = component.getAccessor().invoke(facts);
            Object field =
                    record.get(record.getSchema().getField(component.getName()).pos());
            assertSame(component.getName(), fact, field);
        }
    }

    private static void assertSame(String name, @Nullable Object fact, @Nullable Object field)
            throws ReflectiveOperationException {
        if (fact instanceof Record nested && field instanceof IndexedRecord record) {
            assertMirrors(nested, record);
        } else if (fact instanceof Iterable<?> facts && field instanceof Iterable<?> fields && isNested(facts)) {
            var expected = fields.iterator();
            for (Object one : facts) {
                assertSame(name, one, expected.next());
            }
        } else if (fact instanceof Iterable<?> facts && field instanceof Iterable<?> fields) {
            assertThat(facts)
                    .as(name)
                    .extracting(Object::toString)
                    .containsExactlyInAnyOrderElementsOf(strings(fields));
        } else if (fact instanceof Enum<?>) {
            assertThat(fact.toString()).as(name).isEqualTo(String.valueOf(field));
        } else {
            assertThat(fact).as(name).isEqualTo(field);
        }
    }

    private static boolean isNested(Iterable<?> facts) {
        return facts.iterator().hasNext() && facts.iterator().next() instanceof Record;
    }

    private static Iterable<String> strings(Iterable<?> values) {
        List<String> strings = new ArrayList<>();
        values.forEach(value -> strings.add(value.toString()));
        return strings;
    }

    private static void assertVocabulary(Class<?> facts, Schema schema) {
        for (RecordComponent component : facts.getRecordComponents()) {
            Class<?> type = (Class<?>)
                    (component.getGenericType() instanceof ParameterizedType it
                            ? it.getActualTypeArguments()[0]
                            : component.getGenericType());
            Schema field = inner(schema.getField(component.getName()).schema());
            if (type.isEnum()) {
                assertThat(type.getEnumConstants())
                        .as(component.getName())
                        .extracting(Object::toString)
                        .containsExactlyInAnyOrderElementsOf(field.getEnumSymbols());
            } else if (type.isRecord()) {
                assertVocabulary(type, field);
            }
        }
    }

    private static Schema inner(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> inner(schema.getTypes().get(1));
            case ARRAY -> inner(schema.getElementType());
            default -> schema;
        };
    }

    /** Both are strings, so the bytes of a record stay what they are. */
    private static Schema withFieldRenamed(Schema schema, String from, String to) {
        Schema copy = Schema.createRecord(schema.getName(), null, schema.getNamespace(), false);
        copy.setFields(schema.getFields().stream()
                .map(field -> field.name().equals(from)
                        ? new Schema.Field(to, Schema.create(Schema.Type.STRING))
                        : new Schema.Field(field, field.schema()))
                .toList());
        return copy;
    }
}
