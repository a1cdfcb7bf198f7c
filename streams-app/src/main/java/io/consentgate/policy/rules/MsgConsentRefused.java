// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.StandingConsent.Standing;
import io.consentgate.policy.facts.ConsentStatus;
import java.util.Set;

/**
 * Asked and refused. Like a withdrawal it holds in a chat that the person opened too.
 */
final class MsgConsentRefused implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_CONSENT_REFUSED,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY, Release.RECHECK),
            Law.priorConsent("art. 398(1)"),
            "The person was asked and refused.",
            "Odbiorca został zapytany o zgodę i odmówił.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        if (!situation.isMarketing() || situation.marketingConsent().standing() != Standing.REFUSED) {
            return Finding.kept();
        }
        return Finding.broken(Facts.of(Fact.CHANNEL, situation.message().channel())
                .and(Fact.CONSENT, situation.marketingConsent().decidingEntry().consentId())
                .and(Fact.STATUS, ConsentStatus.REFUSED));
    }
}
