// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.MemberStates.EPRIVACY;
import static io.consentgate.policy.law.Poland.PKE;
import static io.consentgate.policy.law.Poland.PRIOR_CONSENT_BEFORE_PKE;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.standing.StandingConsent;
import io.consentgate.policy.standing.StandingConsent.Standing;

/** The person was asked and refused. Like a withdrawal, a refusal also holds in a chat that the person opened. */
final class MsgConsentRefused implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_CONSENT_REFUSED)
            .restsOn(PKE.article(398).paragraph(1))
            .restsOn(PRIOR_CONSENT_BEFORE_PKE)
            .restsOn(EPRIVACY.article(13).paragraph(1))
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        if (!situation.isMarketing() || situation.marketingConsent().standing() != Standing.REFUSED) {
            return Finding.kept();
        }
        StandingConsent standing = situation.marketingConsent();
        ActAgainst refusal = standing.forbiddingAct();
        if (situation.asksToConfirmWhatCameAfter(refusal)) {
            return Finding.kept();
        }
        return Finding.broken(ActFacts.of(refusal, situation.consent(), standing)
                .and(Fact.CHANNEL, situation.message().channel())
                .and(Fact.CONSENT, refusal.id())
                .and(Fact.STATUS, ConsentStatus.REFUSED));
    }
}
