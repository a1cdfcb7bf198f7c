// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

/**
 * Names of the topology's nodes. They are user interface: metrics, errors and the topology's description carry
 * them.
 */
final class Operators {

    static final String READ_CONSENT_STATE = "read-consent-state";
    static final String KEEP_CONSENT_BY_SUBJECT = "keep-consent-by-subject";
    static final String REROUTE_CONSENT_STATE = "reroute-consent-state";
    static final String DEAD_LETTER_CONSENT_STATE = "dead-letter-consent-state";

    static final String READ_OUTBOUND_MESSAGES = "read-outbound-messages";
    static final String JUDGE_OUTBOUND_MESSAGES = "judge-outbound-messages";
    static final String REROUTE_OUTBOUND_MESSAGES = "reroute-outbound-messages";
    static final String WRITE_CLEARED_MESSAGES = "write-cleared-messages";
    static final String QUARANTINE_OUTBOUND_MESSAGES = "quarantine-outbound-messages";
    static final String WRITE_OUTCOMES_OF_MESSAGES = "write-outcomes-of-messages";
    static final String DEAD_LETTER_OUTBOUND_MESSAGES = "dead-letter-outbound-messages";

    static final String READ_OFFER_DECISIONS = "read-offer-decisions";
    static final String JUDGE_OFFER_DECISIONS = "judge-offer-decisions";
    static final String REROUTE_OFFER_DECISIONS = "reroute-offer-decisions";
    static final String WRITE_CLEARED_DECISIONS = "write-cleared-decisions";
    static final String QUARANTINE_OFFER_DECISIONS = "quarantine-offer-decisions";
    static final String WRITE_OUTCOMES_OF_DECISIONS = "write-outcomes-of-decisions";
    static final String DEAD_LETTER_OFFER_DECISIONS = "dead-letter-offer-decisions";

    static final String READ_REVIEW_VERDICTS = "read-review-verdicts";
    static final String JUDGE_REVIEW_VERDICTS = "judge-review-verdicts";
    static final String REROUTE_REVIEW_VERDICTS = "reroute-review-verdicts";
    static final String RELEASE_MESSAGES = "release-messages";
    static final String RELEASE_DECISIONS = "release-decisions";
    static final String WRITE_REVIEW_OUTCOMES = "write-review-outcomes";
    static final String WRITE_OUTCOMES_OF_ERASURES = "write-outcomes-of-erasures";
    static final String DEAD_LETTER_REVIEW_VERDICTS = "dead-letter-review-verdicts";

    private Operators() {}
}
