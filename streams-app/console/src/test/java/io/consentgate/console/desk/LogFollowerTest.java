// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.topology.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reviewers must not be shown a queue that stands still as if it were complete. */
class LogFollowerTest {

    private static final TopicPartition QUARANTINE = new TopicPartition("quarantine", 0);
    private static final String CHANGELOG = Topics.consentChangelog("consent-gate");

    private final AtomicBoolean broken = new AtomicBoolean();
    private IndexStore store;
    private MockConsumer<byte[], byte[]> consumer;
    private LogFollower follower;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = IndexStore.open(folder, "a log");
        Facets facets = new Facets();
        IndexWriter writer = new IndexWriter(
                store, facets, new Tally(facets), null, Topics.prefixed(""), CHANGELOG, Duration.ofDays(1095));
        consumer = new MockConsumer<>("earliest") {
            @Override
            public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                if (broken.get()) {
                    throw new StackOverflowError();
                }
                return super.poll(timeout);
            }
        };
        consumer.updateBeginningOffsets(Map.of(QUARANTINE, 0L));
        consumer.updateEndOffsets(Map.of(QUARANTINE, 0L));
        follower = new LogFollower(consumer, writer, List.of(QUARANTINE), Optional::empty, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        follower.close();
        store.close();
    }

    @Test
    void shouldGoOnAfterAnErrorAndSaySoMeanwhile() {
        follower.start();
        await().until(() -> follower.progress().caughtUp());

        broken.set(true);
        await().until(() -> follower.progress().failing());
        assertThat(follower.progress().stopped()).isFalse();

        broken.set(false);
        await().until(() -> !follower.progress().failing());
    }

    @Test
    void shouldSayThatItHasStopped() {
        follower.start();
        await().until(() -> follower.progress().caughtUp());

        broken.set(true);
        await().until(() -> follower.progress().failing());
        follower.thread().interrupt();

        await().until(() -> follower.progress().stopped());
    }
}
