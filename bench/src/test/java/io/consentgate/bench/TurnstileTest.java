// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TurnstileTest {

    private static final ConsumerRecords<byte[], byte[]> ONE = new ConsumerRecords<>(
            Map.of(
                    new TopicPartition("outbound-messages", 0),
                    List.of(new ConsumerRecord<>("outbound-messages", 0, 0, new byte[0], new byte[0]))),
            Map.of());

    @Test
    void shouldCountWhatPasses() {
        Turnstile turnstile = of("counted");

        assertThat(turnstile.onConsume(ONE)).isSameAs(ONE);
        turnstile.onConsume(ONE);

        assertThat(Turnstile.passed("counted")).isEqualTo(2);
        assertThat(Turnstile.passed("another")).isZero();
    }

    @Test
    void shouldHoldWhoComesUntilItLetsThemGo() throws Exception {
        Turnstile turnstile = of("held");
        CompletableFuture<Boolean> hold = CompletableFuture.supplyAsync(() -> hold("held"));
        CompletableFuture<ConsumerRecords<byte[], byte[]>> poll = CompletableFuture.supplyAsync(() -> {
            // Before it is held it may pass, any number of times.
            while (!hold.isDone()) {
                turnstile.onConsume(ONE);
            }
            return turnstile.onConsume(ONE);
        });

        assertThat(hold.get(30, TimeUnit.SECONDS)).isTrue();
        long before = Turnstile.passed("held");
        assertThat(hold("held")).isTrue();
        assertThat(poll).isNotDone();
        assertThat(Turnstile.passed("held")).isEqualTo(before);

        Turnstile.let("held");

        assertThat(poll.get(30, TimeUnit.SECONDS)).isSameAs(ONE);
        assertThat(Turnstile.passed("held")).isEqualTo(before + 2);
    }

    @Test
    void shouldSayThatNobodyCame() {
        assertThat(hold("nobody")).isFalse();
    }

    @Test
    void shouldTellWhatWasDoneBetweenTwoReadings() {
        Reading first = reading(1_000_000, 10);
        Reading second = reading(1_500_000, 14);

        Measurement measured = second.since(first).and(second.since(first)).measurement(3, Contender.GATE);

        assertThat(measured).isEqualTo(new Measurement(3, Contender.GATE, 125_000, 8, 8, 8));
    }

    private static Reading reading(long events, int seconds) {
        Duration all = Duration.ofSeconds(seconds);
        return new Reading(events, all, all, all, all);
    }

    private static Turnstile of(String applicationId) {
        Turnstile turnstile = new Turnstile();
        turnstile.configure(Map.of("group.id", applicationId));
        return turnstile;
    }

    private static boolean hold(String applicationId) {
        try {
            return Turnstile.hold(applicationId);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
