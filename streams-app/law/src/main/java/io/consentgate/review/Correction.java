// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import io.consentgate.policy.PolicyOptions;
import io.consentgate.policy.Reference;
import io.consentgate.policy.facts.AutomationMode;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionFacts.Automation;
import io.consentgate.policy.facts.DecisionFacts.Human;
import io.consentgate.policy.facts.DecisionFacts.Profiling;
import io.consentgate.policy.facts.DecisionFactsBuilder;
import io.consentgate.policy.facts.DecisionRole;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.MessageFactsBuilder;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.Trigger;
import io.consentgate.review.facts.VerdictFacts;
import io.consentgate.review.facts.VerdictFacts.TrueClassification;
import io.consentgate.review.facts.VerdictOutcome;
import java.util.stream.Collectors;

/** Turns the event into what it would be if the verdict is right. The rules then judge the result. */
final class Correction {

    private Correction() {}

    /**
     * The event as the verdict says that it truly is.
     *
     * @param options which aspects are of a special category
     * @param decided the verdict that took the human decision: the proposal's own where another verdict confirms it
     */
    static ReviewedEvent apply(VerdictFacts verdict, Proposal decided, ReviewedEvent event, PolicyOptions options) {
        VerdictOutcome outcome = verdict.outcome();
        TrueClassification truth = verdict.trueClassification();
        if (event instanceof ReviewedEvent.Message message) {
            return outcome == VerdictOutcome.RECLASSIFY && truth != null
                    ? new ReviewedEvent.Message(reclassified(message.facts(), truth), message.memory())
                    : message;
        }
        ReviewedEvent.Decision decision = (ReviewedEvent.Decision) event;
        if (outcome == VerdictOutcome.RECLASSIFY && truth != null) {
            return new ReviewedEvent.Decision(reclassified(decision.facts(), truth), decision.history());
        }
        return outcome.isDecision()
                ? new ReviewedEvent.Decision(
                        decidedByHuman(decision.facts(), verdict, decided, options), decision.history())
                : decision;
    }

    /** The message with the restated labels. */
    private static MessageFacts reclassified(MessageFacts message, TrueClassification truth) {
        MessageFactsBuilder corrected = MessageFactsBuilder.builder(message);
        if (truth.purpose() != null) {
            corrected.purpose(truth.purpose()).basisRef(truth.basisRef());
            // The basis of a reply is its inquiry, which the gate checks against the consent record.
            if (truth.purpose() == Purpose.INQUIRY_RESPONSE) {
                corrected.inquiryId(truth.basisRef());
            }
        }
        if (truth.commercialContent() != null) {
            corrected.commercialContent(truth.commercialContent());
        }
        if (Boolean.FALSE.equals(truth.inCampaign())) {
            corrected.campaignId(null);
            // The trigger says the same as the campaign. An occasion, such as a birthday, says more and stays.
            if (message.trigger() == Trigger.CAMPAIGN) {
                corrected.trigger(null);
            }
        }
        if (Boolean.FALSE.equals(truth.inAudience())) {
            corrected.audienceId(null).audienceProfiled(null);
        }
        if (truth.jurisdiction() != null) {
            corrected.jurisdiction(truth.jurisdiction());
        }
        return corrected.build();
    }

    /** The decision with the restated labels. */
    private static DecisionFacts reclassified(DecisionFacts decision, TrueClassification truth) {
        DecisionFactsBuilder corrected = DecisionFactsBuilder.builder(decision);
        if (!truth.effects().isEmpty()) {
            corrected.effects(truth.effects());
        }
        if (truth.basisRef() != null) {
            corrected.groundReference(truth.basisRef());
        }
        Profiling profiling = decision.profiling();
        if (profiling != null && truth.forDirectMarketing() != null) {
            corrected.profiling(new Profiling(
                    profiling.modelId(),
                    profiling.modelVersion(),
                    profiling.aspects(),
                    profiling.inference(),
                    profiling.specialCategoryData(),
                    truth.forDirectMarketing()));
        }
        if (truth.jurisdiction() != null) {
            corrected.jurisdiction(truth.jurisdiction());
        }
        return corrected.build();
    }

    /** A human's decision is a decision, even where the system only gave a score for it (CJEU C-634/21). */
    private static DecisionFacts decidedByHuman(
            DecisionFacts decision, VerdictFacts verdict, Proposal decided, PolicyOptions options) {
        Profiling profiling = decision.profiling();
        boolean excluded = Boolean.TRUE.equals(verdict.specialCategoryExcluded());
        TrueClassification truth = verdict.trueClassification();
        Human human = new Human(
                decided.reviewer(),
                decided.reviewerRole(),
                "review.roles: " + decided.reviewerRole(),
                decided.openedAt(),
                decided.decidedAt(),
                decided.evidenceOpened(),
                true,
                verdict.outcome().isChange(),
                1,
                systemProposal(decision));
        return DecisionFactsBuilder.builder(decision)
                .decidedAt(decided.decidedAt())
                .role(DecisionRole.DECISION)
                .reliance(null)
                .profiling(profiling == null || !excluded ? profiling : withoutSpecialCategory(profiling, options))
                .automation(new Automation(AutomationMode.HUMAN_DECIDED, human))
                .effects(truth == null || truth.effects().isEmpty() ? decision.effects() : truth.effects())
                .explanationRef(
                        Reference.isMissing(verdict.explanationRef())
                                ? decision.explanationRef()
                                : verdict.explanationRef())
                .build();
    }

    /** What the system proposed: the code that its publisher gave or, without a code, the effects. */
    private static String systemProposal(DecisionFacts decision) {
        Human human = decision.automation().human();
        if (human != null && human.systemProposal() != null) {
            return human.systemProposal();
        }
        return decision.effects().stream().sorted().map(Effect::name).collect(Collectors.joining(" "));
    }

    /** Leaves out all inputs that the law does not allow in such a decision. */
    private static Profiling withoutSpecialCategory(Profiling profiling, PolicyOptions options) {
        return new Profiling(
                profiling.modelId(),
                profiling.modelVersion(),
                profiling.aspects().stream()
                        .filter(aspect -> !options.specialCategoryAspects().mean(aspect)
                                && !options.socialNetworkAspects().mean(aspect))
                        .toList(),
                profiling.inference(),
                false,
                profiling.forDirectMarketing());
    }
}
