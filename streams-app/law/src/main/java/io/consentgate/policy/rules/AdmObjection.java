// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Text;
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionFacts.Profiling;
import io.consentgate.policy.facts.ObjectionScope;
import org.jspecify.annotations.Nullable;

/**
 * An objection to direct marketing, or to profiling, ends profiling for direct marketing. Such profiling is declared as
 * such, or shows adverts and unrequested offers by what was inferred of the person. It needs no consent, so a person
 * without a record has not objected; an unreadable record may hold an objection. An advert in an inbox is direct
 * marketing even without a profile, and only a later consent to e-mail lifts an objection to it.
 */
final class AdmObjection implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.ADM_OBJECTION)
            .restsOn(GDPR.article(21).paragraphs(2, 3))
            .releasedBy(Release.RECLASSIFY, Release.RECHECK);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        ActAgainst objection = objection(situation);
        if (objection == null) {
            return Finding.kept();
        }
        DecisionFacts decision = situation.decision();
        Facts facts = ActFacts.of(objection, situation.consent(), situation.marketingConsent())
                .and(Fact.OBJECTION_SCOPE, objection.kind().objectsTo())
                .and(Fact.RAISED_AT, ActFacts.time(objection));
        if (situation.isShownInInbox()) {
            facts = facts.and(Fact.SURFACE, decision.surface());
        }
        Profiling profiling = decision.profiling();
        if (profiling != null) {
            facts = facts.and(Fact.FOR_DIRECT_MARKETING, profiling.forDirectMarketing())
                    .and(Fact.EFFECTS, decision.effects())
                    .and(Fact.REQUEST_REF, Text.isPresent(decision.requestRef()) ? Word.PRESENT : null);
        }
        return Finding.broken(facts);
    }

    private static @Nullable ActAgainst objection(DecisionSituation situation) {
        ActAgainst profiling =
                situation.isProfiledForMarketing() ? situation.objection(ObjectionScope.PROFILING) : null;
        if (profiling != null || !situation.mayBeObjectedTo()) {
            return profiling;
        }
        return situation.objection(ObjectionScope.DIRECT_MARKETING);
    }
}
