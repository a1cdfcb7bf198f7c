// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.barrier.Link.Fault;
import io.consentgate.barrier.RacingPublisher.Promise;
import io.consentgate.local.LocalKafka;
import io.consentgate.ops.Health.Status;
import io.consentgate.run.GateRunner;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.streams.ThreadMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The gate, but not the publishers, loses touch with the broker that leads the consent of two partitions out of four.
 * All else that the gate needs is led by the other broker: what is shown is the loss of consent and nothing more.
 */
class ConsentLeaderFaultIT {

    private static final String GATE = "gate.";
    private static final String CONTROL = "control.";
    private static final int PARTITIONS = 4;
    private static final int CUT_OFF = 2;
    private static final int SUBJECTS = 40;
    private static final Duration FAULT_LASTS = Duration.ofSeconds(12);
    private static final Duration QUIET = Duration.ofSeconds(3);

    /** A thread that were stuck in the fault would lose its membership well before its end. */
    private static final Map<String, String> IMPATIENT_GROUP = Map.of(
            "KAFKA_SESSION_TIMEOUT_MS", "6000",
            "KAFKA_HEARTBEAT_INTERVAL_MS", "1000",
            "KAFKA_MAX_POLL_INTERVAL_MS", "8000",
            "REGISTRY_PATIENCE", "5s");

    @TempDir
    private static Path folder;

    private static final Map<Integer, Link> LINKS = Map.of(
            RaceCluster.EVENT_BROKER, new Link(),
            RaceCluster.CONSENT_BROKER, new Link());

    private static RaceCluster cluster;
    private static GateRunner gate;
    private static GateRunner control;
    private static RacingPublisher publisher;

