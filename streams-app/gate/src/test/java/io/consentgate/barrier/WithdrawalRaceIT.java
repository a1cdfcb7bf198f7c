// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.barrier.Link.Fault;
import io.consentgate.barrier.RacingPublisher.Promise;
import io.consentgate.local.LocalKafka;
import io.consentgate.run.GateRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.streams.ThreadMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Withdrawals race with sends on real brokers, at a gate and at the same gate without its read barrier. Both see the same
 * trials, at the same time. The second must fail them, or the first has proved nothing.
 *
 * <p>A trial: a subject's consent is in the table; the publisher withdraws it, waits for the broker's promise, and sends
 * at once. Partition by partition the publishers differ in promise and clock.
 *
 * <p>The control must leak behind committed transactions, where a withdrawal is acknowledged before it can be read. To
 * leak after plain acknowledgements, the fetch of the consent has to be the slower one, and a short run on one machine may
 * see none of that: there these leaks are printed, and asserted where consent comes from afar.
 *
 * <p>{@code -Drace.trials=100000} for the full size, as in {@code bench/barrier-proof}.
 */
class WithdrawalRaceIT {

    private static final int TRIALS = Integer.getInteger("race.trials", 1_000);

    /** Who decides what time a record bears. */
    enum TopicTime {
        CREATE_TIME("CreateTime"),
        LOG_APPEND_TIME("LogAppendTime");

        private final String setting;

        TopicTime(String setting) {
            this.setting = setting;
        }
    }

    /** The clock of the consent platform against that of the sending platform. */
    enum ConsentClock {
        HOUR_BEHIND(Duration.ofHours(-1)),
        BEHIND(Duration.ofMillis(-50)),
        EQUAL(Duration.ZERO),
        AHEAD(Duration.ofMillis(50)),
        // a broker takes nothing that is more than an hour ahead
        HOUR_AHEAD(Duration.ofMinutes(59));

        private final Duration ahead;

        ConsentClock(Duration ahead) {
            this.ahead = ahead;
        }
    }

    /** From one withdrawal to the next on a partition. */
    enum Pace {
        TEN_MILLISECONDS(Duration.ofMillis(10)),
        ONE_SECOND(Duration.ofSeconds(1));

        private final Duration gap;

        Pace(Duration gap) {
            this.gap = gap;
        }

        /** In each cell; most of the trials are quick ones. */
        private int trials() {
            int slow = Math.max(6, TRIALS / 2_000);
            int quick = TRIALS / TopicTime.values().length / CELLS.size() - slow;
            return this == ONE_SECOND ? slow : quick;
        }
    }

    /** What one partition's publisher is like. */
    private record Cell(Promise promise, ConsentClock clock) {}

    private static final List<Cell> CELLS = cells();

    @TempDir
    private static Path folder;

    private static final Map<Integer, Link> LINKS = Map.of(
            RaceCluster.EVENT_BROKER, new Link(),
            RaceCluster.CONSENT_BROKER, new Link());

    private static RaceCluster cluster;

