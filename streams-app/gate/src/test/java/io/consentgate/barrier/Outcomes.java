// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consentgate.topology.GateHeaders;
import io.consentgate.topology.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a gate has committed to its outputs, by subject; each subject was sent one message. */
final class Outcomes implements AutoCloseable {

    private static final String CLEARED = "cleared";
    private static final String WITHDRAWN = "MSG-CONSENT-WITHDRAWN";

    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, List<String>> bySubject = new HashMap<>();

    Outcomes(RaceCluster cluster, String prefix) {
        this.topics = Topics.prefixed(prefix);
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.kafka().bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> outputs = Stream.of(topics.clearedMessages(), topics.quarantine(), topics.deadLetters())
                .map(topic -> new TopicPartition(topic, 0))
                .toList();
        consumer.assign(outputs);
        consumer.seekToBeginning(outputs);
    }

    /** Takes in what has been committed since. */
    void update() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            bySubject
                    .computeIfAbsent(new String(record.key(), UTF_8), first -> new ArrayList<>())
                    .add(outcome(record));
        }
    }

    private String outcome(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.quarantine())) {
            Header rules = record.headers().lastHeader(GateHeaders.RULES);
            return rules == null ? "" : new String(rules.value(), UTF_8);
        }
        return record.topic().equals(topics.clearedMessages()) ? CLEARED : record.topic();
    }

    /** Waits until every one of these has an outcome. */
    void awaitAll(Collection<String> subjects) {
        await("an outcome for each of " + subjects.size() + " sends")
                .atMost(RaceCluster.PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(() -> {
                    update();
                    return bySubject.keySet().containsAll(subjects);
                });
    }

    boolean hasAny(Collection<String> subjects) {
        return subjects.stream().anyMatch(bySubject::containsKey);
    }

    /** How many of these have been cleared at least once. */
    long cleared(Collection<String> subjects) {
        return count(subjects, CLEARED);
    }

    /** How many of these have been quarantined at least once because consent was withdrawn, and for nothing else. */
    long quarantinedForTheirWithdrawal(Collection<String> subjects) {
        return count(subjects, WITHDRAWN);
    }

    private long count(Collection<String> subjects, String outcome) {
        return subjects.stream()
                .filter(subject -> bySubject.getOrDefault(subject, List.of()).contains(outcome))
                .count();
    }

    /** Not lost, not doubled, not cleared, and not held back for another reason than the withdrawal. */
    void assertAllQuarantinedForTheirWithdrawal(Collection<String> subjects) {
        assertOutcome(subjects, WITHDRAWN);
    }

    void assertAllCleared(Collection<String> subjects) {
        assertOutcome(subjects, CLEARED);
    }

    private void assertOutcome(Collection<String> subjects, String outcome) {
        Map<List<String>, Long> others = new HashMap<>();
        for (String subject : subjects) {
            others.merge(bySubject.getOrDefault(subject, List.of()), 1L, Long::sum);
        }
        assertThat(others.keySet())
                .as("outcomes of %d sends, each once, with their counts: %s", subjects.size(), others)
                .isEqualTo(Set.of(List.of(outcome)));
    }

    /** Not lost and not doubled, whatever was decided. */
    void assertEachOnce(Collection<String> subjects) {
        assertThat(subjects)
                .allSatisfy(subject ->
                        assertThat(bySubject.getOrDefault(subject, List.of())).hasSize(1));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
