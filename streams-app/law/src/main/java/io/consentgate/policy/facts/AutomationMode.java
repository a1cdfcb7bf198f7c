// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

/** Whether a human took part in the decision. */
public enum AutomationMode {
    FULLY_AUTOMATED,
    HUMAN_DECIDED,
    UNKNOWN
}
