// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.rules;

import static io.consentgate.policy.law.EuropeanUnion.GDPR;
import static io.consentgate.policy.law.EuropeanUnion.SYMBOLIC_REVIEW;
import static io.consentgate.policy.law.EuropeanUnion.WP251;

import io.consentgate.policy.DecisionRule;
import io.consentgate.policy.DecisionSituation;
import io.consentgate.policy.Fact;
import io.consentgate.policy.Facts;
import io.consentgate.policy.Finding;
import io.consentgate.policy.HumanTime;
import io.consentgate.policy.Plausible;
import io.consentgate.policy.PolicyOptions;
import io.consentgate.policy.Release;
import io.consentgate.policy.RuleCode;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.Text;
import io.consentgate.policy.facts.DecisionFacts.Human;
import java.time.Duration;
import java.time.Instant;

/**
 * A human who decides has the authority to change the result, sees what it rests on, and takes time for it, case by
 * case. The human decides before the decision is issued, and not long before: a later signature, or one given in
 * advance, decided nothing. Impossible dates show no time. If any of this is missing, the system decided. Where nothing
 * is decided about the person's position, it does not matter who showed the offer.
 */
final class AdmTokenHuman implements DecisionRule {
    private static final RuleDescription DESCRIPTION = RuleDescription.diverts(RuleCode.ADM_TOKEN_HUMAN)
            .restsOn(WP251, SYMBOLIC_REVIEW, GDPR.article(22).paragraph(1))
            .releasedBy(Release.DECIDE);

    @Override
    public RuleDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Finding judge(DecisionSituation situation) {
        if (!situation.concernsNaturalPerson() || !situation.hasEffect() || situation.isSolelyAutomated()) {
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
        if (human.inputsSeen().isEmpty()) {
            shortcomings = shortcomings.and(Fact.INPUTS_SEEN, null);
        }
        Duration elapsed = HumanTime.taken(human);
        if (elapsed.compareTo(options.humanFloor()) < 0) {
            shortcomings = shortcomings
                    .and(Fact.HUMAN_STARTED_AT, human.startedAt())
                    .and(Fact.HUMAN_DECIDED_AT, human.decidedAt())
                    .and(Fact.ELAPSED_SECONDS, elapsed.toSeconds())
                    .and(Fact.FLOOR_SECONDS, options.humanFloor().toSeconds());
        }
        if (!Plausible.isPast(human.decidedAt(), situation.latestPlausible())) {
            shortcomings = shortcomings.and(Fact.HUMAN_DECIDED_AT, human.decidedAt());
        }
        Instant decidedAt = situation.decision().decidedAt();
        if (human.decidedAt().isAfter(decidedAt)) {
            shortcomings =
                    shortcomings.and(Fact.HUMAN_DECIDED_AT, human.decidedAt()).and(Fact.DECIDED_AT, decidedAt);
        }
        if (Duration.between(human.decidedAt(), decidedAt).compareTo(options.humanWindow()) > 0) {
            shortcomings = shortcomings
                    .and(Fact.HUMAN_DECIDED_AT, human.decidedAt())
                    .and(Fact.DECIDED_AT, decidedAt)
                    .and(Fact.WINDOW_HOURS, options.humanWindow().toHours());
        }
        if (human.batchSize() < 1 || human.batchSize() > options.maxBatchSize()) {
            shortcomings = shortcomings
                    .and(Fact.BATCH_SIZE, human.batchSize())
                    .and(Fact.MAX_BATCH_SIZE, options.maxBatchSize());
        }
        return shortcomings;
    }
}
