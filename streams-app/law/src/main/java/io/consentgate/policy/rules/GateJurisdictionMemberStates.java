// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.MessageRule;
import io.consentgate.policy.MessageSituation;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.law.MemberStates;

/**
 * On calls and chats the member states differ too much for one strict reading: some forbid certain calls even with
 * consent. Marketing on these channels needs the country's own rules, which the gate does not have.
 */
final class GateJurisdictionMemberStates implements MessageRule, DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.GATE_JURISDICTION)
            .onlyIn(MemberStates.NAME)
            .releasedBy(Release.RECLASSIFY);

    private final GateJurisdiction accepted = new GateJurisdiction();

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        if (!situation.isMarketing() || hasOneReading(situation.message().channel())) {
            return accepted.judge(situation);
        }
        return Finding.broken(Facts.of(Fact.JURISDICTION, situation.message().jurisdiction())
                .and(Fact.CHANNEL, situation.message().channel()));
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        return accepted.judge(situation);
    }

    private static boolean hasOneReading(Channel channel) {
        return switch (channel) {
            case EMAIL, SMS, MMS, MESSENGER, PUSH -> true;
            case VOICE, CHAT, UNKNOWN -> false;
        };
    }
}
