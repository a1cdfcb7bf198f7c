// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

/** A rule about offer decisions. */
public interface DecisionRule extends Rule {

    /** Judges one decision. Depends on nothing but the situation. */
    Finding judge(DecisionSituation situation);
}
