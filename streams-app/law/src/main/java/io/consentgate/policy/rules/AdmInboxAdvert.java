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
 * An advert among the messages of an inbox reaches the person as an e-mail does, and needs the same consent. This rule
 * stands apart from art. 22: it holds for companies and for adverts without a profile, and no human decision lifts it.
 * A person's request for the offer does not lift it either: a reply to the person is a message, and the gate can check
 * its inquiry. A consent counts as it would for an e-mail in that country. Where no national law is known, the consent
 * must be explicit and not aged.
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
