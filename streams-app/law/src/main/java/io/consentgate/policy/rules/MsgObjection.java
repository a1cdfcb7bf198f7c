// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.ObjectionScope;
import io.consentgate.policy.messages.Campaigns;

/**
 * An objection to direct marketing is absolute. It holds on all channels, and in a chat that the person opened, until a
 * later consent for this channel that holds in every respect. The controller may ask a person who signs up after the
 * objection once to confirm the consent. An objection to profiling forbids marketing to an audience chosen by a
 * profile.
 */
final class MsgObjection implements MessageRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.MSG_OBJECTION)
            .restsOn(GDPR.article(21).paragraphs(2, 3))
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        if (!situation.isMarketing()) {
            return Finding.kept();
        }
        ActAgainst toMarketing = situation.objection(ObjectionScope.DIRECT_MARKETING);
        if (toMarketing != null && !situation.asksToConfirmWhatCameAfter(toMarketing)) {
            return Finding.broken(objection(toMarketing, situation));
        }
        MessageFacts message = situation.message();
        if (!Campaigns.isAudienceProfiled(message)) {
            return Finding.kept();
        }
        ActAgainst toProfiling = situation.objection(ObjectionScope.PROFILING);
        return toProfiling == null
                ? Finding.kept()
                : Finding.broken(objection(toProfiling, situation)
                        .and(Fact.AUDIENCE, message.audienceId())
                        .and(Fact.AUDIENCE_PROFILED, message.audienceProfiled()));
    }

    private static Facts objection(ActAgainst objection, MessageSituation situation) {
        return ActFacts.of(objection, situation.consent(), situation.marketingConsent())
                .and(Fact.OBJECTION_SCOPE, objection.kind().objectsTo())
                .and(Fact.RAISED_AT, ActFacts.time(objection));
    }
}
