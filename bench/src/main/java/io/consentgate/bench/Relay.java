// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Lets contenders drain the backlog side by side in one JVM, but one at a time: each has a turn of some seconds, while
 * the others' threads are held in their polls. What makes the machine slow for a while makes all of them slow.
 *
 * <p>Of a turn its beginning does not count, in which the contender works off what its consumer fetched while it was held.
 * An event counts as done when the consumer has given it to its caller, which is the barrier where there is one. That all
 * came out in the end is counted, as in every {@link Drain}. For contenders of one stream thread.
 */
final class Relay {

    /** So long a contender runs at the beginning of a turn before the clock starts. */
    private static final Duration SETTLING = Duration.ofMillis(300);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Drain drain;
    private final Stack stack;
    private final Backlog backlog;
    private final double warmUp;
    private final Duration turn;

    /**
     * @param warmUp share of the events that each drains before the first turn, from 0 to 1
     * @param turn how long the clock runs in each turn
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
     * @param contenders in the order in which they are prepared and take their first turn
     * @return what each did in its turns taken together
     * @throws IllegalStateException when a contender failed, stood still or did not deliver every event, or when the
     *     backlog ended within a turn
     */
    List<Measurement> run(ContenderJvm jvm, int round, List<Contender> contenders) throws IOException {
        List<Runner> runners = new ArrayList<>();
        for (Contender contender : contenders) {
            runners.add(new Runner(jvm, drain.prepare(jvm, contender)));
        }
        runners.forEach(Runner::warmUp);
        List<Runner> order = new ArrayList<>(runners);
        do {
            // There and back, so that nobody runs behind itself more often, or later on the whole.
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

    /** One contender on its way through the backlog. */
    private final class Runner {
        private final ContenderJvm jvm;
        private final Application application;
        /** Records that it had been given before: those of consent. */
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

        /** With room to spare, since no turn is like another. */
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

        /** It is still its turn while it waits for something that its next events need. */
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

        /** @throws IllegalStateException when it was given events twice, which would have counted as work */
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
