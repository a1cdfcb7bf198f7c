// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/** How a reviewer may end a case, or pass it on. None of them waives a rule. */
public enum VerdictOutcome {
    /** The event is never sent or applied. */
    REJECT,
    /** The true purpose or effects are stated with a reference; all rules run again. */
    RECLASSIFY,
    /** All rules run again on the newest consent; the reviewer adds nothing. */
    RECHECK,
    /** A human takes the decision anew and comes to the same result. */
    DECIDE_UPHOLD,
    /** A human takes the decision anew and changes it. */
    DECIDE_AMEND,
    /** A human takes the decision anew and reverses it. */
    DECIDE_OVERTURN,
    /** Passed on to someone with more authority; the case stays open. Every reviewer may, on every case. */
    ESCALATE;

    /** Whether the event may go on by it. */
    public boolean mayRelease() {
        return switch (this) {
            case RECLASSIFY, RECHECK, DECIDE_UPHOLD, DECIDE_AMEND, DECIDE_OVERTURN -> true;
            case REJECT, ESCALATE -> false;
        };
    }

    /** Whether it is a human's decision in the place of the system's (GDPR art. 22). */
    public boolean isDecision() {
        return switch (this) {
            case DECIDE_UPHOLD, DECIDE_AMEND, DECIDE_OVERTURN -> true;
            case REJECT, RECLASSIFY, RECHECK, ESCALATE -> false;
        };
    }
}
