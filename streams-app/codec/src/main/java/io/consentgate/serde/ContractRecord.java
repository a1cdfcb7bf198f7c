// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import io.consentgate.events.ConsentState;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewVerdict;
import org.apache.avro.Schema;

/** The record types of the contract, for callers that do not know the generated classes. */
public enum ContractRecord {
    OUTBOUND_MESSAGE,
    OFFER_DECISION,
    CONSENT_STATE,
    QUARANTINED_EVENT,
    REVIEW_VERDICT,
    REVIEW_OUTCOME;

    Schema schema() {
        return switch (this) {
            case OUTBOUND_MESSAGE -> OutboundMessage.getClassSchema();
            case OFFER_DECISION -> OfferDecision.getClassSchema();
            case CONSENT_STATE -> ConsentState.getClassSchema();
            case QUARANTINED_EVENT -> QuarantinedEvent.getClassSchema();
            case REVIEW_VERDICT -> ReviewVerdict.getClassSchema();
            case REVIEW_OUTCOME -> ReviewOutcome.getClassSchema();
        };
    }
}
