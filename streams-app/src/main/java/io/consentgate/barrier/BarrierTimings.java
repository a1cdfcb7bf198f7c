// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.time.Duration;

/**
 * How patient the barrier is. None of these can make it let an event through early.
 *
 * @param lookup after this long an unanswered question for high watermarks is given up and asked again
 * @param retry pause before asking again after a refusal
 * @param hold events that have waited this long are given back and fetched again when consent has caught up, so that
 *     long waits cost no memory; such waits are also reported
 */
public record BarrierTimings(Duration lookup, Duration retry, Duration hold) {

    /** Sensible for a cluster whose healthy answers come within milliseconds. */
    public static final BarrierTimings DEFAULT =
            new BarrierTimings(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(1));
}
