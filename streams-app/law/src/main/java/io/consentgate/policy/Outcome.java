// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

/**
 * What a reviewer may do with a diverted event. Escalating to another reviewer decides nothing, is open to every
 * reviewer of every case, and is therefore not listed.
 */
public enum Outcome {
    /** The event stays where it is. Always allowed. */
    REJECT,
    /** State the event's true purpose or effects, with a reference; all rules run again. */
    RECLASSIFY,
    /** Run all rules again on the newest consent; the reviewer adds nothing. */
    RECHECK,
    /** A human takes the decision anew and comes to the same result. */
    DECIDE_UPHOLD,
    /** A human takes the decision anew and changes it. */
    DECIDE_AMEND,
    /** A human takes the decision anew and reverses it. */
    DECIDE_OVERTURN
}
