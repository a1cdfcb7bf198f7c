// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.consentgate.events.ConsentState;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.fuzz.Budget;
import io.consentgate.fuzz.FuzzedRecord;
import io.consentgate.fuzz.FuzzedRegistry;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterAll;

/** Whatever a record and the registry say, each way of reading it gives something or says that it cannot, within a budget. */
class FactsReaderFuzzTest {

    private static final FactsReader.InputTopics TOPICS =
            new FactsReader.InputTopics("messages", "decisions", "consent", "verdicts");
    private static final int READS_BEFORE_CACHES_ARE_DROPPED = 2_000;
    private static final String SUBJECT = "subject-1";

    private enum Kind {
        MESSAGE(OutboundMessage.class) {
            @Override
            Object read(FactsReader reader, Headers headers, byte[] value) throws UndecodableException {
                return reader.readMessage(headers, value);
            }
        },
        DECISION(OfferDecision.class) {
            @Override
            Object read(FactsReader reader, Headers headers, byte[] value) throws UndecodableException {
                return reader.readDecision(headers, value);
            }
        },
        CONSENT(ConsentState.class) {
            @Override
            Object read(FactsReader reader, Headers headers, byte[] value) throws UndecodableException {
                return reader.inspectConsent(headers, value);
            }
        },
        VERDICT(ReviewVerdict.class) {
            @Override
            Object read(FactsReader reader, Headers headers, byte[] value) throws UndecodableException {
                return reader.readVerdict(headers, value);
            }
        };

        private final Class<? extends SpecificRecordBase> type;

        Kind(Class<? extends SpecificRecordBase> type) {
            this.type = type;
        }

        private Schema contract() {
            return SpecificData.get().getSchema(type);
        }

        abstract Object read(FactsReader reader, Headers headers, byte[] value) throws UndecodableException;
    }

    /** Somebody else's deserializer, as the gate sees it. */
    public static final class Foreign extends DelegatingDeserializer {}

    private static final FuzzedRegistry REGISTRY = new FuzzedRegistry();
    private static List<AutoCloseable> open = List.of();
    private static FactsReader projecting;
    private static FactsReader foreign;
    private static ContractCodec codec;
    private static AvroToJson json;
    private static HumanDecisionWriter human;
    private static int reads;

    @AfterAll
    static void close() throws Exception {
        closeReaders();
        REGISTRY.close();
    }

    private static void closeReaders() throws Exception {
        for (AutoCloseable reader : open) {
            reader.close();
        }
        open = List.of();
    }

    private static void openReaders() throws Exception {
        if (!open.isEmpty() && ++reads % READS_BEFORE_CACHES_ARE_DROPPED != 0) {
            return;
        }
        closeReaders();
        String ours = AvroDeserializer.class.getName();
        String serializer = AvroSerializer.class.getName();
        projecting = FactsReader.open(ours, REGISTRY.properties(), TOPICS);
        foreign = FactsReader.open(Foreign.class.getName(), REGISTRY.properties(), TOPICS);
        codec = ContractCodec.open(ours, serializer, REGISTRY.properties());
        json = AvroToJson.open(ours, REGISTRY.properties(), AvroToJson.Content.SHOWN);
        human = HumanDecisionWriter.open(ours, serializer, REGISTRY.properties(), "from", "to");
        open = List.of(projecting, foreign, codec, json, human);
    }

    @FuzzTest
    void shouldReadOrRefuseWithinItsBudget(FuzzedDataProvider data) throws Exception {
        openReaders();
        Kind kind = data.pickValue(Kind.values());
        FuzzedRecord record = FuzzedRecord.of(data, REGISTRY, kind.contract(), SUBJECT);

        Object byProjection = outcome(record, (headers, value) -> kind.read(projecting, headers, value));
        Object byRecord = outcome(record, (headers, value) -> kind.read(foreign, headers, value));
        switch (data.consumeInt(0, 3)) {
            case 0 -> outcome(record, (headers, value) -> codec.read(kind.type, "topic", headers, value));
            case 1 -> outcome(record, (headers, value) -> json.convert("topic", headers, value));
            case 2 -> outcome(record, (headers, value) -> human.contentOf(headers, value));
            default -> {}
        }

        if (isRead(byProjection) && isRead(byRecord)) {
            assertThat(byProjection).isEqualTo(byRecord);
        }
    }

    private static boolean isRead(Object outcome) {
        return !(outcome instanceof Exception);
    }

    @FunctionalInterface
    private interface Reading {
        Object read(Headers headers, byte[] value) throws UndecodableException;
    }

    /** What it read, or why it did not. */
    private static Object outcome(FuzzedRecord record, Reading reading) {
        Object[] outcome = new Object[1];
        Budget.of(record.size(), () -> {
            try {
                outcome[0] = reading.read(record.headers(), record.value());
            } catch (UndecodableException | RegistryUnavailable e) {
                outcome[0] = e;
            }
        });
        return outcome[0];
    }
}
