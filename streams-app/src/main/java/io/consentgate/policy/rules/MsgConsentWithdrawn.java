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
import io.consentgate.policy.facts.ConsentFacts.Consent;
import java.util.Set;

/**
 * A withdrawal is as easy as a grant and holds from then on. It holds in a chat that the person opened too: there
 * marketing needs no consent, but a person who took consent back is not advertised to.
 */
final class MsgConsentWithdrawn implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_CONSENT_WITHDRAWN,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY, Release.RECHECK),
            Law.priorConsent("art. 398(1)", Law.gdpr("art. 7(3)")),
            "Consent was withdrawn; nothing may be sent after that.",
            "Zgodę wycofano; po tej chwili wysyłka jest niedopuszczalna.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        if (!situation.isMarketing() || situation.marketingConsent().standing() != Standing.WITHDRAWN) {
            return Finding.kept();
        }
        Consent withdrawn = situation.marketingConsent().decidingEntry();
        return Finding.broken(Facts.of(Fact.CHANNEL, situation.message().channel())
                .and(Fact.CONSENT, withdrawn.consentId())
                .and(Fact.WITHDRAWN_AT, withdrawn.withdrawnAt()));
    }
}
