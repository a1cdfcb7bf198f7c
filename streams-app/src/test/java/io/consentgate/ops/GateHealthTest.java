// SPDX-License-Identifier: Apache-2.0
package io.consentgate.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.barrier.Wait;
import io.consentgate.ops.Health.Status;
import io.consentgate.ops.Health.Subject;
import io.consentgate.serde.RegistryHealth;
import io.consentgate.serde.RegistryUnavailable;
import io.consentgate.serde.RegistryWait;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateHealthTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final TopicPartition EVENTS = new TopicPartition("outbound-messages", 3);
    private static final TopicPartition CONSENT = new TopicPartition("consent-state", 3);

    private final HandSetClock clock = new HandSetClock();
    private final RegistryHealth registry = new RegistryHealth(clock);
    private final BarrierWaits waits = new BarrierWaits(clock);
    private final GateHealth health = new GateHealth(registry, waits);
    private final Threads threads = new Threads();

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
