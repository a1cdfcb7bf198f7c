// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.barrier.BudgetedConsumer;
import io.consentgate.config.GateConfig;
import io.consentgate.config.KafkaOptions;
import io.consentgate.config.RegistryProperties;
import io.consentgate.console.cases.Activity;
import io.consentgate.console.cases.AuditTrail;
import io.consentgate.console.cases.BulkReject;
import io.consentgate.console.cases.CaseFiles;
import io.consentgate.console.cases.CaseQueue;
import io.consentgate.console.cases.Claims;
import io.consentgate.console.cases.Figures;
import io.consentgate.console.cases.GateSettings;
import io.consentgate.console.cases.ReviewDesk;
import io.consentgate.console.cases.Verdicts;
import io.consentgate.review.ReviewPolicy;
import io.consentgate.serde.ContractCodec;
import io.consentgate.serde.FactsReader;
import io.consentgate.serde.RegistryHealth;
import io.consentgate.serde.RegistryPatience;
import io.consentgate.serde.RegistryWait;
import io.consentgate.serde.WaitingFactsReader;
import io.consentgate.topology.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The review desk on a Kafka cluster. */
public final class Desk implements ReviewDesk {

    private static final int LARGEST_BATCH = 5_000;
    private static final int PRODUCER_PATIENCE_MS = 10_000;

    private final ContractCodec codec;
    private final FactsReader facts;
    private final RegistryWait indexWait;
    private final IndexStore store;
    private final ChangelogWatch changelogs;
    private final LogFollower follower;
    private final LogReader reader;
    private final LogWriter writer;
    private final CaseQueue queue;
    private final CaseFiles files;
    private final Activity activity;
    private final Claims claims;
    private final Verdicts verdicts;
    private final BulkReject bulkReject;
    private final Figures figures;
    private final AuditTrail auditTrail;

    /**
     * Opens the desk. A thread of its own begins to read the log into the index.
     *
     * @param policy for previews; configured like the gate's own
     * @param stateDir folder of the index, for this process alone; may be empty, and may be deleted while no process
     *     uses it
     * @throws TopicsMissing if a topic is missing
     * @throws IndexUnusable if the folder cannot be used
     * @throws KafkaException if the brokers do not answer
     * @throws org.apache.kafka.common.config.ConfigException if a serializer or deserializer is unusable
     */
    public static Desk open(GateConfig config, ReviewPolicy policy, Path stateDir, Clock clock) {
        return new Desk(config, policy, stateDir, clock);
    }

    private Desk(GateConfig config, ReviewPolicy policy, Path stateDir, Clock clock) {
        Topics topics = Topics.prefixed(config.topics().prefix());
        List<String> followed = List.of(
                topics.quarantine(),
                topics.reviewOutcomes(),
                topics.reviewActivity(),
                topics.reviewVerdicts(),
                topics.consentState());
        Map<String, TopicDescription> described = describe(config, followed);
        Map<String, String> properties = RegistryProperties.of(config);
        this.codec =
                ContractCodec.open(config.serde().deserializer(), config.serde().serializer(), properties);
        this.facts = FactsReader.open(
                config.serde().deserializer(),
                properties,
                new FactsReader.InputTopics(
                        topics.outboundMessages(),
                        topics.offerDecisions(),
                        topics.consentState(),
                        topics.reviewVerdicts()));
        this.indexWait =
                new RegistryWait(new RegistryHealth(clock), config.registry().schemaPatiencePerMinute());
        // The index retries continuously, so it need not wait for an unavailable registry.
        RegistryPatience ofIndex = new RegistryPatience(
                indexWait,
                Duration.ZERO,
                RegistryPatience.LONGEST_WHILE_PARTLY_AWAY,
                config.registry().schemaPatience());
        LogEntries indexed = new LogEntries(codec.waiting(ofIndex), new WaitingFactsReader(facts, ofIndex));
        // A reader of a page does not wait for a schema: the first answer counts, until they reload the page.
        RegistryPatience ofPages = new RegistryPatience(
                new RegistryWait(new RegistryHealth(clock), Duration.ZERO),
                Duration.ZERO,
                config.registry().schemaPatience());
        FactsReader shown = new WaitingFactsReader(facts, ofPages);
        LogEntries entries = new LogEntries(codec.waiting(ofPages), shown);
        this.store = IndexStore.open(stateDir, identity(described));
        Facets facets = new Facets();
        Tally tally = new Tally(facets);
        String changelog = Topics.consentChangelog(config.applicationId());
        IndexWriter indexWriter = new IndexWriter(
                store,
                facets,
                tally,
                indexed,
                topics,
                changelog,
                config.review().retention());
        this.changelogs = new ChangelogWatch(Admin.create(KafkaOptions.client(config)), changelog);
        this.follower = new LogFollower(
                consumer(config, "earliest", LARGEST_BATCH), indexWriter, partitions(described), changelogs, clock);
        this.reader = new LogReader(() -> consumer(config, "none", 500));
        this.writer = new LogWriter(producer(config), codec);
        CaseRows rows = new CaseRows(facets, clock);
        Cases cases = new Cases(store, rows);
        ActRecorder acts = new ActRecorder(writer, topics.reviewActivity(), clock);
        LoggedClaims loggedClaims = new LoggedClaims(store, rows, cases, acts, follower, clock);
        MeasuredActivity measured = new MeasuredActivity(store, cases, acts, loggedClaims, clock);
        Trails trails = new Trails(store, reader, entries, topics);
        ConsentHistory consents = new ConsentHistory(store, entries, topics);
        HeldConsents helds = new HeldConsents(
                store,
                reader,
                entries,
                shown,
                follower,
                topics.consentState(),
                changelog,
                Objects.requireNonNull(described.get(topics.consentState()))
                        .partitions()
                        .size());
        LoggedCaseFiles caseFiles = new LoggedCaseFiles(
                cases, reader, entries, consents, helds, trails, new Previews(policy, clock), measured, acts, topics);
        this.queue = new IndexedQueue(store, facets, tally, rows, follower, clock);
        this.files = caseFiles;
        this.activity = measured;
        this.claims = loggedClaims;
        this.verdicts = new LoggedVerdicts(
                writer,
                topics.reviewVerdicts(),
                cases,
                caseFiles,
                loggedClaims,
                acts,
                measured,
                trails,
                follower,
                clock);
        this.bulkReject = new CampaignRejection(
                store,
                queue,
                writer,
                topics.reviewVerdicts(),
                facets,
                config.review().floor(),
                clock);
        this.figures = new IndexedFigures(store, config.review().figures().burstWithin());
        this.auditTrail = new TrailExport(cases, queue, caseFiles, trails, acts, clock);
        follower.start();
    }

