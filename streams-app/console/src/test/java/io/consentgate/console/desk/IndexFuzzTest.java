// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.console.cases.QueueSort;
import io.consentgate.fuzz.Budget;
import io.consentgate.fuzz.FuzzedRecord;
import io.consentgate.fuzz.FuzzedRegistry;
import io.consentgate.fuzz.QuietLog;
import io.consentgate.serde.AvroDeserializer;
import io.consentgate.serde.AvroSerializer;
import io.consentgate.serde.ContractCodec;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.RegistryHealth;
import io.consentgate.serde.RegistryPatience;
import io.consentgate.serde.RegistryWait;
import io.consentgate.serde.WaitingFactsReader;
import io.consentgate.topology.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands on a topic that the console reads, its index goes on behind it, and the queue can be shown. */
class IndexFuzzTest {

    private static final int INPUTS_OF_ONE_INDEX = 300;
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    /** One of its addresses always does, however busy the machine is. */
    private static final Duration UNTIL_IT_ANSWERS = Duration.ofMinutes(1);

    private static final Topics TOPICS = Topics.prefixed("");
    private static final String CHANGELOG = Topics.consentChangelog("consent-gate");
    private static final String SUBJECT = "anna";
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private enum Source {
        QUARANTINE(TOPICS.quarantine(), 4),
        VERDICTS(TOPICS.reviewVerdicts(), 3),
        OUTCOMES(TOPICS.reviewOutcomes(), 5),
        ACTIVITY(TOPICS.reviewActivity(), 6),
        CONSENT(TOPICS.consentState(), 2),
        HELD(CHANGELOG, 2);

        private final String topic;
        private final int contract;

        Source(String topic, int contract) {
            this.topic = topic;
            this.contract = contract;
        }
    }

    @TempDir
    static Path folder;

    private static final FuzzedRegistry REGISTRY = new FuzzedRegistry();
    private static IndexStore store;
    private static Facets facets;
    private static IndexWriter writer;
    private static ContractCodec codec;
    private static FactsReader facts;
    private static RegistryWait wait;
    private static LogFollower follower;
    private static int inputs;
    private static long offset;

    private static final QuietLog QUIET = QuietLog.of(IndexWriter.class);

    @AfterAll
    static void close() {
        QUIET.close();
        closeIndex();
        REGISTRY.close();
    }

    private static void closeIndex() {
        if (store != null) {
            store.close();
            codec.close();
            facts.close();
            wait.close();
            store = null;
        }
    }

    private static void openIndex() throws IOException {
        if (store != null && ++inputs % INPUTS_OF_ONE_INDEX != 0) {
            return;
        }
        closeIndex();
        wait = new RegistryWait(new RegistryHealth(Clock.systemUTC()), Duration.ZERO);
        RegistryPatience patience = new RegistryPatience(wait, UNTIL_IT_ANSWERS, AT_ONCE, AT_ONCE);
        codec = ContractCodec.open(
                        AvroDeserializer.class.getName(), AvroSerializer.class.getName(), REGISTRY.properties())
                .waiting(patience);
        facts = new WaitingFactsReader(
                FactsReader.open(
                        AvroDeserializer.class.getName(),
                        REGISTRY.properties(),
                        new FactsReader.InputTopics(
                                TOPICS.outboundMessages(),
                                TOPICS.offerDecisions(),
                                TOPICS.consentState(),
                                TOPICS.reviewVerdicts())),
                patience);
        store = IndexStore.open(Files.createTempDirectory(folder, "index"), "a log");
        facets = new Facets();
        writer = new IndexWriter(
                store,
                facets,
                new Tally(facets),
                new LogEntries(codec, facts),
                TOPICS,
                CHANGELOG,
                Duration.ofDays(1095));
        follower = new LogFollower(
                new StoredLog().consumer(), writer, List.of(), Optional::empty, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @FuzzTest
    void shouldIndexOrPassOverWhateverStandsThere(FuzzedDataProvider data) throws IOException {
        openIndex();
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        long bytes = 0;
        for (int i = data.consumeInt(1, 4); i > 0; i--) {
            Source source = data.pickValue(Source.values());
            FuzzedRecord record =
                    FuzzedRecord.of(data, REGISTRY, FuzzedRegistry.CONTRACT.get(source.contract), SUBJECT);
            bytes += record.size();
            batch.add(consumed(source.topic, record));
        }
        long size = bytes;

        try {
            Budget.of(size, () -> writer.apply(batch, Map.of(new TopicPartition(TOPICS.quarantine(), 0), offset)));
            Budget.of(size, () -> assertThat(queue()).isNotNull());
            writer.forget(NOW);
        } catch (Throwable e) {
            closeIndex();
            throw e;
        }
    }

    private static List<CaseSummary> queue() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new IndexedQueue(store, facets, new Tally(facets), new CaseRows(facets, clock), follower, clock)
                .page(QueueFilter.OPEN, QueueSort.DEADLINE_FIRST, null, 50)
                .cases();
    }

    private static ConsumerRecord<byte[], byte[]> consumed(String topic, FuzzedRecord record) {
        return new ConsumerRecord<>(
                topic,
                0,
                ++offset,
                NOW.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }
}
