// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Grant;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.StandingConsent.Standing;
import io.consentgate.policy.facts.ConsentStatus;
import java.util.List;
import java.util.Set;

/**
 * A consent lasts as long as the person was told, and a request that nobody confirmed is no consent.
 */
final class MsgConsentExpired implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_CONSENT_EXPIRED,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY, Release.RECHECK),
            List.of(Law.gdpr("art. 4(11)"), Law.gdpr("art. 7(1)")),
            "Consent has expired or was never confirmed.",
            "Zgoda wygasła albo nie została potwierdzona.");

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
                            situation.marketingConsent().decidingEntry().consentId())
                    .and(Fact.STATUS, ConsentStatus.PENDING));
        }
        Grant grant = situation.grantReliedOn();
        if (grant == null || grant.isCurrent(situation.at())) {
            return Finding.kept();
        }
        return Finding.broken(Facts.of(Fact.CONSENT, grant.consent().consentId())
                .and(Fact.EXPIRES_AT, grant.consent().expiresAt()));
    }
}
