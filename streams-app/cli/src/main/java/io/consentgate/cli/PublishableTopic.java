// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.serde.ContractRecord;
import io.consentgate.topology.Topics;

/** An input topic of publishers, by its name without the prefix. */
enum PublishableTopic {
    OUTBOUND_MESSAGES(ContractRecord.OUTBOUND_MESSAGE),
    OFFER_DECISIONS(ContractRecord.OFFER_DECISION),
    CONSENT_STATE(ContractRecord.CONSENT_STATE);

    private final ContractRecord contract;

    PublishableTopic(ContractRecord contract) {
        this.contract = contract;
    }

    /** The record type of its values. */
    ContractRecord contract() {
        return contract;
    }

    /** Whether a null value has a meaning: on the consent topic, it erases the subject. */
    boolean takesErasures() {
        return this == CONSENT_STATE;
    }

    /** Its name on a cluster. */
    String in(Topics topics) {
        return switch (this) {
            case OUTBOUND_MESSAGES -> topics.outboundMessages();
            case OFFER_DECISIONS -> topics.offerDecisions();
            case CONSENT_STATE -> topics.consentState();
        };
    }

    @Override
    public String toString() {
        return in(Topics.prefixed(""));
    }
}
