// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.consentgate.serde.RegistryUnavailable.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RegistryWaitTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RegistryHealth health = new RegistryHealth(Clock.systemUTC());
    private final RegistryWait wait = new RegistryWait(health, Duration.ZERO);
    private final AtomicBoolean down = new AtomicBoolean();
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void shouldGoOnOnceTheRegistryIsBackAndShowTheOutageMeanwhile() throws Exception {
        down.set(true);
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> wait.await(PATIENCE, this::attempt));
        await().until(() -> attempts.get() >= 2);
        assertThat(answer).isNotDone();
        assertThat(health.status().available()).isFalse();
        assertThat(health.status().problem()).isEqualTo("down");

        down.set(false);

        assertThat(answer.get()).isEqualTo("answer");
        assertThat(health.status().available()).isTrue();
    }

    @Test
    void shouldTellWhoWaitsAndForHowLong() {
        List<String> told = new CopyOnWriteArrayList<>();
        RegistryWait observed = new RegistryWait(health, Duration.ZERO, new RegistryWait.Observer() {
            @Override
            public void waits() {
                told.add("waits");
            }

            @Override
            public void goesOn() {
                told.add("goes on");
            }
        });

        observed.<String, RuntimeException>await(PATIENCE, () -> "a schema");
        assertThat(told).isEmpty();
        down.set(true);
        assertThatThrownBy(() -> observed.await(Duration.ofMillis(50), this::attempt))
                .isInstanceOf(RegistryUnavailable.class);

        assertThat(told).containsExactly("waits", "goes on");
    }

    @Test
    void shouldNotCallAnOutageOverBecauseOthersFindTheirSchemaInACache() {
        down.set(true);
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> wait.await(PATIENCE, this::attempt));
        await().until(() -> attempts.get() >= 1 && !health.status().available());

        assertThat(wait.<String, RuntimeException>await(PATIENCE, () -> "cached"))
                .isEqualTo("cached");

        assertThat(health.status().available()).isFalse();
        wait.close();
        assertThatThrownBy(waiting::join).isInstanceOf(CompletionException.class);
    }

    @Test
    void shouldGiveUpWhenThePatienceEndsAndRecoverWithTheNextSuccess() {
        down.set(true);

        assertThatThrownBy(() -> wait.await(Duration.ofMillis(50), this::attempt))
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessage("down");
        assertThat(attempts.get()).isGreaterThan(1);
        assertThat(health.status().available()).isFalse();

        down.set(false);
        wait.await(PATIENCE, this::attempt);

        assertThat(health.status().available()).isTrue();
    }

    @Test
    void shouldHaveOnePatienceForAllThatARecordNeeds() {
        Duration patience = Duration.ofMillis(50);
        down.set(true);
        assertThatThrownBy(() -> wait.await(patience, this::attempt)).isInstanceOf(RegistryUnavailable.class);

        attempts.set(0);
        assertThatThrownBy(() -> wait.await(patience, this::attempt)).isInstanceOf(RegistryUnavailable.class);
        assertThat(attempts).hasValue(1);

        wait.nextRecord();
        attempts.set(0);
        assertThatThrownBy(() -> wait.await(patience, this::attempt)).isInstanceOf(RegistryUnavailable.class);
        assertThat(attempts).hasValueGreaterThan(1);
    }

    @Test
    void shouldPassProvenBadDataThroughAtOnce() {
        UndecodableException bad = new UndecodableException(UndecodableException.Reason.CORRUPT, "bad");

        assertThatThrownBy(() -> wait.await(PATIENCE, () -> {
                    throw bad;
                }))
                .isSameAs(bad);
        assertThat(health.status().available()).isTrue();
    }

    @Test
    void shouldEndWaitsWhenClosed() {
        down.set(true);
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> wait.await(PATIENCE, this::attempt));
        await().until(() -> attempts.get() >= 1);

        wait.close();

        assertThatThrownBy(waiting::join)
                .cause()
                .isInstanceOfSatisfying(
                        RegistryUnavailable.class, e -> assertThat(e.kind()).isEqualTo(Kind.INTERRUPTED));
    }

    @Test
    void shouldEndAWaitWhenInterruptedAndKeepTheInterrupt() {
        down.set(true);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> wait.await(PATIENCE, this::attempt))
                .isInstanceOfSatisfying(
                        RegistryUnavailable.class, e -> assertThat(e.kind()).isEqualTo(Kind.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
    }

    private String attempt() {
        attempts.incrementAndGet();
        if (down.get()) {
            throw new RegistryUnavailable(Kind.UNREACHABLE, "down", null);
        }
        return "answer";
    }
}
