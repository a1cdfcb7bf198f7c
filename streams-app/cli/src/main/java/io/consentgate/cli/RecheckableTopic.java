// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.topology.Topics;

/** A topic of cleared events, by its name without the prefix. */
enum RecheckableTopic {
    CLEARED_MESSAGES,
    CLEARED_DECISIONS;

    /** Its name on a cluster. */
    String in(Topics topics) {
        return switch (this) {
            case CLEARED_MESSAGES -> topics.clearedMessages();
            case CLEARED_DECISIONS -> topics.clearedDecisions();
        };
    }

    /** The input topic of its events. */
    String inputIn(Topics topics) {
        return switch (this) {
            case CLEARED_MESSAGES -> topics.outboundMessages();
            case CLEARED_DECISIONS -> topics.offerDecisions();
        };
    }

    @Override
    public String toString() {
        return in(Topics.prefixed(""));
    }
}
