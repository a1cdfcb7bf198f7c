// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.MemberStates.EPRIVACY;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.law.MemberStates;
import io.consentgate.policy.standing.Grant;

/**
 * Authorities and courts of several member states let a consent to marketing lapse after a time; 24 months is the
 * gate's own choice. A later grant renews the consent.
 *
 * <p>[U] unverified: no term stands in the directive, and the states differ.
 */
final class MsgConsentAged implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_CONSENT_AGED)
            .onlyIn(MemberStates.NAME)
            .restsOn(EPRIVACY.article(13).paragraph(1), GDPR.article(7).paragraph(1))
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Grant grant = situation.grantReliedOn();
        if (grant == null) {
            return Finding.kept();
        }
        // Another date with the old proof does not renew the consent.
        return MemberStates.hasLapsed(grant.provenFrom(), situation.goesOutAt())
                ? Finding.broken(
                        Facts.of(Fact.CONSENT, grant.consent().consentId()).and(Fact.GRANTED_AT, grant.provenFrom()))
                : Finding.kept();
    }
}
