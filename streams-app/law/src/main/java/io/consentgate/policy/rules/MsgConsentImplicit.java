// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.MemberStates.EPRIVACY;
import static io.consentgate.policy.law.Poland.PKE;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.standing.Grant;

/**
 * Marketing needs a consent by a clear affirmative act (GDPR art. 4(11)), not an explicit consent as art. 9 and 22
 * require. Where the publisher records the consent as implicit, it is worth knowing by which act the person gave it.
 */
final class MsgConsentImplicit implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.advises(RuleCode.MSG_CONSENT_IMPLICIT)
            .restsOn(
                    PKE.article(400),
                    EPRIVACY.article(13).paragraph(1),
                    GDPR.article(4).point(11));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Grant grant = situation.grantReliedOn();
        return grant == null || grant.consent().explicit()
                ? Finding.kept()
                : Finding.advised(
                        Facts.of(Fact.CONSENT, grant.consent().consentId()).and(Fact.EXPLICIT, false));
    }
}
