// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.ConsentView;
import java.util.List;
import java.util.Set;

/**
 * Speaks in place of a rule that looks something up in the record of the person, when there is no record or it was
 * erased. Marketing without a record breaks MSG-CONSENT-MISSING instead: to say that there is no consent needs no record.
 */
final class GateNoRecord implements MessageRule, DecisionRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.GATE_NO_RECORD,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY, Release.RECHECK),
            List.of(Law.gdpr("art. 7(1)")),
            "There is no consent record for this person.",
            "Brak wpisu o zgodach tej osoby.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        boolean needed = situation.reliesOnInquiry() || situation.needsRecordingConsent();
        return needed && situation.consent() instanceof ConsentView.NoRecord
                ? Finding.broken(Facts.of(Fact.CONSENT_RECORD, Word.NONE)
                        .and(Fact.PURPOSE, situation.message().purpose()))
                : Finding.kept();
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        boolean needed = situation.needsDecisionConsent() || situation.needsSpecialCategoryConsent();
        return needed && situation.consent() instanceof ConsentView.NoRecord
                ? Finding.broken(Facts.of(Fact.CONSENT_RECORD, Word.NONE)
                        .and(Fact.GROUND, situation.decision().ground()))
                : Finding.kept();
    }
}
