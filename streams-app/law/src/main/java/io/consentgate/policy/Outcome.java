// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

/**
 * What a reviewer may do with a diverted event. Escalating to another reviewer decides nothing. It is open to every
 * reviewer of every case, and therefore not listed.
 */
public enum Outcome {
    /** The event stays in quarantine. Always allowed. */
    REJECT,
    /** The reviewer states the event's true purpose or effects, with a reference; all rules run again. */
    RECLASSIFY,
    /** All rules run again on the newest consent; the reviewer adds nothing. */
    RECHECK,
    /** A human takes the decision again and comes to the same result. */
    DECIDE_UPHOLD,
    /** A human takes the decision again and changes it. */
    DECIDE_AMEND,
    /** A human takes the decision again and reverses it. */
    DECIDE_OVERTURN
}
