// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets contenders drain the backlog leg by leg, each in its own JVM. Only one runs at a time: while it processes its
 * next few hundred thousand events, the others' processes are suspended. A slowdown of the machine for some seconds
 * then affects all of them, and all do the same work.
 *
 * <p>A contender's wall-clock time counts while its process is not suspended. Its processor time is all that its
 * process used, and its events are those whose offsets it committed. An event begun in one leg is committed in the
 * next. A gate's own clocks go on during suspension. On resuming, it asks for the end of consent again, as it does each
 * second anyway. The outputs of all contenders stay on the broker until the round ends.
 */
final class Legs {

    private final Launcher launcher;
    private final Stack stack;
    private final Drain drain;
    private final Backlog backlog;
    private final double warmUp;
    private final long length;

    /**
     * @param warmUp share of the events that each drains, leg by leg, before the clock starts; from 0 to below 1
     * @param length events per leg. The legs of all others together must take less than a minute: then the broker would
     *     abort a suspended contender's transaction
     */
    Legs(Launcher launcher, Drain drain, Backlog backlog, double warmUp, long length) {
        this.launcher = launcher;
        this.stack = launcher.stack();
        this.drain = drain;
        this.backlog = backlog;
        this.warmUp = warmUp;
        this.length = length;
    }

    /**
     * Lets contenders drain the backlog from its beginning.
     *
     * @param contenders in the order of their legs
     * @return each contender's results after its warm-up
     * @throws IllegalStateException when a contender failed, made no progress or did not deliver every event
     */
    List<Measurement> run(int round, List<Contender> contenders) throws IOException {
        List<ContenderJvm> jvms = new ArrayList<>();
        List<Runner> runners = new ArrayList<>();
        try {
            for (Contender contender : contenders) {
                ContenderJvm jvm = launcher.startJvm(contender, contender.applicationId() + "-" + round);
                jvms.add(jvm);
                runners.add(new Runner(contender, jvm, drain.prepare(jvm, contender)));
            }
            for (long goal = 0; goal < backlog.events(); ) {
                goal = Math.min(backlog.events(), goal + lengthAfter(goal));
                for (Runner runner : runners) {
                    runner.run(goal);
                }
            }
            runners.forEach(Runner::stop);
            drain.finish(runners.stream().map(runner -> runner.application).toList());
            return runners.stream().map(runner -> runner.measurement(round)).toList();
        } finally {
            jvms.forEach(ContenderJvm::close);
        }
    }

    /** The first legs are short, since a newly started JVM takes many times as long for them. */
    private long lengthAfter(long done) {
        return Math.min(length, Math.max(length / 20 + 1, done / 2));
    }

    /** One contender's way through the backlog. */
    private final class Runner {
        private final Contender contender;
        private final ContenderJvm jvm;
        private final Application application;
        private Reading soFar;
        /** Taken at the end of the first leg that ends after the warm-up. */
        private Reading warm;

        /** @param application has filled its table and does not run; filling does not count */
        Runner(Contender contender, ContenderJvm jvm, Application application) {
            this.contender = contender;
            this.jvm = jvm;
            this.application = application;
            this.soFar = new Reading(0, Duration.ZERO, jvm.cpuTime(), Duration.ZERO, Duration.ZERO);
            this.warm = soFar;
        }

        void run(long goal) {
            jvm.resume();
            Duration brokerBefore = stack.cpuTime();
            long before = System.nanoTime();
            if (soFar.events() == 0) {
                jvm.start(application);
            }
            long events = drain.awaitDone(jvm, application, goal);
            Duration threadCpu = jvm.streamThreadsCpuTime(application);
            jvm.suspend();
            long after = System.nanoTime();
            soFar = new Reading(
                    events,
                    soFar.time().plusNanos(after - before),
                    jvm.cpuTime(),
                    threadCpu,
                    soFar.brokerCpu().plus(stack.cpuTime().minus(brokerBefore)));
            if (warm.events() < backlog.events() * warmUp) {
                warm = soFar;
            }
        }

        void stop() {
            jvm.resume();
            jvm.stop(application);
        }

        Measurement measurement(int round) {
            return soFar.since(warm).measurement(round, contender);
        }
    }
}
