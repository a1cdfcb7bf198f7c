// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.consentgate.console.cases.CaseFile;
import io.consentgate.console.cases.HeldConsent;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Role;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.events.ConsentSeen;
import io.consentgate.events.EventKind;
import io.consentgate.events.Finding;
import io.consentgate.events.Outcome;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewResult;
import io.consentgate.events.Source;
import io.consentgate.local.SchemaRegistryServer;
import io.consentgate.policy.Policy;
import io.consentgate.review.ReviewOptions;
import io.consentgate.review.ReviewPolicy;
import io.consentgate.schemas.GeneratedClasses;
import io.consentgate.serde.AvroDeserializer;
import io.consentgate.serde.AvroSerializer;
import io.consentgate.serde.ContractCodec;
import io.consentgate.serde.FactsReader;
import io.consentgate.topology.ConsentRows;
import io.consentgate.topology.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Case files over a log in memory, with the console's own index and its own reading of the gate's changelog. */
final class InMemoryDesk implements AutoCloseable {

    static final int PARTITIONS = 3;
    static final Topics TOPICS = Topics.prefixed("");
    static final String CHANGELOG = Topics.consentChangelog("consent-gate");
    static final Reviewer CELINA = new Reviewer("celina", Set.of(Role.REVIEWER, Role.SECOND_REVIEWER));

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ReviewOptions REVIEW = new ReviewOptions(
            Duration.ofSeconds(20),
            Set.of("reviewer", "second-reviewer"),
            "second-reviewer",
            Set.of(),
            ReviewOptions.FourEyes.PATTERN,
            new ReviewOptions.Thresholds(50, 20, Duration.ofSeconds(30), 0.95, 5, Duration.ofMinutes(10), 1),
            false,
            Duration.ofMinutes(5));

    private final SchemaRegistryServer registry;
    private final AvroSerializer serializer = new AvroSerializer();
    final StoredLog log = new StoredLog();
    final FactsReader reader;
    final AtomicReference<Optional<Changelog>> changelog = new AtomicReference<>(Optional.of(changelog("first")));
    private final ContractCodec codec;
    private final LogEntries entries;
    private final IndexStore store;
    private final Facets facets = new Facets();
    private final IndexWriter writer;
    private final LogFollower follower;
    private final LogReader logReader = new LogReader(log::consumer);
    private final Map<TopicPartition, Position> last = new HashMap<>();
    private int cases;

    InMemoryDesk(Path folder) {
        GeneratedClasses.trust();
        registry = SchemaRegistryServer.builder(folder.resolve("registry")).start();
        Map<String, String> properties = Map.of("schema.registry.url", registry.url());
        serializer.configure(properties, false);
        reader = FactsReader.open(
                AvroDeserializer.class.getName(),
                properties,
                new FactsReader.InputTopics(
                        TOPICS.outboundMessages(),
                        TOPICS.offerDecisions(),
                        TOPICS.consentState(),
                        TOPICS.reviewVerdicts()));
        codec = ContractCodec.open(AvroDeserializer.class.getName(), AvroSerializer.class.getName(), properties);
        entries = new LogEntries(codec, reader);
        store = IndexStore.open(folder.resolve("index"), "a log");
        writer = new IndexWriter(store, facets, new Tally(facets), entries, TOPICS, CHANGELOG, Duration.ofDays(1095));
        follower = new LogFollower(
                log.consumer(),
                writer,
                List.of(TOPICS.quarantine(), TOPICS.consentState(), TOPICS.reviewVerdicts(), TOPICS.reviewOutcomes())
                        .stream()
                        .flatMap(topic -> partitions(topic).stream())
                        .toList(),
                changelog::get,
                Clock.systemUTC());
        follower.start();
    }

    static Changelog changelog(String id) {
        return new Changelog(id, partitions(CHANGELOG));
    }

    private static List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    static int ownPartition(String subjectId) {
        return ConsentRows.partitionOf(subjectId, PARTITIONS);
    }

    byte[] encoded(String topic, IndexedRecord value) {
        return serializer.serialize(topic, value);
    }

    /** A publisher writes. */
    Position publish(String subjectId, int partition, byte @Nullable [] value, Instant at) {
        return append(TOPICS.consentState(), partition, subjectId, value, at);
    }

    /** A publisher writes, under whatever its client makes of a key. */
    Position publish(byte[] key, int partition, byte @Nullable [] value, Instant at) {
        return append(TOPICS.consentState(), partition, key, value, at);
    }

