// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.Text;
import java.util.List;
import java.util.Set;

/**
 * The person may ask for the procedure and principles actually applied; neither the bare algorithm nor a blanket trade
 * secret answers that.
 */
final class AdmExplanation implements DecisionRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.ADM_EXPLANATION,
            RuleKind.ADVISES,
            Set.of(),
            List.of(Law.DUN_AND_BRADSTREET, Law.gdpr("art. 15(1)(h)")),
            "Keep an explanation of the procedure and principles actually applied.",
            "Zachowaj wyjaśnienie faktycznie zastosowanej procedury i zasad.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        return situation.concernsNaturalPerson()
                        && situation.hasEffect()
                        && Text.isAbsent(situation.decision().explanationRef())
                ? Finding.advised(Facts.of(Fact.EXPLANATION, null))
                : Finding.kept();
    }
}
