// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import static io.consentgate.demo.scenario.Decisions.decidedBy;
import static io.consentgate.demo.scenario.Decisions.event;
import static io.consentgate.demo.scenario.Expectation.cleared;
import static io.consentgate.demo.scenario.Expectation.quarantined;

import io.consentgate.events.DecisionRole;
import io.consentgate.events.Effect;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.Reliance;
import io.consentgate.policy.RuleCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scores on which others base a decision. A score that settles the outcome is itself the decision (CJEU C-634/21). */
final class CreditScores implements PublishingSystem {

    @Override
    public String label() {
        return "credit scores";
    }

    @Override
    public int weight() {
        return 5;
    }

    @Override
    public List<Act> acts() {
        return List.of(
                new Act(
                        6,
                        "one input among several",
                        subject -> scored(
                                subject,
                                score(subject, Reliance.INFORMATIVE).setEffects(List.of(Effect.NONE)),
                                cleared())),
                new Act(
                        2,
                        "said to inform, and grants the credit",
                        subject -> scored(
                                subject, score(subject, Reliance.INFORMATIVE), quarantined(RuleCode.ADM_PROHIBITED))),
                new Act(
                        5,
                        "it settles the outcome",
                        subject -> scored(
                                subject,
                                score(subject, Reliance.DETERMINING),
                                quarantined(RuleCode.ADM_SCORE_DETERMINES, RuleCode.ADM_PROHIBITED))),
                new Act(
                        2,
                        "reliance not stated",
                        subject -> scored(
                                subject,
                                score(subject, null),
                                quarantined(RuleCode.ADM_SCORE_DETERMINES, RuleCode.ADM_PROHIBITED))),
                new Act(
                        3,
                        "an analyst signs what it settled",
                        subject -> scored(
                                subject,
                                decidedBy(score(subject, Reliance.DETERMINING), Decisions.analyst(subject)),
                                quarantined(RuleCode.ADM_SCORE_DETERMINES))));
    }

    private static OfferDecision.Builder score(Subject subject, @Nullable Reliance reliance) {
        return Decisions.decision(subject, "{\"score\":612}", Effect.CREDIT)
                .setRole(DecisionRole.SCORE)
                .setReliance(reliance);
    }

    private static Story scored(Subject subject, OfferDecision.Builder decision, Expectation expectation) {
        return Story.of(subject).event(event(decision, expectation)).build();
    }
}
