// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.Poland.PKE;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentFacts.Evidence;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.standing.Grant;

/**
 * The wording that the person saw must speak of marketing and of this channel. A lead form that is silent on them gives
 * no marketing consent, on any surface.
 *
 * <p>[U] unverified: whether a telephone number is an "electronic address" under PKE art. 398(2), which a person may
 * provide as a form of consent. Nothing rests on it here: the wording must name purpose and channel for a number, too.
 */
final class MsgPurposeUnstated implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_PURPOSE_UNSTATED)
            .restsOn(
                    GDPR.article(4).point(11),
                    GDPR.article(7).paragraph(2),
                    PKE.article(398).paragraph(2))
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
        Evidence evidence = grant.consent().evidence();
        Channel channel = situation.message().channel();
        // Without evidence there is no wording to read; another rule judges this.
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
