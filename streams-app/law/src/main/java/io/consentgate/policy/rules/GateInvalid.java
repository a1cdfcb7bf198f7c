// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;

/**
 * A field of the event is missing without which no rule can judge, or fields of the event contradict each other. A
 * faulty entry of the person's record is no fault of the event: such a consent does not count, and the gate can judge
 * the event again when the record is corrected.
 */
final class GateInvalid implements MessageRule, DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.GATE_INVALID);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        return finding(MessageFields.wrong(situation.message(), situation.latestPlausible()));
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        return finding(DecisionFields.wrong(situation));
    }

    private static Finding finding(Facts wrong) {
        return wrong.isEmpty() ? Finding.kept() : Finding.broken(wrong);
    }
}
