// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.INBOX_ADVERTISING;
import static io.consentgate.policy.law.MemberStates.EPRIVACY;
import static io.consentgate.policy.law.Poland.PKE;
import static io.consentgate.policy.law.Poland.PRIOR_CONSENT_BEFORE_PKE;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.standing.Grant;
import io.consentgate.policy.standing.StandingConsent;

/**
 * What is shown among the messages of an inbox reaches the person as an e-mail does, and needs the same consent. It is a
 * rule of its own, for it has nothing to do with art. 22: it holds for companies and for adverts without a profile, and no
 * human decision lifts it. That the person asked for the offer does not, either: a reply to them is a message, whose
 * inquiry the gate can check. A consent counts as it would for an e-mail there: where no national law is known it is an
 * express one that is not old.
 */
final class AdmInboxAdvert implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.ADM_INBOX_ADVERT)
            .restsOn(INBOX_ADVERTISING, PKE.article(398).paragraph(1), PKE.article(400))
            .restsOn(PRIOR_CONSENT_BEFORE_PKE)
            .restsOn(EPRIVACY.article(13).paragraph(1))
            .releasedBy(Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        if (!situation.isShownInInbox()) {
            return Finding.kept();
        }
        StandingConsent standing = situation.emailMarketingConsent();
        Grant grant = standing.grant();
        boolean lapsed = grant != null && situation.hasLapsed(grant);
        if (standing.allows(situation.at()) && !lapsed) {
            return Finding.kept();
        }
        Facts facts = GrantFacts.notValid(situation.consent(), standing, grant)
                .and(Fact.CHANNEL, Channel.EMAIL)
                .and(Fact.SURFACE, situation.decision().surface());
        return Finding.broken(grant != null && lapsed ? facts.and(Fact.GRANTED_AT, grant.provenFrom()) : facts);
    }
}
