// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

/** Whether a rule's verdict is acted on. There is no way to turn a rule off. */
public enum RuleMode {
    /** What breaks the rule is diverted. */
    ENFORCE,
    /** What breaks the rule is reported as observed, and not diverted on its account. */
    OBSERVE
}
