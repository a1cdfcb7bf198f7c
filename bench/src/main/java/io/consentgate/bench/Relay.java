// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Lets contenders drain the backlog in one JVM, one at a time. Each has turns of some seconds, while the others'
 * threads are held in their polls. A slowdown of the machine then affects all of them.
 *
 * <p>The beginning of a turn does not count: the contender then processes records that its consumer fetched while held.
 * An event counts as done when the consumer, which is the barrier if there is one, has returned it. As in every {@link
 * Drain}, the complete output is checked in the end. For contenders with one stream thread.
 */
final class Relay {

    /** Uncounted beginning of each turn. */
    private static final Duration SETTLING = Duration.ofMillis(300);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Drain drain;
    private final Stack stack;
    private final Backlog backlog;
    private final double warmUp;
    private final Duration turn;

    /**
     * @param warmUp share of the events that each drains before the first turn, from 0 to 1
     * @param turn measured time of each turn
     */
    Relay(Drain drain, Stack stack, Backlog backlog, double warmUp, Duration turn) {
        this.drain = drain;
        this.stack = stack;
        this.backlog = backlog;
        this.warmUp = warmUp;
        this.turn = turn;
    }

    /**
     * Lets contenders drain the backlog from its beginning.
     *
     * @param jvm in which nothing runs, before and after
     * @param contenders in the order of their preparation and first turn
     * @return the sum of each contender's turns
     * @throws IllegalStateException when a contender failed, made no progress or did not deliver every event, or when
     *     the backlog ended within a turn
     */
    List<Measurement> run(ContenderJvm jvm, int round, List<Contender> contenders) throws IOException {
        List<Runner> runners = new ArrayList<>();
        for (Contender contender : contenders) {
            runners.add(new Runner(jvm, drain.prepare(jvm, contender)));
        }
        runners.forEach(Runner::warmUp);
        List<Runner> order = new ArrayList<>(runners);
        do {
            // There and back, so that no contender runs later on average, or more often directly after itself.
            order.forEach(Runner::takeTurn);
            Collections.reverse(order);
            order.forEach(Runner::takeTurn);
            Collections.reverse(order);
        } while (runners.stream().allMatch(Runner::hasEnoughForTwoTurns));
        List<Measurement> measured =
                runners.stream().map(runner -> runner.measurement(round)).toList();
        runners.forEach(Runner::arrive);
        List<Application> drained =
                runners.stream().map(runner -> runner.application).toList();
        drained.forEach(jvm::stop);
        drain.finish(drained);
        return measured;
    }

    /** One contender's way through the backlog. */
    private final class Runner {
        private final ContenderJvm jvm;
        private final Application application;
        /** Records received before the events: those of consent. */
        private final long before;

        private Reading counted = Reading.NOTHING;
        private long longestTurn;

        Runner(ContenderJvm jvm, Application application) {
            this.jvm = jvm;
            this.application = application;
            this.before = jvm.passed(application);
        }

        private long done() {
            return jvm.passed(application) - before;
        }

        void warmUp() {
            jvm.start(application);
            drain.awaitDone(jvm, application, (long) (backlog.events() * warmUp));
            hold();
        }

        /** With a margin, since turns differ. */
        boolean hasEnoughForTwoTurns() {
            return backlog.events() - done() > 3 * longestTurn;
        }

        void takeTurn() {
            long doneBefore = done();
            jvm.let(application);
            Launcher.pause(SETTLING);
            Reading first = Reading.now(done(), application, jvm, stack);
            Launcher.pause(turn);
            Reading last = Reading.now(done(), application, jvm, stack);
            hold();
            counted = counted.and(last.since(first));
            longestTurn = Math.max(longestTurn, done() - doneBefore);
        }

        /** The turn continues while the contender waits for something that its next events need. */
        private void hold() {
            long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            while (!jvm.hold(application)) {
                jvm.requireAlive();
                if (done() >= backlog.events()) {
                    throw new IllegalStateException(
                            application.id() + " reached the end of the backlog within a turn: raise --messages");
                }
                if (System.nanoTime() > giveUpAt) {
                    throw new IllegalStateException(application.id() + " stood still for " + PATIENCE);
                }
            }
        }

        Measurement measurement(int round) {
            return counted.measurement(round, application.contender());
        }

        /** @throws IllegalStateException when events were received twice, which would have counted as work */
        void arrive() {
            jvm.let(application);
            drain.awaitDone(jvm, application, backlog.events());
            if (done() != backlog.events()) {
                throw new IllegalStateException(
                        application.id() + " was given " + done() + " events, of " + backlog.events());
            }
        }
    }
}
