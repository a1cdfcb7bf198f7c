// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

/** Whether the gate acts on a rule's finding. No mode turns a rule off. */
public enum RuleMode {
    /** An event that breaks the rule is diverted. */
    ENFORCE,
    /** An event that breaks the rule is reported as observed, and this rule does not divert it. */
    OBSERVE
}
