// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.facts.ConsentFacts.Objection;
import io.consentgate.policy.facts.ObjectionScope;
import java.util.List;
import java.util.Set;

/**
 * An objection to direct marketing, or to profiling, ends profiling for direct marketing. Such profiling needs no consent,
 * so a person without a record has not objected; a record that cannot be read may hold an objection.
 */
final class AdmObjection implements DecisionRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.ADM_OBJECTION,
            RuleKind.DIVERTS,
            Set.of(Release.RECLASSIFY, Release.RECHECK),
            List.of(Law.gdpr("art. 21(2)–(3)")),
            "The person objected; profiling for direct marketing must stop.",
            "Osoba wniosła sprzeciw; profilowanie na potrzeby marketingu musi ustać.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        if (!situation.isProfiledForMarketing()) {
            return Finding.kept();
        }
        Objection profiling = situation.objection(ObjectionScope.PROFILING);
        Objection objection = profiling == null ? situation.objection(ObjectionScope.DIRECT_MARKETING) : profiling;
        return objection == null
                ? Finding.kept()
                : Finding.broken(Facts.of(Fact.OBJECTION_SCOPE, objection.scope())
                        .and(Fact.RAISED_AT, objection.raisedAt())
                        .and(Fact.FOR_DIRECT_MARKETING, true));
    }
}
