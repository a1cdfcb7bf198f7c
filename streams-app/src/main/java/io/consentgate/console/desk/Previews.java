// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.RuleFinding;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.policy.Assessment;
import io.consentgate.policy.Policy;
import io.consentgate.policy.Reason;
import io.consentgate.policy.facts.AutomationMode;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.DecisionFacts;
import io.consentgate.policy.facts.Effect;
import io.consentgate.policy.facts.GateMemory;
import io.consentgate.policy.facts.HumanHistory;
import io.consentgate.policy.facts.MessageFacts;
import io.consentgate.policy.facts.Purpose;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the policy would say of a case now. The gate judges again, with what it alone knows: the replies that it has
 * already let through, and the verdict itself.
 */
final class Previews {

    private static final Duration LONG_ENOUGH = Duration.ofHours(1);

    private final Policy policy;
    private final Clock clock;

    Previews(Policy policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    Preview of(
            MessageFacts message,
            ConsentView consent,
            VerdictOutcome outcome,
            @Nullable Classification classification) {
        return switch (outcome) {
            case REJECT -> new Preview.Ends();
            case ESCALATE -> new Preview.PassedOn();
            case RECHECK -> preview(policy.assess(message, consent, GateMemory.EMPTY, clock.instant()));
            case RECLASSIFY ->
                classification == null || classification.purpose() == null
                        ? new Preview.DependsOnInput()
                        : preview(policy.assess(
                                reclassified(message, classification), consent, GateMemory.EMPTY, clock.instant()));
            case DECIDE_UPHOLD, DECIDE_AMEND, DECIDE_OVERTURN -> new Preview.Unknown();
        };
    }

    Preview of(
            DecisionFacts decision,
            ConsentView consent,
            VerdictOutcome outcome,
            @Nullable Classification classification,
            boolean specialCategoryExcluded,
            Reviewer reviewer) {
        DecisionFacts stated =
                classification == null || classification.effects().isEmpty()
                        ? decision
                        : reclassified(decision, classification);
        return switch (outcome) {
            case REJECT -> new Preview.Ends();
            case ESCALATE -> new Preview.PassedOn();
            case RECHECK -> preview(policy.assess(decision, consent, HumanHistory.EMPTY, clock.instant()));
            case RECLASSIFY ->
                classification == null
                        ? new Preview.DependsOnInput()
                        : preview(policy.assess(stated, consent, HumanHistory.EMPTY, clock.instant()));
            case DECIDE_UPHOLD -> decided(decision, consent, false, specialCategoryExcluded, reviewer);
            case DECIDE_AMEND, DECIDE_OVERTURN -> decided(stated, consent, true, specialCategoryExcluded, reviewer);
        };
    }

    private Preview decided(
            DecisionFacts decision,
            ConsentView consent,
            boolean changed,
            boolean specialCategoryExcluded,
            Reviewer reviewer) {
        return preview(policy.assess(
                humanDecided(decision, changed, specialCategoryExcluded, reviewer),
                consent,
                HumanHistory.EMPTY,
                clock.instant()));
    }

    private static Preview preview(Assessment assessment) {
        if (assessment instanceof Assessment.Diverted diverted) {
            return new Preview.Refused(findings(diverted.violations()));
        }
        return new Preview.Released(findings(assessment.advice()));
    }

    private static List<RuleFinding> findings(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> new RuleFinding(
                        reason.code().code(), reason.law(), reason.en(), reason.pl(), reason.factsByName()))
                .toList();
    }

    private static MessageFacts reclassified(MessageFacts from, Classification truth) {
        return new MessageFacts(
                from.messageId(),
                from.subjectId(),
                from.controllerId(),
                from.jurisdiction(),
                from.channel(),
                truth.purpose() == null ? from.purpose() : Purpose.valueOf(truth.purpose()),
                from.commercialContent(),
                from.trigger(),
                from.initiator(),
                from.createdAt(),
                from.sentAt(),
                from.expiresAt(),
                from.contactRef(),
                from.contactKeyId(),
                from.inquiryId(),
                truth.basisRef() == null ? from.basisRef() : truth.basisRef(),
                from.campaignId(),
                from.audienceId(),
                from.chargedToRecipient(),
                from.bot(),
                from.call());
    }

    private static DecisionFacts reclassified(DecisionFacts from, Classification truth) {
        Set<Effect> effects = truth.effects().stream().map(Effect::valueOf).collect(Collectors.toSet());
        return with(
                from,
                effects.isEmpty() ? from.effects() : effects,
                from.automation(),
                from.profiling(),
                truth.basisRef() == null ? from.groundReference() : truth.basisRef());
    }

    /** As if this reviewer had taken all the time it needs. */
    private DecisionFacts humanDecided(
            DecisionFacts from, boolean changed, boolean specialCategoryExcluded, Reviewer reviewer) {
        Instant now = clock.instant();
        DecisionFacts.Profiling profiling = from.profiling();
        return with(
                from,
                from.effects(),
                new DecisionFacts.Automation(
                        AutomationMode.HUMAN_DECIDED,
                        new DecisionFacts.Human(
                                reviewer.id(),
                                reviewer.decidesAs().word(),
                                reviewer.decidesAs().word(),
                                now.minus(LONG_ENOUGH),
                                now,
                                List.of("event"),
                                true,
                                changed,
                                1,
                                null)),
                profiling == null || !specialCategoryExcluded
                        ? profiling
                        : new DecisionFacts.Profiling(
                                profiling.modelId(),
                                profiling.modelVersion(),
                                profiling.aspects(),
                                profiling.inference(),
                                false,
                                profiling.forDirectMarketing()),
                from.groundReference());
    }

    private static DecisionFacts with(
            DecisionFacts from,
            Set<Effect> effects,
            DecisionFacts.Automation automation,
            DecisionFacts.@Nullable Profiling profiling,
            @Nullable String groundReference) {
        return new DecisionFacts(
                from.decisionId(),
                from.subjectId(),
                from.subjectKind(),
                from.minor(),
                from.controllerId(),
                from.jurisdiction(),
                from.decidedAt(),
                from.expiresAt(),
                from.role(),
                from.reliance(),
                profiling,
                automation,
                effects,
                from.termsIndividualised(),
                from.priceDelta(),
                from.ground(),
                groundReference,
                from.safeguards(),
                from.explanationRef(),
                from.priceNoticeShown());
    }
}
