// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

/** A rule about offer decisions. */
public interface DecisionRule extends Rule {

    /** Judges one decision. Depends only on the situation. */
    Finding judge(DecisionSituation situation);
}
