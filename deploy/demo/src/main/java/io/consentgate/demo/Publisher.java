// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.demo.scenario.Event;
import io.consentgate.demo.scenario.Input;
import io.consentgate.demo.scenario.Malformation;
import io.consentgate.demo.scenario.Partitioning;
import io.consentgate.demo.scenario.Scenario;
import io.consentgate.demo.scenario.Story;
import io.consentgate.events.ConsentState;
import io.consentgate.events.OfferDecision;
import io.consentgate.serde.AvroSerializer;
import io.consentgate.topology.Topics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes stories at a steady rate, each in an order that makes its verdicts certain:
 *
 * <ol>
 *   <li>Earlier consent is written and acknowledged. The story continues only after the gate has read it.
 *   <li>Racing consent is written and acknowledged by all replicas.
 *   <li>The events are published immediately after that.
 * </ol>
 *
 * <p>A started publisher must be closed.
 */
final class Publisher implements AutoCloseable {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long SETTLE_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
    private static final int SECONDS_AHEAD = 2;
    private static final int FEWEST_AHEAD = 100;

    private final String run;
    private final Topics topics;
    private final int partitions;
    private final double rate;
    private final Scenario scenario;
    private final Reconciliation books;
    private final GateProgress gate;
    private final AvroSerializer serializer = new AvroSerializer();
    private final Producer<byte[], byte[]> producer;
    private final Thread thread;
    private final AtomicLong consents = new AtomicLong();
    private final AtomicLong races = new AtomicLong();

    private final List<Story> preparing = new ArrayList<>();
    private final Map<TopicPartition, Long> preparingUpTo = new HashMap<>();
    private final Deque<Settling> settling = new ArrayDeque<>();
    private final Deque<Story> ready = new ArrayDeque<>();
    private long publications;
    private int eventsAhead;
    private volatile boolean stopping;
    private volatile @Nullable RuntimeException failure;

    /** Stories whose earlier consent is written, with the offsets that the gate must reach before they continue. */
    private static final class Settling {
        private final List<Story> stories;
        private Map<TopicPartition, Long> offsets;
        private boolean written = true;

        Settling(List<Story> stories, Map<TopicPartition, Long> offsets) {
            this.stories = stories;
            this.offsets = offsets;
        }
    }

