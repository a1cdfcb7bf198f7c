// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;

/** The decision may no longer be applied; its publisher must decide again. */
final class AdmExpired implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.ADM_EXPIRED);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        return situation.hasExpired()
                ? Finding.broken(Facts.of(Fact.EXPIRES_AT, situation.decision().expiresAt()))
                : Finding.kept();
    }
}