    @BeforeAll
    static void start() {
        cluster = new RaceCluster(
                LocalKafka.builder(folder.resolve("kafka"))
                        .detour(broker -> LINKS.get(broker).port()),
                folder,
                PARTITIONS);
        LINKS.forEach(
                (broker, link) -> link.leadTo(cluster.kafka().broker(broker).detourPort()));
        for (String prefix : List.of(GATE, CONTROL)) {
            cluster.createTopics(
                    prefix,
                    "CreateTime",
                    partition -> partition < CUT_OFF ? RaceCluster.CONSENT_BROKER : RaceCluster.EVENT_BROKER);
        }
        Map<String, String> byTheLinks = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                LINKS.values().stream().map(link -> "localhost:" + link.port()).collect(Collectors.joining(",")));
        Map<String, String> settings = new HashMap<>(byTheLinks);
        settings.putAll(IMPATIENT_GROUP);
        gate = cluster.startGate(GATE, "gate", settings);
        control = cluster.startControl(CONTROL, byTheLinks);
        RaceCluster.awaitRunning(gate, control);
        publisher = new RacingPublisher(cluster, List.of(GATE, CONTROL), "publisher", Promise.ACKS_ALL, Duration.ZERO);
        leaveOnlyConsentToItsBroker();
        letTheGatesWriteEverywhere();
    }

    @AfterAll
    static void stop() {
        Stream.<AutoCloseable>of(publisher, gate, control, cluster)
                .filter(Objects::nonNull)
                .forEach(ConsentLeaderFaultIT::close);
        LINKS.values().forEach(Link::close);
    }

    /** Whatever of it goes wrong: a broker that is left running would end the whole run once its folder is gone. */
    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.out.printf("%s did not close: %s%n", part.getClass().getSimpleName(), e);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "FAR"})
    void shouldHoldEventsWhoseConsentCannotBeRead(Fault fault) throws Exception {
        List<String> cutOff = newSubjects(0, CUT_OFF);
        List<String> reachable = newSubjects(CUT_OFF, PARTITIONS);
        List<String> consenting = newSubjects(CUT_OFF, PARTITIONS);
        Stream.of(cutOff, reachable, consenting).forEach(publisher::grant);
        cluster.awaitConsentTaken(GATE);
        cluster.awaitConsentTaken(CONTROL);
        String members = members();
        double polls = metric("stream-thread-metrics", "poll-total");

        try (Outcomes guarded = new Outcomes(cluster, GATE);
                Outcomes unguarded = new Outcomes(cluster, CONTROL)) {
            long began = System.nanoTime();
            LINKS.get(RaceCluster.CONSENT_BROKER).suffer(fault);
            try {
                cutOff.forEach(publisher::withdrawThenSend);
                reachable.forEach(publisher::withdrawThenSend);
                publisher.send(consenting);

                guarded.awaitAll(reachable);
                guarded.awaitAll(consenting);
                unguarded.awaitAll(cutOff);
                if (fault != Fault.SLOW) {
                    RaceCluster.awaitBarrier(gate, Status.DEGRADED);
                }
                long cpuBefore = cpuNanos();
                long from = System.nanoTime();
                await().atMost(RaceCluster.PATIENCE)
                        .until(() -> System.nanoTime() - began > FAULT_LASTS.toNanos()
                                && System.nanoTime() - from > QUIET.toNanos());
                double busy = (double) (cpuNanos() - cpuBefore) / (System.nanoTime() - from);
                System.out.printf(
                        "Stream threads while events wait, consent leader %s: %.1f %% of a core%n", fault, 100 * busy);
                guarded.update();
                if (fault != Fault.SLOW) {
                    assertThat(guarded.hasAny(cutOff)).isFalse();
                }
                assertThat(metric("stream-thread-metrics", "poll-total"))
                        .as("polls while events wait, against a stuck thread")
                        .isGreaterThan(polls + 10);
                assertThat(busy)
                        .as("share of a core that the stream threads took while events waited, against a busy loop")
                        .isLessThan(0.25);
            } finally {
                LINKS.get(RaceCluster.CONSENT_BROKER).suffer(Fault.NONE);
            }
            guarded.awaitAll(cutOff);
            RaceCluster.awaitBarrier(gate, Status.UP);
            unguarded.awaitAll(reachable);

            assertThat(members())
                    .as("members and their partitions, which no rebalance has changed")
                    .isEqualTo(members);
            guarded.assertAllCleared(consenting);
            guarded.assertAllQuarantinedForTheirWithdrawal(reachable);
            guarded.assertAllQuarantinedForTheirWithdrawal(cutOff);
            unguarded.assertEachOnce(cutOff);
            System.out.printf(
                    "Consent leader %s for the gate: %d withdrawn sends, cleared with the barrier %d, without %d%n",
                    fault, cutOff.size(), guarded.cleared(cutOff), unguarded.cleared(cutOff));
            assertThat(unguarded.cleared(cutOff))
                    .as("sends that the control without a barrier cleared")
                    .isPositive();
        }
    }

    private static List<String> newSubjects(int from, int to) {
        List<String> subjects = new ArrayList<>();
        for (int partition = from; partition < to; partition++) {
            subjects.addAll(cluster.newSubjects(partition, SUBJECTS));
        }
        return subjects;
    }

    /** Moves groups, transactions, changelogs and the like to the other broker. */
    private static void leaveOnlyConsentToItsBroker() {
        Admin admin = cluster.admin();
        Map<TopicPartition, Optional<NewPartitionReassignment>> moves = new HashMap<>();
        descriptions(admin).forEach((topic, description) -> {
            for (TopicPartitionInfo partition : description.partitions()) {
                if (partition.leader().id() == RaceCluster.CONSENT_BROKER && !topic.endsWith(".consent-state")) {
                    moves.put(
                            new TopicPartition(topic, partition.partition()),
                            Optional.of(new NewPartitionReassignment(List.of(RaceCluster.EVENT_BROKER))));
                }
            }
        });
        RaceCluster.get(admin.alterPartitionReassignments(moves).all());
        await().atMost(RaceCluster.PATIENCE).until(() -> {
            Map<String, TopicDescription> now = descriptions(admin);
            return moves.keySet().stream()
                    .allMatch(moved -> now.get(moved.topic())
                                    .partitions()
                                    .get(moved.partition())
                                    .leader()
                                    .id()
                            == RaceCluster.EVENT_BROKER);
        });
    }

    /** A producer that meets a topic or its new leader for the first time may ask the very broker that does not answer. */
    private static void letTheGatesWriteEverywhere() {
        List<String> withdrawing = newSubjects(0, PARTITIONS);
        List<String> consenting = newSubjects(0, PARTITIONS);
        Stream.of(withdrawing, consenting).forEach(publisher::grant);
        cluster.awaitConsentTaken(GATE);
        cluster.awaitConsentTaken(CONTROL);
        withdrawing.forEach(publisher::withdrawThenSend);
        publisher.send(consenting);
        for (String prefix : List.of(GATE, CONTROL)) {
            try (Outcomes outcomes = new Outcomes(cluster, prefix)) {
                outcomes.awaitAll(withdrawing);
                outcomes.awaitAll(consenting);
            }
        }
    }

    private static Map<String, TopicDescription> descriptions(Admin admin) {
        Set<String> names = RaceCluster.get(
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        return RaceCluster.get(admin.describeTopics(names).allTopicNames());
    }

    private static String members() {
        String group = GATE + "gate";
        ConsumerGroupDescription description = RaceCluster.get(
                        cluster.admin().describeConsumerGroups(List.of(group)).all())
                .get(group);
        Map<String, Collection<TopicPartition>> members = new TreeMap<>();
        description
                .members()
                .forEach(member ->
                        members.put(member.consumerId(), member.assignment().topicPartitions()));
        return members + ", rebalances " + metric("consumer-coordinator-metrics", "rebalance-total");
    }

    /** CPU time of the gate's stream threads so far. */
    private static long cpuNanos() {
        Set<String> names = gate.streams().metadataForLocalThreads().stream()
                .map(ThreadMetadata::threadName)
                .collect(Collectors.toSet());
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && names.contains(thread.getThreadName()))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    private static double metric(String metricGroup, String name) {
        return gate.streams().metrics().values().stream()
                .filter(metric -> metric.metricName().group().equals(metricGroup)
                        && metric.metricName().name().equals(name))
                .map(Metric::metricValue)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .sum();
    }
}
