// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import io.consentgate.barrier.SimulatedCluster.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Requests that take their time to the leader, answers that take theirs back, and some that never come. */
final class SimulatedHighWatermarks implements HighWatermarks, SimulatedCluster.Actor {

    private static final long TIMEOUT_MICROS = 30_000;

    private final SimulatedCluster cluster;
    private final Mutation mutation;
    private final Map<TopicPartition, Long> highWatermarksBeforePoll;
    private final List<Request> inFlight = new ArrayList<>();
    private final List<Answer> arrived = new ArrayList<>();

    SimulatedHighWatermarks(
            SimulatedCluster cluster, Mutation mutation, Map<TopicPartition, Long> highWatermarksBeforePoll) {
        this.cluster = cluster;
        this.mutation = mutation;
        this.highWatermarksBeforePoll = highWatermarksBeforePoll;
        cluster.actors.add(this);
    }

    @Override
    public void ask(Question question, Set<TopicPartition> partitions) {
        if (cluster.oneIn(50)) {
            throw new IllegalStateException("simulated failure to send");
        }
        List<TopicPartition> inOrder = new ArrayList<>(partitions);
        inOrder.sort(Comparator.comparing(TopicPartition::toString)); // a set's order is not that of the seed
        for (TopicPartition partition : inOrder) {
            inFlight.add(new Request(question, partition, cluster.now + TIMEOUT_MICROS));
        }
    }

    @Override
    public void step() {
        for (Iterator<Request> i = inFlight.iterator(); i.hasNext(); ) {
            Request request = i.next();
            Log log = cluster.log(request.partition);
            if (request.answer == null) {
                if (log.reachable && cluster.oneIn(2)) {
                    request.answer = cluster.oneIn(40)
                            ? new Unknown(request.question, request.partition, "simulated refusal")
                            : new Known(request.question, request.partition, offset(log), 0);
                } else if (cluster.now > request.expires) {
                    request.answer = new Unknown(request.question, request.partition, "simulated timeout");
                }
            } else if (cluster.oneIn(2)) {
                i.remove();
                arrived.add(request.answer);
            }
        }
    }

    private long offset(Log log) {
        return switch (mutation) {
            case LAST_STABLE_OFFSET -> log.lastStableOffset();
            case ASK_BEFORE_POLL -> highWatermarksBeforePoll.getOrDefault(log.partition, 0L);
            case NONE,
                    NO_BARRIER,
                    TRUST_EARLIER_ANSWER,
                    FORGET_SECOND_TOPIC,
                    NO_PRECEDENCE,
                    RECORD_OFFSET,
                    NO_FRESHNESS,
                    NO_PAUSE,
                    NO_SEEK_ON_REWIND,
                    KEEP_ON_REVOCATION,
                    KEEP_ON_SEEK,
                    IGNORE_PAUSE_BY_STREAMS,
                    SHOW_POSITION,
                    SHOW_LAG -> log.highWatermark;
        };
    }

    @Override
    public List<Answer> answers(Duration wait) {
        long deadline = cluster.now + wait.toNanos() / 1_000;
        while (arrived.isEmpty() && cluster.now < deadline) {
            cluster.advance(deadline);
        }
        List<Answer> answers = List.copyOf(arrived);
        arrived.clear();
        return answers;
    }

    @Override
    public void close() {
        cluster.actors.remove(this);
    }

    private static final class Request {
        private final Question question;
        private final TopicPartition partition;
        private final long expires;
        private @Nullable Answer answer;

        Request(Question question, TopicPartition partition, long expires) {
            this.question = question;
            this.partition = partition;
            this.expires = expires;
        }
    }
}