    /** The gate writes a row to its changelog. */
    Position hold(String subjectId, byte @Nullable [] row) {
        return append(CHANGELOG, ownPartition(subjectId), subjectId, row, Instant.EPOCH);
    }

    /** A case that the gate made of an event. */
    QuarantinedEvent quarantine(
            EventKind kind, String subjectId, byte[] event, @Nullable ConsentSeen seen, Instant at) {
        String topic = kind == EventKind.OFFER_DECISION ? TOPICS.offerDecisions() : TOPICS.outboundMessages();
        QuarantinedEvent quarantined = QuarantinedEvent.newBuilder()
                .setCaseId("case-" + ++cases)
                .setCaseDigest("digest")
                .setSubjectId(subjectId)
                .setKind(kind)
                .setSource(new Source(topic, 0, (long) cases, at))
                .setViolations(List.of(new Finding("MSG-EXPIRED", "law", "en", "pl", Map.of())))
                .setPolicyVersion("test")
                .setQuarantinedAt(at)
                .setRetainUntil(at.plus(Duration.ofDays(30)))
                .setAllowedOutcomes(List.of(Outcome.REJECT, Outcome.RECHECK))
                .setConsentSeen(seen)
                .setEvent(ByteBuffer.wrap(event))
                .build();
        append(TOPICS.quarantine(), ownPartition(subjectId), subjectId, encoded(TOPICS.quarantine(), quarantined), at);
        return quarantined;
    }

    /** The gate closes a case. */
    void close(QuarantinedEvent event, ReviewResult result, Instant at) {
        ReviewOutcome outcome = ReviewOutcome.newBuilder()
                .setCaseId(event.getCaseId())
                .setCaseDigest(event.getCaseDigest())
                .setSubjectId(event.getSubjectId())
                .setResult(result)
                .setRules(List.of())
                .setPolicyVersion("test")
                .setAt(at)
                .build();
        append(
                TOPICS.reviewOutcomes(),
                ownPartition(event.getSubjectId()),
                event.getSubjectId(),
                encoded(TOPICS.reviewOutcomes(), outcome),
                at);
    }

    Position append(String topic, int partition, String key, byte @Nullable [] value, Instant at) {
        return append(topic, partition, key.getBytes(UTF_8), value, at);
    }

    private Position append(String topic, int partition, byte[] key, byte @Nullable [] value, Instant at) {
        Position position = log.append(topic, partition, key, value, at.toEpochMilli());
        last.put(new TopicPartition(topic, partition), position);
        return position;
    }

    /** Whatever was written is in the index. */
    private void settle() {
        last.values()
                .forEach(position -> assertThat(follower.awaitApplied(position, PATIENCE))
                        .as("%s", position)
                        .isTrue());
        last.clear();
    }

    /** Follows the changelog to its end. */
    void awaitChangelog(LogFollower.ChangelogProgress progress) {
        assertThat(follower.await(
                        PATIENCE,
                        () -> follower.changelogProgress() == progress ? Optional.of(true) : Optional.empty()))
                .isPresent();
    }

    CaseFile file(QuarantinedEvent event, Policy policy, Instant at) {
        settle();
        CaseRows rows = new CaseRows(facets, Clock.fixed(at, ZoneOffset.UTC));
        Cases all = new Cases(store, rows);
        return files(policy, at).assemble(CELINA, all.get(event.getCaseId()), ConsentHistory.SHOWN);
    }

    Preview recheck(QuarantinedEvent event, Policy policy, Instant at) {
        settle();
        return files(policy, at).preview(CELINA, event.getCaseId(), VerdictOutcome.RECHECK, null, false);
    }

    HeldConsent held(String subjectId, Policy policy, Instant at) {
        settle();
        return files(policy, at).held(subjectId);
    }

    private LoggedCaseFiles files(Policy policy, Instant at) {
        Clock clock = Clock.fixed(at, ZoneOffset.UTC);
        CaseRows rows = new CaseRows(facets, clock);
        return new LoggedCaseFiles(
                new Cases(store, rows),
                logReader,
                entries,
                new ConsentHistory(store, entries, TOPICS),
                new HeldConsents(
                        store, logReader, entries, reader, follower, TOPICS.consentState(), CHANGELOG, PARTITIONS),
                new Trails(store, logReader, entries, TOPICS),
                new Previews(new ReviewPolicy(policy, REVIEW), clock),
                null,
                null,
                TOPICS);
    }

    @Override
    public void close() {
        follower.close();
        logReader.close();
        store.close();
        reader.close();
        codec.close();
        serializer.close();
        registry.close();
    }
}
