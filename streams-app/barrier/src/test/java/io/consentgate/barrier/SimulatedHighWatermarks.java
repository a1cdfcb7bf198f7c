// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import io.consentgate.barrier.SimulatedCluster.Deposed;
import io.consentgate.barrier.SimulatedCluster.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Requests that take their time to the leader, answers that take theirs back, and some that never come. */
final class SimulatedHighWatermarks implements HighWatermarks, SimulatedCluster.Actor {

    private static final long TIMEOUT_MICROS = 30_000;

    private final SimulatedCluster cluster;
    private final Mutation mutation;
    private final SimulatedConsumer client;
    private final List<Request> inFlight = new ArrayList<>();
    private final List<Request> misleading = new ArrayList<>();
    private final List<Answer> arrived = new ArrayList<>();

    SimulatedHighWatermarks(SimulatedCluster cluster, Mutation mutation, SimulatedConsumer client) {
        this.cluster = cluster;
        this.mutation = mutation;
        this.client = client;
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
            inFlight.add(new Request(question, partition, cluster.now + TIMEOUT_MICROS, cluster.oneIn(3) ? 30 : 2));
        }
    }

    @Override
    public void step() {
        for (Iterator<Request> i = inFlight.iterator(); i.hasNext(); ) {
            Request request = i.next();
            if (request.answer == null) {
                serve(request, cluster.log(request.partition));
            } else if (cluster.oneIn(request.pace)) {
                i.remove();
                if (request.misleads) {
                    misleading.add(request);
                } else {
                    arrived.add(request.answer);
                }
            }
        }
    }

    private void serve(Request request, Log log) {
        Deposed deposed = log.deposed;
        if (deposed != null && cluster.oneIn(3)) {
            request.answer = deposed.ready()
                    ? known(request, deposed.highWatermark(), deposed.epoch())
                    : unknown(request, "simulated: not ready");
            request.misleads = deposed.ready() && deposed.highWatermark() < log.committedEnd;
        } else if (log.answers && cluster.oneIn(2)) {
            boolean refuses = cluster.oneIn(40) || (!log.isReady() && mutation != Mutation.ELECTED_BUT_NOT_READY);
            request.answer = refuses ? unknown(request, "simulated refusal") : known(request, offset(log), log.epoch);
        } else if (cluster.now > request.expires) {
            request.answer = unknown(request, "simulated timeout");
        }
    }

    private static Answer known(Request request, long offset, int epoch) {
        return new Known(request.question, request.partition, offset, epoch);
    }

    private static Answer unknown(Request request, String problem) {
        return new Unknown(request.question, request.partition, problem);
    }

    private long offset(Log log) {
        if (mutation == Mutation.LAST_STABLE_OFFSET) {
            return log.lastStableOffset();
        }
        return mutation == Mutation.ASK_BEFORE_POLL
                ? client.highWatermarksBeforePoll.getOrDefault(log.partition, 0L)
                : log.highWatermark;
    }

    @Override
    public List<Answer> answers(Duration wait) {
        long deadline = cluster.now + wait.toNanos() / 1_000;
        while (arrived.isEmpty() && cluster.now < deadline) {
            cluster.advance(deadline);
        }
        deliverMisleading();
        List<Answer> answers = List.copyOf(arrived);
        arrived.clear();
        for (Answer answer : answers) {
            if (answer instanceof Known known) {
                client.heardOf.merge(known.partition(), known.leaderEpoch(), Math::max);
            }
        }
        return answers;
    }

    /**
     * An old answer of a deposed leader reaches a client that has been told of its successor, or is told in the same
     * breath: 001 assumes no more.
     */
    private void deliverMisleading() {
        for (Iterator<Request> i = misleading.iterator(); i.hasNext(); ) {
            Request request = i.next();
            if (request.answer instanceof Known known) {
                boolean told = client.heardOf(request.partition) > known.leaderEpoch()
                        || arrived.stream()
                                .anyMatch(other -> other instanceof Known later
                                        && later.partition().equals(known.partition())
                                        && later.leaderEpoch() > known.leaderEpoch());
                if (told) {
                    i.remove();
                    Answer answer = mutation == Mutation.IGNORE_EPOCHS
                            ? known(request, known.offset(), cluster.log(request.partition).epoch)
                            : known;
                    arrived.add(cluster.random.nextInt(arrived.size() + 1), answer);
                } else if (cluster.now > request.expires) {
                    i.remove();
                    arrived.add(unknown(request, "simulated timeout"));
                }
            }
        }
    }

    @Override
    public void close() {
        cluster.actors.remove(this);
    }

    private static final class Request {
        private final Question question;
        private final TopicPartition partition;
        private final long expires;
        private final int pace;
        private @Nullable Answer answer;

        /** From a deposed leader, whose successor has acknowledged more. */
        private boolean misleads;

        Request(Question question, TopicPartition partition, long expires, int pace) {
            this.question = question;
            this.partition = partition;
            this.expires = expires;
            this.pace = pace;
        }
    }
}
