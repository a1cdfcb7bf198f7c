// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.topology.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Withdraws a consent, waits until Kafka has said that this is safe, and sends all the same: what no gate may clear.
 * Writes to the topics of several gates alike. One for each thread.
 */
final class RacingPublisher implements AutoCloseable {

    /** How a publisher knows that its withdrawal is safe. */
    enum Promise {
        ACKS_ALL,
        COMMITTED_TRANSACTION
    }

    private final RaceCluster cluster;
    private final List<Topics> gates;
    private final Promise promise;
    private final Duration consentClock;
    private final KafkaProducer<byte[], byte[]> consents;
    private final KafkaProducer<byte[], byte[]> sends;

    /**
     * @param prefixes of the gates' topics
     * @param name of this publisher, unlike any other's
     * @param consentClock how far the clock of its consent platform is ahead of that of its sending platform
     */
    RacingPublisher(RaceCluster cluster, List<String> prefixes, String name, Promise promise, Duration consentClock) {
        this.cluster = cluster;
        this.gates = prefixes.stream().map(Topics::prefixed).toList();
        this.promise = promise;
        this.consentClock = consentClock;
        this.consents = producer(
                promise == Promise.COMMITTED_TRANSACTION
                        ? Map.of("acks", "all", "transactional.id", name)
                        : Map.of("acks", "all"));
        this.sends = producer(Map.of("acks", "1", "enable.idempotence", "false"));
        if (promise == Promise.COMMITTED_TRANSACTION) {
            consents.initTransactions();
        }
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, String> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.put("bootstrap.servers", cluster.kafka().bootstrapServers());
        options.put("linger.ms", 0);
        // Every publisher of a test starts with 32 MiB otherwise, and sends one record at a time.
        options.put("buffer.memory", 4 * 1024 * 1024);
        return new KafkaProducer<>(options, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Publishes grants and returns when they are safe. */
    void grant(Collection<String> subjects) {
        publishConsents(subjects, cluster::granted);
    }

    /** Publishes withdrawals and returns when they are safe. */
    void withdraw(Collection<String> subjects) {
        publishConsents(subjects, cluster::withdrawn);
    }

    /** Publishes a message to each and returns when they are acknowledged. */
    void send(Collection<String> subjects) {
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
        for (String subject : subjects) {
            byte[] message = cluster.send(subject);
            long now = System.currentTimeMillis();
            for (Topics gate : gates) {
                acknowledgements.add(sends.send(
                        new ProducerRecord<>(gate.outboundMessages(), null, now, subject.getBytes(UTF_8), message)));
            }
        }
        await(acknowledgements);
    }

    void withdrawThenSend(String subject) {
        withdraw(List.of(subject));
        send(List.of(subject));
    }

    private void publishConsents(Collection<String> subjects, Function<String, byte[]> record) {
        if (promise == Promise.COMMITTED_TRANSACTION) {
            consents.beginTransaction();
        }
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
        for (String subject : subjects) {
            byte[] value = record.apply(subject);
            long now = System.currentTimeMillis() + consentClock.toMillis();
            for (Topics gate : gates) {
                acknowledgements.add(consents.send(
                        new ProducerRecord<>(gate.consentState(), null, now, subject.getBytes(UTF_8), value)));
            }
        }
        await(acknowledgements);
        if (promise == Promise.COMMITTED_TRANSACTION) {
            consents.commitTransaction();
        }
    }

    private static void await(List<Future<RecordMetadata>> acknowledgements) {
        try {
            for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while publishing", e);
        } catch (ExecutionException e) {
            throw new AssertionError("a broker refused a record", e.getCause());
        }
    }

    @Override
    public void close() {
        consents.close();
        sends.close();
    }
}
