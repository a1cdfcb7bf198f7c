// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.common.TopicPartition;

/**
 * Prefetches the consents of the next few events into the processor's caches, just before the events are judged. A
 * whole poll has up to a thousand events: most of its consents would leave these caches before their turn. Used by one
 * task at a time; closed with its processor.
 */
final class LookAhead implements AutoCloseable {

    /** So few that their consents fit a core's own cache, and enough that their memory waits overlap. */
    private static final int EVENTS = 16;

    private final Upcoming.Line line;
    private final ConsentTable consents;
    /** Offset of the last judged event. */
    private long last = -1;
    /** Highest prefetched offset. */
    private long seen = -1;

    LookAhead(Upcoming upcoming, TopicPartition partition, ConsentTable consents) {
        this.line = upcoming.line(partition);
        this.consents = consents;
    }

    /** Call with the offset of each event before judging it, in offset order. */
    void at(long offset) {
        if (offset <= last) {
            // A consumer moves back by itself after the log was truncated or its topic was recreated.
            seen = -1;
        }
        last = offset;
        if (offset > seen) {
            Upcoming.Next next = line.take(offset, EVENTS);
            if (next.last() > seen) {
                consents.touch(next.keys());
                seen = next.last();
            }
        }
    }

    @Override
    public void close() {
        line.clear();
    }
}
