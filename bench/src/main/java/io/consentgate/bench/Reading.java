// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.time.Duration;

/**
 * Values of clocks and counters for an application at one moment, or the difference of two moments.
 *
 * @param events done so far
 * @param time of a clock whose differences alone have meaning
 * @param cpu processor time of its JVM so far
 * @param threadCpu processor time of its stream threads so far
 * @param brokerCpu processor time of the broker's JVM so far
 */
record Reading(long events, Duration time, Duration cpu, Duration threadCpu, Duration brokerCpu) {

    static final Reading NOTHING = new Reading(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    static Reading now(long events, Application application, ContenderJvm jvm, Stack stack) {
        return new Reading(
                events,
                Duration.ofNanos(System.nanoTime()),
                jvm.cpuTime(),
                jvm.streamThreadsCpuTime(application),
                stack.cpuTime());
    }

    Reading since(Reading before) {
        return new Reading(
                events - before.events,
                time.minus(before.time),
                cpu.minus(before.cpu),
                threadCpu.minus(before.threadCpu),
                brokerCpu.minus(before.brokerCpu));
    }

    Reading and(Reading more) {
        return new Reading(
                events + more.events,
                time.plus(more.time),
                cpu.plus(more.cpu),
                threadCpu.plus(more.threadCpu),
                brokerCpu.plus(more.brokerCpu));
    }

    /** The results of a contender, from a difference. */
    Measurement measurement(int round, Contender contender) {
        double millions = events / 1e6;
        return new Measurement(
                round,
                contender,
                events / seconds(time),
                seconds(cpu) / millions,
                seconds(threadCpu) / millions,
                seconds(brokerCpu) / millions);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
