// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.MemberStates.ECOMMERCE;
import static io.consentgate.policy.law.MemberStates.EPRIVACY;
import static io.consentgate.policy.law.Poland.PKE;
import static io.consentgate.policy.law.Poland.PRIOR_CONSENT_BEFORE_PKE;
import static io.consentgate.policy.law.Poland.USUDE;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.MessageFacts;

/**
 * Purpose and content make information commercial, not its name: a reminder with an added offer is commercial. A
 * discount code that the person asked for is the service itself and not commercial content; an addition to it is.
 */
final class MsgMixedContent implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_MIXED_CONTENT)
            .restsOn(USUDE.article(2).point(2), PKE.article(398).paragraph(1))
            .restsOn(PRIOR_CONSENT_BEFORE_PKE)
            .restsOn(ECOMMERCE.article(2).letter("f"), EPRIVACY.article(13).paragraph(1))
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        MessageFacts message = situation.message();
        if (situation.isMarketingDeclared()
                || !isCommercial(message.commercialContent())
                || !situation.needsConsent()
                || situation.hasValidGrant()) {
            return Finding.kept();
        }
        return Finding.broken(
                Facts.of(Fact.PURPOSE, message.purpose()).and(Fact.COMMERCIAL_CONTENT, message.commercialContent()));
    }

    private static boolean isCommercial(CommercialContent content) {
        return switch (content) {
            case ANCILLARY, PRIMARY, REQUESTED -> true;
            case NONE, UNKNOWN -> false;
        };
    }
}
