// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.CONSUMER_CREDIT_DIRECTIVE;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.facts.DecisionFacts.Profiling;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.SubjectKind;
import java.util.Set;

/**
 * A consumer's creditworthiness is judged from their economic circumstances. Special categories of data and data from
 * social networks are not allowed as sources, even where a human decides or the person consented. Until the configured
 * day the rule only advises: a directive binds through the act that transposes it.
 */
final class AdmCreditData implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.ADM_CREDIT_DATA)
            .restsOn(CONSUMER_CREDIT_DIRECTIVE.article(18).paragraph(3))
            .releasedBy(Release.DECIDE_WITHOUT_SPECIAL_CATEGORY);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        Profiling profiling = situation.decision().profiling();
        if (profiling == null
                || situation.decision().subjectKind() != SubjectKind.NATURAL
                || !situation.decision().effects().contains(Effect.CREDIT)) {
            return Finding.kept();
        }
        Set<String> aspects = situation.aspectsNoSourceForCredit();
        if (!profiling.specialCategoryData() && aspects.isEmpty()) {
            return Finding.kept();
        }
        Facts facts = Facts.of(Fact.ASPECTS, aspects)
                .and(Fact.SPECIAL_CATEGORY_DATA, profiling.specialCategoryData())
                .and(Fact.EFFECTS, situation.decision().effects());
        return situation.isCreditDataHeldBack() ? Finding.broken(facts) : Finding.advised(facts);
    }
}