    private static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Promise promise : Promise.values()) {
            for (ConsentClock clock : ConsentClock.values()) {
                cells.add(new Cell(promise, clock));
            }
        }
        return cells;
    }

    @BeforeAll
    static void startCluster() {
        cluster = new RaceCluster(
                LocalKafka.builder(folder.resolve("kafka"))
                        .detour(broker -> LINKS.get(broker).port()),
                folder,
                CELLS.size());
        LINKS.forEach(
                (broker, link) -> link.leadTo(cluster.kafka().broker(broker).detourPort()));
        System.out.printf(
                "%-13s %-21s %-11s %-16s %8s %14s %16s%n",
                "topic time", "promise", "consent is", "pace", "trials", "with barrier", "without barrier");
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
        LINKS.values().forEach(Link::close);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeverClearASendAfterItsWithdrawal(TopicTime time) throws Exception {
        Map<Promise, Long> leaked = race(time.setting, time, Map.of(), Pace.values());

        assertThat(leaked)
                .as("sends that the control without a barrier cleared; none would mean that this test shows nothing")
                .hasEntrySatisfying(
                        Promise.COMMITTED_TRANSACTION,
                        leaks -> assertThat(leaks).isPositive());
    }

    /** Then who does not wait for consent cannot win the race by luck, whatever the promise. */
    @Test
    void shouldNeverClearASendAfterItsWithdrawalThoughConsentComesFromAfar() throws Exception {
        LINKS.get(RaceCluster.CONSENT_BROKER).suffer(Fault.FAR);
        Map<String, String> byTheLinks = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                LINKS.values().stream().map(link -> "localhost:" + link.port()).collect(Collectors.joining(",")));

        Map<Promise, Long> leaked = race("far", TopicTime.CREATE_TIME, byTheLinks, Pace.ONE_SECOND);

        assertThat(leaked)
                .as("sends that the control without a barrier cleared")
                .containsOnlyKeys(Promise.values())
                .allSatisfy((promise, leaks) -> assertThat(leaks).isPositive());
    }

    /**
     * Races at a gate, which must clear nothing, and at its control.
     *
     * @param network settings of both by which they reach the brokers
     * @return how many withdrawn sends the control cleared
     */
    private static Map<Promise, Long> race(String name, TopicTime time, Map<String, String> network, Pace... paces)
            throws Exception {
        String gatePrefix = name + "-gate.";
        String controlPrefix = name + "-control.";
        cluster.createTopics(gatePrefix, time.setting, partition -> RaceCluster.CONSENT_BROKER);
        cluster.createTopics(controlPrefix, time.setting, partition -> RaceCluster.CONSENT_BROKER);
        List<RacingPublisher> publishers = new ArrayList<>();
        for (Cell cell : CELLS) {
            publishers.add(new RacingPublisher(
                    cluster,
                    List.of(gatePrefix, controlPrefix),
                    name + "-" + cell.clock,
                    cell.promise,
                    cell.clock.ahead));
        }
        List<String> all = new ArrayList<>();
        Map<Promise, Long> leaked = new EnumMap<>(Promise.class);
        try (Outcomes guarded = new Outcomes(cluster, gatePrefix);
                Outcomes unguarded = new Outcomes(cluster, controlPrefix)) {
            try (GateRunner gate = cluster.startGate(gatePrefix, "gate", network);
                    GateRunner control = cluster.startControl(controlPrefix, network)) {
                RaceCluster.awaitRunning(gate, control);
                for (Pace pace : paces) {
                    List<List<String>> subjects = newSubjectsByCell(pace.trials());
                    inParallel(publishers, subjects, RacingPublisher::grant);
                    cluster.awaitConsentTaken(gatePrefix);
                    cluster.awaitConsentTaken(controlPrefix);

                    inParallel(publishers, subjects, (publisher, cell) -> race(publisher, cell, pace.gap));

                    for (List<String> cell : subjects) {
                        guarded.awaitAll(cell);
                        unguarded.awaitAll(cell);
                        all.addAll(cell);
                    }
                    report(time, pace, subjects, guarded, unguarded)
                            .forEach((promise, leaks) -> leaked.merge(promise, leaks, Long::sum));
                }
            }
            // what a gate commits while it stops counts too
            guarded.update();
            unguarded.update();
            guarded.assertAllQuarantinedForTheirWithdrawal(all);
            unguarded.assertEachOnce(all);
            System.out.printf("%-64s %8d %14d %16s%n", name + " in all", all.size(), guarded.cleared(all), leaked);
        } finally {
            publishers.forEach(RacingPublisher::close);
        }
        return leaked;
    }

    private static List<List<String>> newSubjectsByCell(int trials) {
        List<List<String>> subjects = new ArrayList<>();
        for (int cell = 0; cell < CELLS.size(); cell++) {
            subjects.add(cluster.newSubjects(cell, trials));
        }
        return subjects;
    }

    private static void race(RacingPublisher publisher, List<String> subjects, Duration gap) {
        long next = System.nanoTime();
        for (String subject : subjects) {
            LockSupport.parkNanos(next - System.nanoTime());
            publisher.withdrawThenSend(subject);
            next = Math.max(System.nanoTime(), next + gap.toNanos());
        }
    }

    private interface Work {
        void on(RacingPublisher publisher, List<String> subjects);
    }

    private static void inParallel(List<RacingPublisher> publishers, List<List<String>> subjects, Work work)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(publishers.size());
        try {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int cell = 0; cell < publishers.size(); cell++) {
                RacingPublisher publisher = publishers.get(cell);
                List<String> ofCell = subjects.get(cell);
                calls.add(() -> {
                    work.on(publisher, ofCell);
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(calls)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Map<Promise, Long> report(
            TopicTime time, Pace pace, List<List<String>> subjects, Outcomes guarded, Outcomes unguarded) {
        Map<Promise, Long> leaked = new EnumMap<>(Promise.class);
        for (int i = 0; i < CELLS.size(); i++) {
            Cell cell = CELLS.get(i);
            List<String> trials = subjects.get(i);
            long unguardedLeaks = unguarded.cleared(trials);
            leaked.merge(cell.promise, unguardedLeaks, Long::sum);
            System.out.printf(
                    "%-13s %-21s %-11s %-16s %8d %14d %16d%n",
                    time.setting,
                    words(cell.promise),
                    words(cell.clock),
                    words(pace),
                    trials.size(),
                    guarded.cleared(trials),
                    unguardedLeaks);
        }
        return leaked;
    }

    private static String words(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The control, whose tasks stay where they are, shows that the very trials at which others moved were races. */
    @Test
    void shouldHoldWhileTasksMoveBetweenInstances() throws Exception {
        String prefix = "moving.";
        String controlPrefix = "staying-control.";
        for (String each : List.of(prefix, controlPrefix)) {
            cluster.createTopics(each, "CreateTime", partition -> RaceCluster.CONSENT_BROKER);
        }
        Map<String, String> settings = Map.of(
                "KAFKA_NUM_STANDBY_REPLICAS", "1",
                "KAFKA_SESSION_TIMEOUT_MS", "3000",
                "KAFKA_HEARTBEAT_INTERVAL_MS", "500");
        AtomicBoolean moving = new AtomicBoolean(true);
        Collection<String> raced = new ConcurrentLinkedQueue<>();
        List<RacingPublisher> publishers = new ArrayList<>();
        for (int partition = 0; partition < cluster.partitions(); partition++) {
            Cell cell = CELLS.get(partition);
            publishers.add(new RacingPublisher(
                    cluster, List.of(prefix, controlPrefix), "moving-" + cell.clock, cell.promise, cell.clock.ahead));
        }
        ExecutorService threads = Executors.newFixedThreadPool(publishers.size());
        try (Outcomes outcomes = new Outcomes(cluster, prefix);
                Outcomes unguarded = new Outcomes(cluster, controlPrefix);
                GateRunner control = cluster.startControl(controlPrefix, Map.of())) {
            RaceCluster.awaitRunning(control);
            GateRunner stays = cluster.startGate(prefix, "stays", settings);
            GateRunner leaves = cluster.startGate(prefix, "leaves", settings);
            try {
                await().atMost(RaceCluster.PATIENCE)
                        .until(() -> activeTasks(stays) > 0
                                && activeTasks(leaves) > 0
                                && activeTasks(stays) + activeTasks(leaves) == cluster.partitions());
                List<Future<?>> races = new ArrayList<>();
                for (int partition = 0; partition < cluster.partitions(); partition++) {
                    RacingPublisher publisher = publishers.get(partition);
                    int home = partition;
                    races.add(threads.submit(() -> {
                        while (moving.get()) {
                            List<String> subjects = cluster.newSubjects(home, 20);
                            publisher.grant(subjects);
                            race(publisher, subjects, Pace.TEN_MILLISECONDS.gap);
                            raced.addAll(subjects);
                        }
                    }));
                }

                // With a static id the group only learns by its absence that a member is gone, as when it is killed.
                leaves.close();
                await().atMost(RaceCluster.PATIENCE).until(() -> activeTasks(stays) == cluster.partitions());
                GateRunner returns = cluster.startGate(prefix, "leaves", settings);
                try {
                    await().atMost(RaceCluster.PATIENCE)
                            .until(() -> activeTasks(returns) > 0
                                    && activeTasks(stays) + activeTasks(returns) == cluster.partitions());
                    moving.set(false);
                    for (Future<?> race : races) {
                        race.get();
                    }
                    outcomes.awaitAll(raced);
                    unguarded.awaitAll(raced);
                } finally {
                    returns.close();
                }
            } finally {
                leaves.close();
                stays.close();
            }
            outcomes.update();
            outcomes.assertAllQuarantinedForTheirWithdrawal(raced);
            System.out.printf(
                    "Tasks moved between instances: %d trials, cleared with the barrier %d, without %d%n",
                    raced.size(), outcomes.cleared(raced), unguarded.cleared(raced));
            assertThat(unguarded.cleared(raced))
                    .as("sends that the control without a barrier cleared")
                    .isPositive();
        } finally {
            moving.set(false);
            threads.shutdownNow();
            publishers.forEach(RacingPublisher::close);
        }
    }

    private static int activeTasks(GateRunner gate) {
        return gate.streams().metadataForLocalThreads().stream()
                .map(ThreadMetadata::activeTasks)
                .mapToInt(Collection::size)
                .sum();
    }
}
