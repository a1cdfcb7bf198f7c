// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

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
import io.consentgate.policy.Word;

/**
 * Replaces the finding of a rule that looks something up in the person's record, when there is no record or it was
 * erased. Marketing without a record breaks MSG-CONSENT-MISSING instead. A decision that needs a consent breaks its own
 * rule: to say that there is no consent, the gate needs no record.
 */
final class GateNoRecord implements MessageRule, DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.GATE_NO_RECORD)
            .restsOn(GDPR.article(7).paragraph(1))
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        boolean needed = situation.reliesOnInquiry() || situation.needsRecordingConsent();
        return needed && situation.consent().hasNoRecord()
                ? Finding.broken(ConversationFacts.claimed(situation.message())
                        .and(Fact.CONSENT_RECORD, Word.NONE)
                        .and(Fact.PURPOSE, situation.message().purpose()))
                : Finding.kept();
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        return situation.isProfiledForMarketing() && situation.isErased()
                ? Finding.broken(Facts.of(Fact.CONSENT_RECORD, Word.ERASED).and(Fact.FOR_DIRECT_MARKETING, true))
                : Finding.kept();
    }
}
