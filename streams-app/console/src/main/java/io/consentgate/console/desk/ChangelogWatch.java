// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up the changelog periodically. The gate creates it at its first start, and an operator who resets the gate
 * deletes it. Used by one thread.
 */
final class ChangelogWatch implements Supplier<Optional<Changelog>>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangelogWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Admin admin;
    private final String topic;
    private Optional<Changelog> found;
    private @Nullable KafkaFuture<TopicDescription> asked;
    private long askAt;

    /**
     * Looks it up once, and waits for the answer.
     *
     * @param admin closed with this
     * @throws KafkaException if the brokers do not answer, or refuse the request
     */
    ChangelogWatch(Admin admin, String topic) {
        this.admin = admin;
        this.topic = topic;
        this.found = Optional.empty();
        try {
            this.found = answer(ask());
        } catch (ExecutionException e) {
            throw new KafkaException("cannot ask the brokers for " + topic, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the brokers", e);
        }
        if (found.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .log(
                            "There is no changelog of a gate yet: the console cannot foresee what a verdict would do until a gate"
                                    + " with this application-id has started");
        }
        this.askAt = System.nanoTime() + PAUSE.toNanos();
    }

    /** The changelog in the brokers' last answer; empty if there is none. Does not wait. */
    @Override
    public Optional<Changelog> get() {
        if (asked == null && System.nanoTime() - askAt >= 0) {
            asked = ask();
        }
        if (asked != null && asked.isDone()) {
            try {
                Optional<Changelog> now = answer(asked);
                if (!now.equals(found)) {
                    LOG.atInfo()
                            .addKeyValue("topic", topic)
                            .log(now.isEmpty() ? "The changelog is gone" : "There is a changelog; reading it");
                }
                found = now;
            } catch (ExecutionException e) {
                LOG.atDebug().setCause(e.getCause()).log("The brokers did not say whether there is a changelog");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            asked = null;
            askAt = System.nanoTime() + PAUSE.toNanos();
        }
        return found;
    }

    private KafkaFuture<TopicDescription> ask() {
        return Objects.requireNonNull(
                admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
    }

    private static Optional<Changelog> answer(KafkaFuture<TopicDescription> answer)
            throws ExecutionException, InterruptedException {
        try {
            TopicDescription described = answer.get();
            return Optional.of(new Changelog(
                    described.topicId().toString(),
                    described.partitions().stream()
                            .map(partition -> new TopicPartition(described.name(), partition.partition()))
                            .toList()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
