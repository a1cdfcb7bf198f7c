// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.facts;

/** What a reviewer asks for, by the contract's names. The gate refuses {@link #UNKNOWN}. */
public enum VerdictOutcome {
    UNKNOWN,
    REJECT,
    RECLASSIFY,
    RECHECK,
    DECIDE_UPHOLD,
    DECIDE_AMEND,
    DECIDE_OVERTURN,
    ESCALATE;

    /** Whether the event would be released. */
    public boolean isRelease() {
        return switch (this) {
            case RECLASSIFY, RECHECK, DECIDE_UPHOLD, DECIDE_AMEND, DECIDE_OVERTURN -> true;
            case REJECT, ESCALATE, UNKNOWN -> false;
        };
    }

    /** Whether a human takes the decision again. */
    public boolean isDecision() {
        return switch (this) {
            case DECIDE_UPHOLD, DECIDE_AMEND, DECIDE_OVERTURN -> true;
            case REJECT, RECLASSIFY, RECHECK, ESCALATE, UNKNOWN -> false;
        };
    }

    /** Whether a human takes the decision again and departs from the system's decision. */
    public boolean isChange() {
        return this == DECIDE_AMEND || this == DECIDE_OVERTURN;
    }

    /** Whether the reviewer releases the event or decides without departing from the system's decision. */
    public boolean upholds() {
        return isRelease() && !isChange();
    }
}
