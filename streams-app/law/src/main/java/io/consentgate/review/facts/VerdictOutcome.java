// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review.facts;

/** What a reviewer asks for, by the contract's names. {@link #UNKNOWN} is refused. */
public enum VerdictOutcome {
    UNKNOWN,
    REJECT,
    RECLASSIFY,
    RECHECK,
    DECIDE_UPHOLD,
    DECIDE_AMEND,
    DECIDE_OVERTURN,
    ESCALATE;

    /** Whether the event would go on. */
    public boolean isRelease() {
        return switch (this) {
            case RECLASSIFY, RECHECK, DECIDE_UPHOLD, DECIDE_AMEND, DECIDE_OVERTURN -> true;
            case REJECT, ESCALATE, UNKNOWN -> false;
        };
    }

    /** Whether a human takes the decision anew. */
    public boolean isDecision() {
        return switch (this) {
            case DECIDE_UPHOLD, DECIDE_AMEND, DECIDE_OVERTURN -> true;
            case REJECT, RECLASSIFY, RECHECK, ESCALATE, UNKNOWN -> false;
        };
    }

    /** Whether a human takes the decision anew and departs from what the system decided. */
    public boolean isChange() {
        return this == DECIDE_AMEND || this == DECIDE_OVERTURN;
    }

    /** Whether the reviewer lets it go, or decides, as the system had it. */
    public boolean upholds() {
        return isRelease() && !isChange();
    }
}
