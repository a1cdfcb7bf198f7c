// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

/** How a reviewer may end a case, or pass it on. No outcome waives a rule. */
public enum VerdictOutcome {
    /** The event is never sent or applied. */
    REJECT,
    /** States the true purpose or effects with a reference; all rules run again. */
    RECLASSIFY,
    /** All rules run again on the newest consent; the reviewer adds nothing. */
    RECHECK,
    /** A human decides again and comes to the same result. */
    DECIDE_UPHOLD,
    /** A human decides again and changes the result. */
    DECIDE_AMEND,
    /** A human decides again and reverses the result. */
    DECIDE_OVERTURN,
    /** Passed on to a person with more authority; the case stays open. Allowed for every reviewer, on every case. */
    ESCALATE;

    /** Whether this outcome may release the event. */
    public boolean mayRelease() {
        return switch (this) {
            case RECLASSIFY, RECHECK, DECIDE_UPHOLD, DECIDE_AMEND, DECIDE_OVERTURN -> true;
            case REJECT, ESCALATE -> false;
        };
    }

    /** Whether it is a human's decision in place of the system's (GDPR art. 22). */
    public boolean isDecision() {
        return switch (this) {
            case DECIDE_UPHOLD, DECIDE_AMEND, DECIDE_OVERTURN -> true;
            case REJECT, RECLASSIFY, RECHECK, ESCALATE -> false;
        };
    }
}
