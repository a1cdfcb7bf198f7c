// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import io.consentgate.policy.Finding;
import io.consentgate.policy.Rule;

/** A rule about reviewers' verdicts. */
public interface VerdictRule extends Rule {

    /** Judges one verdict. Depends on nothing but the situation; without a case, asks of it what can be asked. */
    Finding judge(VerdictSituation situation);
}
