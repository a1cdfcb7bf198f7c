// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.ConsentStatus;
import io.consentgate.policy.facts.KeptActs.Limit;
import io.consentgate.policy.standing.Grant;
import io.consentgate.policy.standing.StandingConsent.Standing;

/**
 * A consent lasts as long as the person was told, even if the newest version of the record leaves it out: an earlier
 * consent does not outlast it. A request that the person did not confirm is no consent.
 */
final class MsgConsentExpired implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_CONSENT_EXPIRED)
            .restsOn(GDPR.article(4).point(11), GDPR.article(7).paragraph(1))
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        if (!situation.needsConsent()) {
            return Finding.kept();
        }
        if (situation.marketingConsent().standing() == Standing.PENDING) {
            return Finding.broken(Facts.of(
                            Fact.CONSENT,
                            situation.marketingConsent().pendingRequest().consentId())
                    .and(Fact.STATUS, ConsentStatus.PENDING));
        }
        Grant grant = situation.grantReliedOn();
        if (grant == null) {
            return Finding.kept();
        }
        if (grant.isCurrent(situation.goesOutAt())) {
            Limit limit = situation.marketingConsent().endedLimit(situation.goesOutAt());
            return limit == null ? Finding.kept() : Finding.broken(GrantFacts.ofLimit(Facts.NONE, limit));
        }
        return Finding.broken(Facts.of(Fact.CONSENT, grant.consent().consentId())
                .and(Fact.EXPIRES_AT, grant.consent().expiresAt()));
    }
}
