// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;

import io.consentgate.policy.AuthorisingStatute;
import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.Reference;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Text;
import io.consentgate.policy.Word;
import io.consentgate.policy.facts.DecisionFacts;
import org.jspecify.annotations.Nullable;

/**
 * The publisher can name the contract that makes the decision necessary, or the statute that authorises it. Such
 * statutes are few; a table lists who may decide what under which statute ({@link AuthorisingStatute}).
 */
final class AdmGroundUnsupported implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.ADM_GROUND_UNSUPPORTED)
            .restsOn(GDPR.article(22).paragraph(2).letters("a", "b"))
            .releasedBy(Release.DECIDE, Release.RECLASSIFY);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        return situation.isWithinArticle22() ? judgeGround(situation) : Finding.kept();
    }

    private static Finding judgeGround(DecisionSituation situation) {
        DecisionFacts decision = situation.decision();
        Facts shortcomings = switch (decision.ground()) {
            case CONTRACT_NECESSITY -> ofContract(decision.groundReference());
            case AUTHORISED_BY_LAW -> ofStatute(situation);
            case NONE, EXPLICIT_CONSENT, UNKNOWN -> Facts.NONE;
        };
        return shortcomings.isEmpty()
                ? Finding.kept()
                : Finding.broken(shortcomings.and(Fact.GROUND, decision.ground()));
    }

    private static Facts ofContract(@Nullable String reference) {
        if (reference == null || Text.isAbsent(reference)) {
            return Facts.of(Fact.GROUND_REFERENCE, null);
        }
        return Reference.isSpecific(reference) ? Facts.NONE : Facts.of(Fact.GROUND_REFERENCE, Word.NO_CONTRACT);
    }

    private static Facts ofStatute(DecisionSituation situation) {
        DecisionFacts decision = situation.decision();
        if (Text.isAbsent(decision.groundReference())) {
            return Facts.of(Fact.GROUND_REFERENCE, null);
        }
        AuthorisingStatute statute = situation.statute();
        if (statute == null) {
            return Facts.of(Fact.GROUND_REFERENCE, Word.NO_STATUTE);
        }
        Facts beyond = statute.beyond(decision);
        return beyond.isEmpty() ? beyond : beyond.and(Fact.GROUND_REFERENCE, Word.BEYOND_STATUTE);
    }
}