    private static Map<String, TopicDescription> describe(GateConfig config, List<String> topics) {
        try (Admin admin = Admin.create(KafkaOptions.client(config))) {
            Map<String, TopicDescription> found = new TreeMap<>();
            List<String> missing = new ArrayList<>();
            for (Map.Entry<String, KafkaFuture<TopicDescription>> answer :
                    admin.describeTopics(topics).topicNameValues().entrySet()) {
                try {
                    found.put(answer.getKey(), answer.getValue().get());
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw new KafkaException("cannot ask the brokers for " + answer.getKey(), e.getCause());
                    }
                    missing.add(answer.getKey());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new KafkaException("interrupted while waiting for the brokers", e);
                }
            }
            if (!missing.isEmpty()) {
                throw new TopicsMissing(missing);
            }
            return found;
        }
    }

    /** Topic ids are unique across clusters and never reused. */
    private static String identity(Map<String, TopicDescription> described) {
        return described.values().stream()
                .map(topic -> topic.topicId().toString())
                .collect(Collectors.joining(" "));
    }

    private static List<TopicPartition> partitions(Map<String, TopicDescription> described) {
        return described.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private static Consumer<byte[], byte[]> consumer(GateConfig config, String reset, int largestBatch) {
        Properties options = KafkaOptions.client(config);
        options.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        options.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        options.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        options.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, reset);
        options.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, largestBatch);
        options.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return BudgetedConsumer.open(options, config.memory().pollBytes());
    }

    private static KafkaProducer<byte[], byte[]> producer(GateConfig config) {
        Properties options = KafkaOptions.client(config);
        options.put(ProducerConfig.ACKS_CONFIG, "all");
        options.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        options.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, KafkaOptions.MAX_REQUEST_BYTES);
        // Short, because a reviewer waits. A retry after this time writes a new record.
        options.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PRODUCER_PATIENCE_MS / 2);
        options.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PRODUCER_PATIENCE_MS);
        options.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PRODUCER_PATIENCE_MS);
        options.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return new KafkaProducer<>(options, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public CaseQueue queue() {
        return queue;
    }

    @Override
    public CaseFiles files() {
        return files;
    }

    @Override
    public Activity activity() {
        return activity;
    }

    @Override
    public Claims claims() {
        return claims;
    }

    @Override
    public Verdicts verdicts() {
        return verdicts;
    }

    @Override
    public BulkReject bulkReject() {
        return bulkReject;
    }

    @Override
    public Figures figures() {
        return figures;
    }

    @Override
    public AuditTrail auditTrail() {
        return auditTrail;
    }

    @Override
    public GateSettings gateSettings() {
        return new GateSettings(store.reader()
                .withHandle(handle -> handle.createQuery("select topic, partition, digest, at from settings")
                        .map((row, context) -> new GateSettings.Stated(
                                row.getString("topic"),
                                row.getInt("partition"),
                                row.getString("digest"),
                                Instant.ofEpochMilli(row.getLong("at"))))
                        .list()));
    }

    @Override
    public Progress progress() {
        return follower.progress();
    }

    @Override
    public void close() {
        indexWait.close();
        follower.close();
        changelogs.close();
        writer.close();
        reader.close();
        store.close();
        facts.close();
        codec.close();
    }
}
