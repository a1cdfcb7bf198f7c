// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import org.apache.kafka.common.Uuid;

/**
 * A table topic was deleted and created again while the application read it. What was read came from the old topic, and
 * the consumer's position would skip records of the new one. So no stream record is handed over any more.
 *
 * <p>The main consumer's {@code poll} throws it on the stream thread. Replacing the thread does not help: an operator must
 * decide what is read again. So let the application stop.
 */
public final class TableTopicReplaced extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    TableTopicReplaced(String topic, Uuid before, Uuid now) {
        super(topic + " was deleted and created again while this application read it: its topic id was " + before
                + " and is " + now
                + ". The table holds records of the old topic, and the position in it does not fit the"
                + " new one, so no stream record is processed any more. Publish the table's records to the new topic and"
                + " start the application again; if the group still has a position on the topic, reset it to the"
                + " beginning first");
    }
}
