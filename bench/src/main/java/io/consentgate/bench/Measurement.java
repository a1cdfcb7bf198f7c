// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

import java.util.Locale;

/**
 * One contender's results in one round, after its warm-up.
 *
 * @param round from 1; the contenders of a round ran side by side or one after another
 * @param recordsPerSecond events done per second of wall clock
 * @param cpuSecondsPerMillion processor time of the contender's JVM per million events
 * @param threadCpuSecondsPerMillion processor time of the contender's stream threads alone, per million events
 * @param brokerCpuSecondsPerMillion processor time of the broker's JVM per million events
 */
record Measurement(
        int round,
        Contender contender,
        double recordsPerSecond,
        double cpuSecondsPerMillion,
        double threadCpuSecondsPerMillion,
        double brokerCpuSecondsPerMillion) {

    /** For people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "round %2d  %-16s  %,8.0f events/s  %6.2f CPU s per million, stream threads %6.2f",
                round,
                contender.label(),
                recordsPerSecond,
                cpuSecondsPerMillion,
                threadCpuSecondsPerMillion);
    }
}
