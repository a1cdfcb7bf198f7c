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
import io.consentgate.policy.facts.CommercialContent;
import io.consentgate.policy.facts.MessageFacts;
import java.util.Set;

/**
 * Commercial information is known by its purpose and content, not by its name: a reminder with an offer added is
 * commercial. A discount code that the person asked for is the service itself, and its content is not commercial; what is
 * added to it is.
 */
final class MsgMixedContent implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_MIXED_CONTENT,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY, Release.RECHECK),
            Law.priorConsent("art. 398(1)", Law.commercialInformation()),
            "A service message that also advertises is commercial information and needs consent.",
            "Wiadomość obsługowa z dodatkiem reklamowym jest informacją handlową i wymaga zgody.");

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
            case ANCILLARY, PRIMARY -> true;
            case NONE, UNKNOWN -> false;
        };
    }
}
