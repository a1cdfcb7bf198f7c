// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.time.Duration;

/**
 * How long the barrier waits before it asks again, gives records back or no longer trusts an answer.
 *
 * @param lookup time-out of a request for high watermarks; it is asked again after that
 * @param retry pause before the barrier asks again after a refusal
 * @param hold stream records that have waited this long are given back and fetched again when the table has caught up, so
 *     that long waits take no memory; such waits are also reported. For this long one question also covers records of a
 *     backlog that are fetched later, so that the barrier soon notices a table leader that does not answer
 * @param freshness the consumer must reach a high watermark within this time after the question, or the barrier asks
 *     again. <b>Must be well below {@code min.compaction.lag.ms} of the table topics</b>: the log cleaner may remove a
 *     record that the consumer has not read yet because a later one, above that high watermark, has its key. No other
 *     setting can make the barrier let a record through early; this one can. It must also be longer than transactions
 *     keep the last stable offset of a table topic behind its high watermark: while they exceed it, stream records wait
 */
public record BarrierTimings(Duration lookup, Duration retry, Duration hold, Duration freshness) {

    /**
     * For a cluster that normally answers within milliseconds: 5 s, 200 ms, 1 s and 8 minutes. Set {@code
     * min.compaction.lag.ms} of table topics to an hour or more.
     */
    public static final BarrierTimings DEFAULT = new BarrierTimings(
            Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofMinutes(8));
}
