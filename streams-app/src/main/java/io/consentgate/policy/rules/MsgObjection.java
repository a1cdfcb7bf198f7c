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
import io.consentgate.policy.facts.ConsentFacts.Objection;
import io.consentgate.policy.facts.ObjectionScope;
import java.util.List;
import java.util.Set;

/**
 * An objection to direct marketing is absolute: it holds on all channels, and in a chat that the person opened, until a
 * later consent for this channel that holds in every respect.
 */
final class MsgObjection implements MessageRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.MSG_OBJECTION,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY, Release.RECHECK),
            List.of(Law.gdpr("art. 21(3)")),
            "The person objected to direct marketing; that is absolute.",
            "Odbiorca wniósł sprzeciw wobec marketingu bezpośredniego; jest on bezwzględnie wiążący.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(MessageSituation situation) {
        if (!situation.isMarketing()) {
            return Finding.kept();
        }
        Objection objection = situation.objection(ObjectionScope.DIRECT_MARKETING);
        return objection == null
                ? Finding.kept()
                : Finding.broken(
                        Facts.of(Fact.OBJECTION_SCOPE, objection.scope()).and(Fact.RAISED_AT, objection.raisedAt()));
    }
}
