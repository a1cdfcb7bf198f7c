// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import org.apache.kafka.common.TopicPartition;

/**
 * Has the consents of the next few events brought from main memory into the processor's caches just before they are
 * judged. Done for a whole poll, of a thousand events, most would be out of these caches again when their turn comes. Used
 * by one task at a time; closed with the processor that has it.
 */
final class LookAhead implements AutoCloseable {

    /** Whose consents fit well into a core's own cache, and enough for their waits to overlap. */
    private static final int EVENTS = 16;

    private final Upcoming.Line line;
    private final ConsentTable consents;
    /** Offset of the event that was judged last. */
    private long last = -1;
    /** Offset up to which was looked ahead. */
    private long seen = -1;

    LookAhead(Upcoming upcoming, TopicPartition partition, ConsentTable consents) {
        this.line = upcoming.line(partition);
        this.consents = consents;
    }

    /** To be called with the offset of each event before it is judged, in their order. */
    void at(long offset) {
        if (offset <= last) {
            // A consumer goes back by itself where the log was cut or its topic made anew.
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
