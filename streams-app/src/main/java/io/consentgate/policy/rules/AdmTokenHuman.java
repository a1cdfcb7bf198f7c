// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.RuleKind;
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.DecisionFacts.Human;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A human who decides has the authority to change the result, sees what it rests on, and takes the time for it, one case
 * after another. Without that the decision is the system's. Where nothing is decided about the person's position, it does
 * not matter who showed the offer.
 */
final class AdmTokenHuman implements DecisionRule {
    private static final RuleDescription DESCRIPTION = new RuleDescription(
            RuleCode.ADM_TOKEN_HUMAN,
            RuleKind.DIVERTS,
            Set.of(Release.DECIDE),
            List.of(Law.WP251, Law.SYMBOLIC_REVIEW, Law.gdpr("art. 22(1)")),
            "The human step looks formal: no authority, no data seen, or too fast.",
            "Udział człowieka wygląda na pozorny: brak uprawnień, wglądu w dane albo czasu.");

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        if (!situation.concernsNaturalPerson()
                || !situation.isDecision()
                || !situation.hasEffect()
                || situation.isSolelyAutomated()) {
            return Finding.kept();
        }
        Human human = situation.decision().automation().human();
        Facts token = human == null ? Facts.of(Fact.REVIEWER, null) : shortcomings(human, situation);
        return token.isEmpty() ? Finding.kept() : Finding.broken(token);
    }

    private static Facts shortcomings(Human human, DecisionSituation situation) {
        PolicyOptions options = situation.options();
        Facts shortcomings = Facts.NONE;
        if (Text.isAbsent(human.reviewerRef())) {
            shortcomings = shortcomings.and(Fact.REVIEWER, null);
        }
        if (Text.isAbsent(human.authorityRef())) {
            shortcomings = shortcomings.and(Fact.AUTHORITY, null);
        }
        if (!human.mayChange()) {
            shortcomings = shortcomings.and(Fact.MAY_CHANGE, false);
        }
        if (human.inputsSeen().stream().noneMatch(Text::isPresent)) {
            shortcomings = shortcomings.and(Fact.INPUTS_SEEN, null);
        }
        Duration elapsed = Duration.between(human.startedAt(), human.decidedAt());
        if (elapsed.compareTo(options.humanFloor()) < 0) {
            shortcomings = shortcomings
                    .and(Fact.ELAPSED_SECONDS, elapsed.toSeconds())
                    .and(Fact.FLOOR_SECONDS, options.humanFloor().toSeconds());
        }
        if (human.decidedAt().isAfter(situation.latestPlausible())) {
            shortcomings = shortcomings.and(Fact.DECIDED_AT, human.decidedAt());
        }
        if (human.batchSize() < 1 || human.batchSize() > options.maxBatchSize()) {
            shortcomings = shortcomings
                    .and(Fact.BATCH_SIZE, human.batchSize())
                    .and(Fact.MAX_BATCH_SIZE, options.maxBatchSize());
        }
        return shortcomings;
    }
}
