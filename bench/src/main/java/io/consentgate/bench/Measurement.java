// SPDX-License-Identifier: Apache-2.0
package io.consentgate.bench;

/**
 * One drain of the backlog by one contender, after its warm-up.
 *
 * @param recordsPerSecond events whose offsets were committed, per second of wall clock
 * @param cpuSecondsPerMillion processor time of the contender's JVM per million events
 * @param brokerCpuSecondsPerMillion processor time of the broker's JVM per million events
 */
record Measurement(
        Contender contender, double recordsPerSecond, double cpuSecondsPerMillion, double brokerCpuSecondsPerMillion) {}
