// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import org.apache.kafka.common.Uuid;

/**
 * A topic of consent was deleted and made anew while its records were being read. What was read is of the old one, and the
 * consumer's position means nothing in the new one: it would skip what lies below. Nothing may be judged on that; only an
 * operator can say what is to be read again.
 */
public final class ConsentReplaced extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    ConsentReplaced(String topic, Uuid before, Uuid now) {
        super(topic + " was deleted and made anew while the gate ran: its topic id was " + before + " and is " + now
                + ". What the gate knows of consent is of the old topic, and its position says nothing of the new one, so"
                + " it judges no event. Have consent published to the new topic, and start the gate again: it reads"
                + " that from its beginning, or says what else is to be done");
    }
}
