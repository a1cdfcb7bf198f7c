// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;

/** Consent law differs from country to country: the rules of one country say nothing about another. */
final class GateJurisdiction implements MessageRule, DecisionRule {
    private static final RuleDescription DESCRIPTION =
            RuleDescription.diverts(RuleCode.GATE_JURISDICTION).releasedBy(Release.RECLASSIFY);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        return judge(situation.options(), situation.message().jurisdiction());
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        return judge(situation.options(), situation.decision().jurisdiction());
    }

    private static Finding judge(PolicyOptions options, String jurisdiction) {
        return options.jurisdictions().contains(jurisdiction)
                ? Finding.kept()
                : Finding.broken(Facts.of(Fact.JURISDICTION, jurisdiction));
    }
}
