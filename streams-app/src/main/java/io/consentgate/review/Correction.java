// SPDX-License-Identifier: Apache-2.0
package io.consentgate.review;

import io.consentgate.policy.facts.AutomationMode;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.DecisionFacts.Automation;
import io.consentgate.policy.facts.DecisionFacts.Human;
import io.consentgate.policy.facts.DecisionFacts.Profiling;
import io.consentgate.policy.facts.DecisionRole;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Purpose;
import io.consentgate.policy.facts.Reliance;
import io.consentgate.review.facts.VerdictFacts;
import io.consentgate.review.facts.VerdictFacts.TrueClassification;
import io.consentgate.review.facts.VerdictOutcome;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an event is once a verdict's word is taken for it. The rules then run on that. */
final class Correction {

    private Correction() {}

    /**
     * The event as the verdict says that it truly is.
     *
     * @param decided the verdict that the human decision was taken by: the proposal's own where another confirms it
     */
    static ReviewedEvent apply(VerdictFacts verdict, Proposal decided, ReviewedEvent event) {
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
                ? new ReviewedEvent.Decision(decidedByHuman(decision.facts(), verdict, decided), decision.history())
                : decision;
    }

    /** A reply's basis is its inquiry: the gate checks that one against the consent record. */
    private static MessageFacts reclassified(MessageFacts message, TrueClassification truth) {
        Purpose purpose = truth.purpose() == null ? Purpose.UNKNOWN : truth.purpose();
        String inquiryId = purpose == Purpose.INQUIRY_RESPONSE && truth.basisRef() != null
                ? truth.basisRef()
                : message.inquiryId();
        return new MessageFacts(
                message.messageId(),
                message.subjectId(),
                message.controllerId(),
                message.jurisdiction(),
                message.channel(),
                purpose,
                message.commercialContent(),
                message.trigger(),
                message.initiator(),
                message.createdAt(),
                message.sentAt(),
                message.expiresAt(),
                message.contactRef(),
                message.contactKeyId(),
                inquiryId,
                truth.basisRef(),
                message.campaignId(),
                message.audienceId(),
                message.chargedToRecipient(),
                message.bot(),
                message.call());
    }

    private static DecisionFacts reclassified(DecisionFacts decision, TrueClassification truth) {
        return with(
                decision,
                decision.decidedAt(),
                decision.role(),
                decision.reliance(),
                decision.profiling(),
                decision.automation(),
                truth.effects(),
                truth.basisRef() == null ? decision.groundReference() : truth.basisRef());
    }

    /** A human's decision is a decision, also where the system had only given a score for it (CJEU C-634/21). */
    private static DecisionFacts decidedByHuman(DecisionFacts decision, VerdictFacts verdict, Proposal decided) {
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
        return with(
                decision,
                decided.decidedAt(),
                DecisionRole.DECISION,
                null,
                profiling == null || !excluded ? profiling : withoutSpecialCategory(profiling),
                new Automation(AutomationMode.HUMAN_DECIDED, human),
                truth == null || truth.effects().isEmpty() ? decision.effects() : truth.effects(),
                decision.groundReference());
    }

    /** What the system had proposed, by the code its publisher gave or, failing that, by the effects. */
    private static String systemProposal(DecisionFacts decision) {
        Human human = decision.automation().human();
        if (human != null && human.systemProposal() != null) {
            return human.systemProposal();
        }
        return decision.effects().stream().sorted().map(Effect::name).collect(Collectors.joining(" "));
    }

    private static Profiling withoutSpecialCategory(Profiling profiling) {
        return new Profiling(
                profiling.modelId(),
                profiling.modelVersion(),
                profiling.aspects().stream()
                        .filter(aspect -> !Profiling.isHealth(aspect))
                        .toList(),
                profiling.inference(),
                false,
                profiling.forDirectMarketing());
    }

    private static DecisionFacts with(
            DecisionFacts decision,
            Instant decidedAt,
            DecisionRole role,
            @Nullable Reliance reliance,
            @Nullable Profiling profiling,
            Automation automation,
            Set<Effect> effects,
            @Nullable String groundReference) {
        return new DecisionFacts(
                decision.decisionId(),
                decision.subjectId(),
                decision.subjectKind(),
                decision.minor(),
                decision.controllerId(),
                decision.jurisdiction(),
                decidedAt,
                decision.expiresAt(),
                role,
                reliance,
                profiling,
                automation,
                effects,
                decision.termsIndividualised(),
                decision.priceDelta(),
                decision.ground(),
                groundReference,
                decision.safeguards(),
                decision.explanationRef(),
                decision.priceNoticeShown(),
                decision.contentKeyId());
    }
}
