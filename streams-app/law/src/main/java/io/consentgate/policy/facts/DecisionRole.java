// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** Whether an output decides, or only feeds a decision (CJEU C-634/21). */
public enum DecisionRole {
    DECISION,
    SCORE,
    UNKNOWN
}
