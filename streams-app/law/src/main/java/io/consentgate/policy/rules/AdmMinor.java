// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.Minor;

/**
 * A decision by the system alone that has an effect should not concern a child. If the person's age is unknown, the
 * rule only advises.
 */
final class AdmMinor implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.ADM_MINOR)
            .restsOn(GDPR.recital(71))
            .releasedBy(Release.DECIDE);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        if (!situation.isWithinArticle22() || !situation.isSolelyAutomated()) {
            return Finding.kept();
        }
        Minor minor = situation.decision().minor();
        return switch (minor) {
            case NO -> Finding.kept();
            case YES -> Finding.broken(Facts.of(Fact.MINOR, minor));
            case UNKNOWN -> Finding.advised(Facts.of(Fact.MINOR, minor));
        };
    }
}
