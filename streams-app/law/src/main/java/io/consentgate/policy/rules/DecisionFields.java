// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Plausible;
import io.consentgate.policy.Reference;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionFacts.Profiling;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.Minor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The fields of a decision that are missing, impossible or contradictory. */
final class DecisionFields {
    private final List<String> missing = new ArrayList<>(0);
    private Facts facts = Facts.NONE;

    private DecisionFields() {}

    /** The missing fields by name, and the other fields with their values; empty if all is well. */
    static Facts wrong(DecisionSituation situation) {
        DecisionFields wrong = new DecisionFields();
        wrong.lookAt(situation.decision(), situation.latestPlausible());
        if (situation.concernsNaturalPerson()) {
            wrong.lookAtProfile(situation);
        } else {
            wrong.lookAtCompany(situation);
        }
        return wrong.missing.isEmpty() ? wrong.facts : wrong.facts.and(Fact.FIELD, String.join(" ", wrong.missing));
    }

    private void lookAt(DecisionFacts decision, Instant latest) {
        require("decisionId", decision.decisionId());
        require("subjectId", decision.subjectId());
        if (!Reference.isName(decision.controllerId())) {
            missing.add("controllerId");
        }
        if (!Plausible.isPast(decision.decidedAt(), latest)) {
            facts = facts.and(Fact.DECIDED_AT, decision.decidedAt());
        }
        Instant expiresAt = decision.expiresAt();
        if (expiresAt != null && !Plausible.isEnd(expiresAt)) {
            facts = facts.and(Fact.EXPIRES_AT, expiresAt);
        }
        boolean noneAmongOthers =
                decision.effects().contains(Effect.NONE) && decision.effects().size() > 1;
        if (decision.effects().isEmpty() || noneAmongOthers) {
            facts = facts.and(Fact.EFFECTS, decision.effects());
        }
        Double priceDelta = decision.priceDelta();
        if (priceDelta != null && !Double.isFinite(priceDelta)) {
            facts = facts.and(Fact.PRICE_DELTA, priceDelta);
        }
    }

    private void require(String field, String value) {
        if (Reference.isMissing(value)) {
            missing.add(field);
        }
    }

    /** Known and inferred data of a special category are alike (GDPR art. 9(1); CJEU C-184/20). */
    private void lookAtProfile(DecisionSituation situation) {
        Profiling profiling = situation.decision().profiling();
        if (profiling == null || profiling.specialCategoryData()) {
            return;
        }
        Set<String> aspects = situation.specialCategoryAspects();
        if (!aspects.isEmpty()) {
            facts = facts.and(Fact.ASPECTS, aspects).and(Fact.SPECIAL_CATEGORY_DATA, false);
        }
    }

    /** A company has no age, no health and no beliefs. If the event states one of these, it means a person. */
    private void lookAtCompany(DecisionSituation situation) {
        DecisionFacts decision = situation.decision();
        Facts before = facts;
        if (decision.minor() != Minor.NO) {
            facts = facts.and(Fact.MINOR, decision.minor());
        }
        Profiling profiling = decision.profiling();
        if (profiling != null && profiling.specialCategoryData()) {
            facts = facts.and(Fact.SPECIAL_CATEGORY_DATA, true);
        }
        Set<String> aspects = situation.specialCategoryAspects();
        if (!aspects.isEmpty()) {
            facts = facts.and(Fact.ASPECTS, aspects);
        }
        if (facts != before) {
            facts = facts.and(Fact.SUBJECT_KIND, decision.subjectKind());
        }
    }
}
