// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.time.Duration;

/**
 * How patient the barrier is.
 *
 * @param lookup after this long an unanswered question for high watermarks is given up and asked again
 * @param retry pause before asking again after a refusal
 * @param hold events that have waited this long are given back and fetched again when consent has caught up, so that
 *     long waits cost no memory; such waits are also reported. As long, too, a question covers events of a backlog that
 *     are fetched later, so that a consent leader that cannot be asked is noticed as soon
 * @param freshness a high watermark must be reached within this time of being asked for, or it is asked for anew.
 *     <b>Must be well below {@code min.compaction.lag.ms} of the consent topics</b>: the log cleaner may remove a
 *     withdrawal that the gate has not read yet, in favour of a later record that lies behind that high watermark. The
 *     other settings cannot make the barrier let an event through early; this one can. Must be longer, too, than
 *     transactions of consent publishers keep the last stable offset behind: while they exceed it, events wait
 */
public record BarrierTimings(Duration lookup, Duration retry, Duration hold, Duration freshness) {

    /** Sensible for a cluster whose healthy answers come within milliseconds. */
    public static final BarrierTimings DEFAULT = new BarrierTimings(
            Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofMinutes(8));
}
