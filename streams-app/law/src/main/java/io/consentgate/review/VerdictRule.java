// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import io.consentgate.policy.Finding;
import io.consentgate.policy.Rule;

/** A rule about reviewers' verdicts. */
public interface VerdictRule extends Rule {

    /** Judges one verdict. Depends only on the situation. Without a case, it checks what it can. */
    Finding judge(VerdictSituation situation);
}
