// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.topology.Topics;

/** A topic of the gate, by its name without the prefix. */
enum ReadableTopic {
    OUTBOUND_MESSAGES,
    OUTBOUND_MESSAGES_REROUTED,
    OFFER_DECISIONS,
    OFFER_DECISIONS_REROUTED,
    CONSENT_STATE,
    CONSENT_STATE_REROUTED,
    CLEARED_MESSAGES,
    CLEARED_DECISIONS,
    QUARANTINE,
    DEAD_LETTERS,
    REVIEW_VERDICTS,
    REVIEW_VERDICTS_REROUTED,
    REVIEW_OUTCOMES,
    REVIEW_ACTIVITY;

    /** Its name on a cluster. */
    String in(Topics topics) {
        return switch (this) {
            case OUTBOUND_MESSAGES -> topics.outboundMessages();
            case OUTBOUND_MESSAGES_REROUTED -> topics.outboundMessagesRerouted();
            case OFFER_DECISIONS -> topics.offerDecisions();
            case OFFER_DECISIONS_REROUTED -> topics.offerDecisionsRerouted();
            case CONSENT_STATE -> topics.consentState();
            case CONSENT_STATE_REROUTED -> topics.consentStateRerouted();
            case CLEARED_MESSAGES -> topics.clearedMessages();
            case CLEARED_DECISIONS -> topics.clearedDecisions();
            case QUARANTINE -> topics.quarantine();
            case DEAD_LETTERS -> topics.deadLetters();
            case REVIEW_VERDICTS -> topics.reviewVerdicts();
            case REVIEW_VERDICTS_REROUTED -> topics.reviewVerdictsRerouted();
            case REVIEW_OUTCOMES -> topics.reviewOutcomes();
            case REVIEW_ACTIVITY -> topics.reviewActivity();
        };
    }

    @Override
    public String toString() {
        return in(Topics.prefixed(""));
    }
}
