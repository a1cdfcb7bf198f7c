// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.MemberStates.EPRIVACY;
import static io.consentgate.policy.law.Poland.CONSENT_STANDARD_BEFORE_PKE;
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
import io.consentgate.policy.standing.StandingConsent;
import io.consentgate.policy.standing.StandingConsent.Standing;

/**
 * A withdrawal is as easy as a grant and holds from then on. It also holds in a chat that the person opened: marketing
 * there needs no consent, but not after a person has taken consent back.
 */
final class MsgConsentWithdrawn implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_CONSENT_WITHDRAWN)
            .restsOn(GDPR.article(7).paragraph(3), PKE.article(398).paragraph(1))
            .restsOn(PRIOR_CONSENT_BEFORE_PKE)
            .restsOn(PKE.article(400), CONSENT_STANDARD_BEFORE_PKE)
            .restsOn(EPRIVACY.article(13).paragraph(1))
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        if (!situation.isMarketing() || situation.marketingConsent().standing() != Standing.WITHDRAWN) {
            return Finding.kept();
        }
        StandingConsent standing = situation.marketingConsent();
        ActAgainst withdrawal = standing.forbiddingAct();
        if (situation.asksToConfirmWhatCameAfter(withdrawal)) {
            return Finding.kept();
        }
        return Finding.broken(ActFacts.of(withdrawal, situation.consent(), standing)
                .and(Fact.CHANNEL, situation.message().channel())
                .and(Fact.CONSENT, withdrawal.id())
                .and(Fact.WITHDRAWN_AT, ActFacts.time(withdrawal)));
    }
}
