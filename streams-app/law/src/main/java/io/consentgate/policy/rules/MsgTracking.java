// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.MemberStates.EPRIVACY;
import static io.consentgate.policy.law.Poland.PKE;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.MessageFacts.Tracking;

/**
 * Observing opens or clicks reads from the person's device. It needs a consent of its own, for a message of any
 * purpose.
 */
final class MsgTracking implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.advises(RuleCode.MSG_TRACKING)
            .restsOn(PKE.article(399), EPRIVACY.article(5).paragraph(3));

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        Tracking tracking = situation.message().tracking();
        return tracking != null && Text.isAbsent(tracking.consentRef())
                ? Finding.advised(
                        Facts.of(Fact.TRACKING_PIXEL, tracking.pixel()).and(Fact.TRACKING_CONSENT, null))
                : Finding.kept();
    }
}
