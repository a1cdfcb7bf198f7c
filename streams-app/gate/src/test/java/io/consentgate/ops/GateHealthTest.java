// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.barrier.Wait;
import io.consentgate.ops.Health.Status;
import io.consentgate.ops.Health.Subject;
import io.consentgate.ops.WorkingThreads.WorkingThread;
import io.consentgate.serde.RegistryHealth;
import io.consentgate.serde.RegistryUnavailable;
import io.consentgate.serde.RegistryWait;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GateHealthTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final TopicPartition EVENTS = new TopicPartition("outbound-messages", 3);
    private static final TopicPartition CONSENT = new TopicPartition("consent-state", 3);

    private static final Duration HUNG_AFTER = Duration.ofMinutes(3);
    private static final Duration OPEN_AFTER = Duration.ofMinutes(1);
    private static final Duration SHOWN_FOR = Duration.ofMinutes(15);

    private final HandSetClock clock = new HandSetClock();
    private final RegistryHealth registry = new RegistryHealth(clock);
    private final BarrierWaits waits = new BarrierWaits(clock);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ThreadStalls stalls = new ThreadStalls(clock, HUNG_AFTER);
    private final OpenTransactions transactions = new OpenTransactions(clock, OPEN_AFTER);
    private final GateHealth health =
            new GateHealth(registry, waits, stalls, transactions, new RecentIncidents(metrics, clock, SHOWN_FOR));
    private final Threads threads = new Threads();
    private final List<WorkingThread> working = new ArrayList<>();

    @Test
    void shouldBeLiveButNotReadyBeforeItHasFoundItsBrokers() {
        assertThat(health.live().status()).isEqualTo(Status.UP);
        assertThat(health.ready().status()).isEqualTo(Status.DOWN);
        assertThat(detail(Subject.STREAMS)).contains("waiting for the brokers");
    }

    @Test
    void shouldBeReadyWhenRunningWithTasks() {
        health.watch(threads);
        threads.tasks = 2;

        assertThat(health.ready().status()).isEqualTo(Status.UP);
        assertThat(detail(Subject.STREAMS)).isEqualTo("RUNNING with 2 tasks");
    }

    @Test
    void shouldNotBeReadyWhenRunningWithoutTasksThatNobodyElseHolds() {
        health.watch(threads);

        assertThat(health.ready().status()).isEqualTo(Status.DOWN);
        assertThat(health.live().status()).isEqualTo(Status.UP);
    }

    @Test
    void shouldBeReadyWhenStandingByForOthers() {
        health.watch(threads);
        threads.heldByOthers = true;

        assertThat(health.ready().status()).isEqualTo(Status.UP);
        assertThat(detail(Subject.STREAMS)).contains("standing by");
    }

    @ParameterizedTest
    @EnumSource(KafkaStreams.State.class)
    void shouldBeLiveUntilItsThreadsHaveEnded(KafkaStreams.State state) {
        health.watch(threads);
        threads.tasks = 1;
        threads.state = state;

        boolean ended = state == KafkaStreams.State.PENDING_ERROR
                || state == KafkaStreams.State.ERROR
                || state == KafkaStreams.State.NOT_RUNNING;
        assertThat(health.live().status()).isEqualTo(ended ? Status.DOWN : Status.UP);
        assertThat(health.ready().status()).isEqualTo(state == KafkaStreams.State.RUNNING ? Status.UP : Status.DOWN);
    }

    @Test
    void shouldBeDegradedWhileEventsWaitLongAtTheBarrier() {
        health.watch(threads);
        threads.tasks = 1;

        waits.report("thread-1", List.of(aWait(Duration.ofSeconds(2), OptionalLong.of(7), Optional.empty())));
        assertThat(health.ready().status()).isEqualTo(Status.UP);

        clock.advance(Duration.ofSeconds(4));
        assertThat(health.ready().status()).isEqualTo(Status.DEGRADED);
        assertThat(health.live().status()).isEqualTo(Status.UP);
        assertThat(detail(Subject.BARRIER))
                .contains("outbound-messages-3", "since 2026-11-20T11:59:58Z", "consent-state-3", "records left: 7");

        waits.report("thread-1", List.of());
        assertThat(health.ready().status()).isEqualTo(Status.UP);
    }

    @Test
    void shouldSayWhyTheBarrierDoesNotKnowHowFarToRead() {
        health.watch(threads);
        threads.tasks = 1;

        waits.report(
                "thread-1",
                List.of(aWait(Duration.ofMinutes(1), OptionalLong.empty(), Optional.of("the leader is away"))));

        assertThat(detail(Subject.BARRIER)).contains("consent-state-3", "is not known", "the leader is away");
    }

    @Test
    void shouldKeepTheWaitsOfEachThreadApart() {
        waits.report("thread-1", List.of(aWait(Duration.ofSeconds(10), OptionalLong.of(1), Optional.empty())));
        waits.report("thread-2", List.of(aWait(Duration.ofSeconds(20), OptionalLong.of(1), Optional.empty())));
        assertThat(waits.partitions()).isEqualTo(2);
        assertThat(waits.longest()).isEqualTo(Duration.ofSeconds(20));

        waits.report("thread-2", List.of());

        assertThat(waits.partitions()).isEqualTo(1);
        assertThat(waits.longest()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void shouldBeDegradedAndReadyWhileTheRegistryIsAway() {
        health.watch(threads);
        threads.tasks = 1;

        try (RegistryWait registryWait = new RegistryWait(registry, Duration.ZERO)) {
            assertThatThrownBy(() -> registryWait.await(Duration.ZERO, () -> {
                        throw new RegistryUnavailable(RegistryUnavailable.Kind.UNREACHABLE, "connection refused", null);
                    }))
                    .isInstanceOf(RegistryUnavailable.class);
            assertThat(health.ready().status()).isEqualTo(Status.DEGRADED);
            assertThat(detail(Subject.REGISTRY)).contains("since 2026-11-20T12:00:00Z", "connection refused");

            registryWait.await(Duration.ZERO, () -> "a schema");
            assertThat(health.ready().status()).isEqualTo(Status.UP);
        }
    }

    // ---- a hung thread

    @Test
    void shouldBeNeitherReadyNorLiveOnceAThreadHasStoodForTooLong() {
        runningWith(aThread(7, false, "offset 7 of outbound-messages-3"));

        pass(HUNG_AFTER);
        assertThat(health.live().status()).isEqualTo(Status.UP);
        assertThat(health.ready().status()).isEqualTo(Status.UP);

        pass(Duration.ofSeconds(2));
        assertThat(health.live().status()).isEqualTo(Status.DOWN);
        assertThat(health.ready().status()).isEqualTo(Status.DOWN);
        assertThat(detail(Subject.STREAMS))
                .contains("thread-1 is hung", "since 2026-11-20T12:00:00Z", "offset 7 of outbound-messages-3");
        assertThat(stalls.longest()).isEqualTo(HUNG_AFTER.plusSeconds(2));

        working.set(0, aThread(8, false, null));
        pass(Duration.ofSeconds(1));
        assertThat(health.live().status()).isEqualTo(Status.UP);
        assertThat(stalls.longest()).isZero();
    }

    @Test
    void shouldTakeNoThreadForHungThatWaitsForTheRegistry() {
        runningWith(aThread(7, true, "offset 7 of outbound-messages-3"));

        pass(HUNG_AFTER.multipliedBy(2));

        assertThat(health.live().status()).isEqualTo(Status.UP);
        assertThat(health.ready().status()).isEqualTo(Status.UP);
    }

    @Test
    void shouldTakeNoThreadForHungBecauseTheProcessWasFrozen() {
        runningWith(aThread(7, false, "offset 7 of outbound-messages-3"));

        clock.advance(HUNG_AFTER.multipliedBy(2));

        assertThat(health.live().status()).isEqualTo(Status.UP);
    }

    @Test
    void shouldLetAGateThatIsToldToStopTakeItsTime() {
        runningWith(aThread(7, false, "offset 7 of outbound-messages-3"));
        threads.state = KafkaStreams.State.PENDING_SHUTDOWN;

        pass(HUNG_AFTER.plusSeconds(2));

        assertThat(health.live().status()).isEqualTo(Status.UP);
    }

    /** In a commit, a poll or the start of a task; a restart would only wait once more. */
    @Test
    void shouldStayLiveWhileBrokersHoldAThreadUp() {
        runningWith(aThread(7, false, null));

        pass(HUNG_AFTER.plusSeconds(2));

        assertThat(health.live().status()).isEqualTo(Status.UP);
        assertThat(health.ready().status()).isEqualTo(Status.DEGRADED);
        assertThat(detail(Subject.STREAMS)).contains("thread-1 has not advanced", "it waits for brokers");
        assertThat(stalls.longest()).isEqualTo(HUNG_AFTER.plusSeconds(2));
    }

    private void runningWith(WorkingThread thread) {
        health.watch(threads);
        threads.tasks = 1;
        working.add(thread);
        stalls.watch(() -> working);
        stalls.look();
    }

    private static WorkingThread aThread(long steps, boolean waits, @Nullable String at) {
        return new WorkingThread("thread-1", steps, waits, Optional.ofNullable(at));
    }

    /** As it passes when somebody looks every second. */
    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.advance(Duration.ofSeconds(1));
            stalls.look();
        }
    }

    // ---- a publisher's open transaction

    @Test
    void shouldBeDegradedWhileAPublishersTransactionHoldsEventsBack() {
        health.watch(threads);
        threads.tasks = 1;
        look(1_042, 1_000);

        clock.advance(OPEN_AFTER);
        look(1_050, 1_000);
        assertThat(health.ready().status()).isEqualTo(Status.UP);
        assertThat(transactions.recordsBehind()).isZero();

        clock.advance(Duration.ofSeconds(1));
        look(1_050, 1_000);
        assertThat(health.ready().status()).isEqualTo(Status.DEGRADED);
        assertThat(health.live().status()).isEqualTo(Status.UP);
        assertThat(detail(Subject.TRANSACTIONS))
                .contains("outbound-messages-3", "offset 1000", "since 2026-11-20T12:00:00Z", "at most 50");
        assertThat(transactions.longest()).isEqualTo(OPEN_AFTER.plusSeconds(1));
        assertThat(transactions.recordsBehind()).isEqualTo(50);

        look(1_051, 1_051);
        assertThat(health.ready().status()).isEqualTo(Status.UP);
        assertThat(transactions.longest()).isZero();
    }

    @Test
    void shouldLetTransactionsOverlapForAsLongAsTheyEnd() {
        health.watch(threads);
        threads.tasks = 1;

        for (long offset = 0; offset < 10; offset++) {
            look(offset + 40, offset);
            clock.advance(OPEN_AFTER);
        }

        assertThat(health.ready().status()).isEqualTo(Status.UP);
    }

    @Test
    void shouldKeepWhatTheBrokersSaidLastAndForgetWhatItDoesNotReadAnyMore() {
        health.watch(threads);
        threads.tasks = 1;
        look(1_042, 1_000);
        clock.advance(OPEN_AFTER.plusSeconds(1));

        transactions.look(Set.of(EVENTS), (partitions, readers) -> Map.of());
        assertThat(health.ready().status())
                .as("nobody knows whether it is still open")
                .isEqualTo(Status.UP);

        look(1_042, 1_000);
        transactions.look(Set.of(EVENTS), (partitions, readers) -> Map.of());
        assertThat(health.ready().status()).isEqualTo(Status.DEGRADED);

        transactions.look(Set.of(), (partitions, readers) -> Map.of());
        assertThat(health.ready().status()).isEqualTo(Status.UP);
    }

    private void look(long end, long stable) {
        transactions.look(
                Set.of(EVENTS),
                (partitions, readers) -> Map.of(EVENTS, readers == IsolationLevel.READ_COMMITTED ? stable : end));
    }

    // ---- what should not happen

    @ParameterizedTest
    @CsvSource({
        "consent_gate_rule_errors, MSG-EXPIRED, rule MSG-EXPIRED threw",
        "consent_gate_doubtful_consents, , contradict what is on record",
        "consent_gate_outdated_consents, , came after a newer version"
    })
    void shouldBeDegradedForAWhileAfterWhatShouldNotHappen(String meter, @Nullable String rule, String said) {
        health.watch(threads);
        threads.tasks = 1;
        Counter counter = rule == null ? metrics.counter(meter) : metrics.counter(meter, "rule", rule);
        assertThat(health.ready().status()).isEqualTo(Status.UP);

        counter.increment(2);
        assertThat(health.ready().status()).isEqualTo(Status.DEGRADED);
        assertThat(health.live().status()).isEqualTo(Status.UP);
        assertThat(detail(Subject.INCIDENTS)).contains(said, "so far 2", "the last at 2026-11-20T12:00:00Z");

        clock.advance(SHOWN_FOR.minusSeconds(1));
        assertThat(health.ready().status()).isEqualTo(Status.DEGRADED);
        clock.advance(Duration.ofSeconds(1));
        assertThat(health.ready().status()).isEqualTo(Status.UP);
    }

    @Test
    void shouldBeDegradedWhileARecordIsKnownToEndItsStarts() {
        health.watch(threads);
        threads.tasks = 1;
        List<String> known = new ArrayList<>(List.of("3 starts in a row ended at the record at offset 1"));

        health.fatalRecords(() -> known);
        assertThat(health.ready().status()).isEqualTo(Status.DEGRADED);
        assertThat(detail(Subject.RECORDS)).contains("offset 1");

        known.clear();
        assertThat(health.ready().status()).isEqualTo(Status.UP);
    }

    private String detail(Subject subject) {
        return String.join("", health.ready().checks().get(subject).details());
    }

    private static Wait aWait(Duration waited, OptionalLong behind, Optional<String> problem) {
        return new Wait(EVENTS, waited, List.of(new Wait.Missing(CONSENT, behind, problem)));
    }

    private static final class Threads implements StreamThreads {
        private KafkaStreams.State state = KafkaStreams.State.RUNNING;
        private int tasks;
        private boolean heldByOthers;

        @Override
        public KafkaStreams.State state() {
            return state;
        }

        @Override
        public int activeTasks() {
            return tasks;
        }

        @Override
        public Set<TopicPartition> partitions() {
            return Set.of(EVENTS);
        }

        @Override
        public boolean othersHoldTheTasks() {
            return heldByOthers;
        }
    }

    private static final class HandSetClock extends Clock {
        private Instant now = NOON;

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