    private Publisher(
            String run, Cluster cluster, double rate, Scenario scenario, Reconciliation books, GateProgress gate) {
        this.run = run;
        this.topics = cluster.topics();
        this.partitions = cluster.partitions();
        this.rate = rate;
        this.scenario = scenario;
        this.books = books;
        this.gate = gate;
        serializer.configure(Map.of("schema.registry.url", cluster.registryUrl()), false);
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        cluster.bootstrapServers(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.thread = new Thread(this::run, "demo-publisher");
    }

    /**
     * Starts to publish.
     *
     * @param run prefix of the publications' ids
     * @param rate events per second; consent records are additional
     */
    static Publisher start(
            String run, Cluster cluster, double rate, Scenario scenario, Reconciliation books, GateProgress gate) {
        Publisher publisher = new Publisher(run, cluster, rate, scenario, books, gate);
        publisher.thread.start();
        return publisher;
    }

    /** Number of valid consent records written. */
    long consents() {
        return consents.get();
    }

    /** Number of stories whose last consent record was acknowledged only just before their event. */
    long races() {
        return races.get();
    }

    /** The failure that ended the publishing early; null if there is none. */
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    /** Stops; every record sent before is acknowledged and entered. */
    void stop() {
        stopping = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        producer.close();
        serializer.close();
    }

    private void run() {
        try {
            long last = System.nanoTime();
            long checked = last;
            double due = 0;
            while (!stopping && failure == null) {
                prepareAhead();
                long now = System.nanoTime();
                if (now - checked >= SETTLE_CHECK_NANOS) {
                    closeBatch();
                    checkSettled();
                    checked = now;
                }
                // Limits the backlog of a slow gate, so that it is not published in one burst.
                due = Math.min(Math.max(1, rate), due + (now - last) / 1e9 * rate);
                last = now;
                due -= publish(due);
                LockSupport.parkNanos(TICK_NANOS);
            }
            producer.flush();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void prepareAhead() {
        double wanted = Math.max(FEWEST_AHEAD, rate * SECONDS_AHEAD);
        while (eventsAhead < wanted) {
            Story story = scenario.next();
            eventsAhead += story.events().size();
            if (story.saidBefore().isEmpty()) {
                ready.add(story);
            } else {
                story.saidBefore().forEach(said -> say(story, said, this::preparedUpTo));
                preparing.add(story);
            }
        }
    }

    private void preparedUpTo(RecordMetadata written) {
        synchronized (preparingUpTo) {
            preparingUpTo.merge(
                    new TopicPartition(written.topic(), written.partition()), written.offset() + 1, Math::max);
        }
    }

    private void closeBatch() {
        if (!preparing.isEmpty()) {
            producer.flush();
            synchronized (preparingUpTo) {
                settling.add(new Settling(List.copyOf(preparing), Map.copyOf(preparingUpTo)));
                preparingUpTo.clear();
            }
            preparing.clear();
        }
    }

    /**
     * Reading from the input topic is not enough: a misplaced record is then on the rerouting topic. The transaction
     * that committed the first offset also wrote it there, so it lies before the current end.
     */
    private void checkSettled() {
        while (!settling.isEmpty()) {
            Settling oldest = settling.getFirst();
            if (!gate.isPast(oldest.offsets)) {
                return;
            }
            if (oldest.written) {
                oldest.written = false;
                oldest.offsets = gate.endOf(Set.of(topics.consentStateRerouted()));
            } else {
                ready.addAll(oldest.stories);
                settling.removeFirst();
            }
        }
    }

    /** Publishes all events that are due and ready, and returns their number. */
    private int publish(double due) {
        List<Story> now = new ArrayList<>();
        int events = 0;
        while (events + 1 <= due && !ready.isEmpty()) {
            Story story = ready.remove();
            events += story.events().size();
            eventsAhead -= story.events().size();
            now.add(story);
        }
        for (Story story : now) {
            Story.Said justNow = story.saidJustNow();
            if (justNow != null) {
                say(story, justNow, written -> races.incrementAndGet());
            }
        }
        if (!now.isEmpty()) {
            // Waits for all acknowledgements; only then may an event follow.
            producer.flush();
        }
        now.forEach(this::publish);
        return events;
    }

    private void say(Story story, Story.Said said, Consumer<RecordMetadata> acknowledged) {
        ConsentState state = said.state();
        byte[] value = state == null ? null : encode(topics.consentState(), state);
        consents.incrementAndGet();
        send(record(topics.consentState(), story.subjectId(), story.consentPartitioning(), value), acknowledged);
    }

    private void publish(Story story) {
        for (Event event : story.events()) {
            byte[] encoded = encode(homeOf(event.value()), event.value());
            Malformation malformation = event.malformation();
            byte[] value = malformation == null ? encoded : malformation.applyTo(encoded);
            Publication publication =
                    new Publication(run + publications++, story.system(), event.expectation(), Digest.of(value));
            ProducerRecord<byte[], byte[]> record =
                    record(topic(event.input()), story.subjectId(), story.eventPartitioning(), value);
            record.headers().add(Publication.ID_HEADER, publication.id().getBytes(UTF_8));
            send(
                    record,
                    written -> books.published(
                            new Position(written.topic(), written.partition(), written.offset()), publication));
        }
    }

    private ProducerRecord<byte[], byte[]> record(
            String topic, String subjectId, Partitioning partitioning, byte @Nullable [] value) {
        return new ProducerRecord<>(
                topic, partitioning.partitionFor(subjectId, partitions), partitioning.keyFor(subjectId), value);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback receives success or failure
    private void send(ProducerRecord<byte[], byte[]> record, Consumer<RecordMetadata> acknowledged) {
        producer.send(record, (written, refused) -> {
            if (refused == null) {
                acknowledged.accept(written);
            } else {
                failure = new KafkaException("the broker did not take a record for " + record.topic(), refused);
            }
        });
    }

    private byte[] encode(String topic, SpecificRecord value) {
        return Objects.requireNonNull(serializer.serialize(topic, value));
    }

    /** The topic of a type, under which its schema is registered wherever it is published. */
    private String homeOf(SpecificRecord value) {
        if (value instanceof ConsentState) {
            return topics.consentState();
        }
        return value instanceof OfferDecision ? topics.offerDecisions() : topics.outboundMessages();
    }

    private String topic(Input input) {
        return switch (input) {
            case OUTBOUND_MESSAGES -> topics.outboundMessages();
            case OFFER_DECISIONS -> topics.offerDecisions();
            case CONSENT_STATE -> topics.consentState();
        };
    }
}
