// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

/** A rule of the catalogue. Implementations hold no state, so that one instance serves all threads. */
public interface Rule {

    /** The rule's code, texts, law and ways out. */
    RuleDescription description();

    default RuleCode code() {
        return description().code();
    }
}
