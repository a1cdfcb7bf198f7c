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
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Trigger;
import java.util.Set;

/**
 * A holiday, a birthday or a lapsed purchase sets off direct marketing, and a campaign or audience is made for it. Such
 * automation is allowed, under its own name.
 */
final class MsgPurposeContradicted implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_PURPOSE_CONTRADICTED,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY),
            Law.priorConsent("art. 398(1)", Law.gdpr("art. 5(1)(a)")),
            "Declared as non-marketing, yet it belongs to a campaign or audience.",
            "Zadeklarowano cel niemarketingowy, a wiadomość należy do kampanii lub segmentu.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        MessageFacts message = situation.message();
        if (situation.isMarketingDeclared()) {
            return Finding.kept();
        }
        Facts contradiction = Facts.NONE;
        if (Text.isPresent(message.campaignId())) {
            contradiction = contradiction.and(Fact.CAMPAIGN, message.campaignId());
        }
        if (Text.isPresent(message.audienceId())) {
            contradiction = contradiction.and(Fact.AUDIENCE, message.audienceId());
        }
        Trigger trigger = message.trigger();
        if (trigger != null && isPromotional(trigger)) {
            contradiction = contradiction.and(Fact.TRIGGER, trigger);
        }
        return contradiction.isEmpty()
                ? Finding.kept()
                : Finding.broken(contradiction.and(Fact.PURPOSE, message.purpose()));
    }

    private static boolean isPromotional(Trigger trigger) {
        return switch (trigger) {
            case HOLIDAY, BIRTHDAY, NAME_DAY, LAPSED_PURCHASE, ABANDONED_BASKET, CAMPAIGN, LOYALTY -> true;
            case TRANSACTION, DEADLINE, REQUEST, MANUAL, UNKNOWN -> false;
        };
    }
}
