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
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentPurpose;
import java.util.List;
import java.util.Set;

/**
 * The wording that the person saw has to speak of marketing and of this channel. A lead form that is silent on them gives
 * no marketing consent, whatever surface it was shown on.
 *
 * <p>[U] unverified: whether a telephone number is an "electronic address" under PKE art. 398(2), by whose giving a person
 * may consent. Nothing rests on it here: the wording has to name purpose and channel for a number, too.
 */
final class MsgPurposeUnstated implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_PURPOSE_UNSTATED,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY, Release.RECHECK),
            List.of(Law.pke("art. 398(2)"), Law.gdpr("art. 4(11)"), Law.gdpr("art. 7(2)")),
            "The form did not say the number would be used for marketing on this channel.",
            "Formularz nie informował, że numer posłuży do marketingu tym kanałem.");

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
        Evidence evidence = grant.consent().evidence();
        Channel channel = situation.message().channel();
        // Without any evidence there is no wording to read: that is another rule's.
        if (evidence == null || (grant.states(ConsentPurpose.DIRECT_MARKETING) && grant.states(channel))) {
            return Finding.kept();
        }
        return Finding.broken(Facts.of(Fact.CONSENT, grant.consent().consentId())
                .and(Fact.CHANNEL, channel)
                .and(Fact.WORDING, evidence.wordingId())
                .and(Fact.STATED_PURPOSES, evidence.statedPurposes())
                .and(Fact.STATED_CHANNELS, evidence.statedChannels()));
    }
}
