// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.io.Serial;

/** Another reviewer has claimed the case. Wait, take another case, or have a second reviewer take it over. */
public final class ClaimHeld extends ReviewProblem {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Claim claim;

    public ClaimHeld(String caseId, Claim claim) {
        super("Case " + caseId + " is claimed by " + claim.holder() + " until " + claim.until());
        this.claim = claim;
    }

    public Claim claim() {
        return claim;
    }
}
