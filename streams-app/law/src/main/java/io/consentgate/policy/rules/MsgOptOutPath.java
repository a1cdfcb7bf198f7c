// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.MemberStates.EPRIVACY;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.OptOut;
import org.jspecify.annotations.Nullable;

/**
 * Ending marketing must be as easy as allowing it, so a message states a way out. If the publisher reports none, the
 * gate takes it that there is none. In Poland the rule advises; where no national law is known, it holds the message
 * back.
 */
final class MsgOptOutPath implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.advises(RuleCode.MSG_OPT_OUT_PATH)
            .restsOn(EPRIVACY.article(13).paragraph(4))
            .restsOn(GDPR.article(7).paragraph(3), GDPR.article(21).paragraph(4));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        OptOut optOut = situation.message().optOut();
        return situation.isMarketing() && !situation.asksToConfirm() && !isWayOut(optOut)
                ? Finding.advised(Facts.of(Fact.OPT_OUT, optOut))
                : Finding.kept();
    }

    /** Whether the person can end marketing by this path. A path that this version does not know counts as none. */
    private static boolean isWayOut(@Nullable OptOut optOut) {
        if (optOut == null) {
            return false;
        }
        return switch (optOut) {
            case STOP_REPLY, LINK, PHONE -> true;
            case NONE, UNKNOWN -> false;
        };
    }
}
