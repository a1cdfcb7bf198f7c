// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

/**
 * One drain of the backlog by one contender, after its warm-up.
 *
 * @param round from 1; the contenders of a round ran one after another
 * @param recordsPerSecond events whose offsets were committed, per second of wall clock
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
        double brokerCpuSecondsPerMillion) {}
