// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import io.consentgate.policy.LookAlikes;
import io.consentgate.policy.MachineName;
import io.consentgate.policy.Reference;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the policy reads of an offer decision; it does not read the content.
 *
 * @param subjectId pseudonym of the person; empty when the publisher left it empty
 * @param reliance how strongly the decision draws on a score; null when not stated
 * @param profiling null when the publisher declares that there was none
 * @param effects empty when the publisher named none, which is invalid
 * @param priceDelta decimal difference to the standard price, null when none was stated
 * @param safeguards null when none are declared
 * @param contentKeyId key under which the content is encrypted; null when it is not encrypted
 * @param controllerKind the kind of controller; null when not stated
 * @param requestRef the person's own request for the offer; null when they did not ask
 * @param surface where the offer is shown; null when not stated
 */
@RecordBuilder
public record DecisionFacts(
        String decisionId,
        String subjectId,
        SubjectKind subjectKind,
        Minor minor,
        String controllerId,
        String jurisdiction,
        Instant decidedAt,
        @Nullable Instant expiresAt,
        DecisionRole role,
        @Nullable Reliance reliance,
        @Nullable Profiling profiling,
        Automation automation,
        Set<Effect> effects,
        boolean termsIndividualised,
        @Nullable Double priceDelta,
        Ground ground,
        @Nullable String groundReference,
        @Nullable Safeguards safeguards,
        @Nullable String explanationRef,
        @Nullable Boolean priceNoticeShown,
        @Nullable String contentKeyId,
        @Nullable ControllerKind controllerKind,
        @Nullable String requestRef,
        @Nullable Surface surface) {

    /** A {@link Reference} that names nothing counts as not stated. */
    public DecisionFacts {
        groundReference = Reference.orNull(groundReference);
        explanationRef = Reference.orNull(explanationRef);
        requestRef = Reference.specificOrNull(requestRef);
        Human human = automation.human();
        if (human != null) {
            automation = new Automation(automation.mode(), human.apartFrom(profiling, controllerId));
        }
    }

    /** The profile that the decision rests on (GDPR art. 4(4)). */
    public record Profiling(
            String modelId,
            String modelVersion,
            List<String> aspects,
            boolean inference,
            boolean specialCategoryData,
            boolean forDirectMarketing) {}

    /** How far a machine decided alone; {@code human} is null when the publisher claims no human. */
    public record Automation(AutomationMode mode, @Nullable Human human) {}

    /**
     * Evidence that a human really decided (WP251 rev.01, IV.A).
     *
     * @param reviewerRef empty if it names no person, or names a machine, or if the role is a machine's
     * @param authorityRef null if it names none in particular, or only the reviewer
     * @param inputsSeen the named inputs, apart from the model that proposed the decision
     */
    public record Human(
            String reviewerRef,
            String role,
            @Nullable String authorityRef,
            Instant startedAt,
            Instant decidedAt,
            List<String> inputsSeen,
            boolean mayChange,
            boolean changed,
            int batchSize,
            @Nullable String systemProposal) {

        public Human {
            boolean isMachine = MachineName.is(reviewerRef) || MachineName.isRole(role);
            reviewerRef = isMachine ? "" : Reference.orEmpty(reviewerRef);
            authorityRef = Reference.authorityOrNull(authorityRef);
            if (authorityRef != null && LookAlikes.areAlike(authorityRef, reviewerRef)) {
                authorityRef = null;
            }
            inputsSeen = inputsSeen.stream().filter(Reference::isGiven).toList();
        }

        /**
         * The model that proposed a decision, or the company, is no person who decides. Knowing the model is not seeing
         * the data.
         */
        private Human apartFrom(@Nullable Profiling profiling, String controllerId) {
            boolean isNobody = MachineName.isOf(reviewerRef, controllerId) || isModel(reviewerRef, profiling);
            boolean sawModel = inputsSeen.stream().anyMatch(input -> isModel(input, profiling));
            return !isNobody && !sawModel
                    ? this
                    : new Human(
                            isNobody ? "" : reviewerRef,
                            role,
                            authorityRef,
                            startedAt,
                            decidedAt,
                            inputsSeen.stream()
                                    .filter(input -> !isModel(input, profiling))
                                    .toList(),
                            mayChange,
                            changed,
                            batchSize,
                            systemProposal);
        }

        private static boolean isModel(String name, @Nullable Profiling profiling) {
            return profiling != null
                    && (MachineName.isOf(name, profiling.modelId)
                            || MachineName.isOf(name, profiling.modelId + ' ' + profiling.modelVersion));
        }
    }

    /**
     * The safeguards of art. 22(3) GDPR and the duty to inform.
     *
     * @param explanation whether the person can have the grounds explained; null when not stated
     */
    public record Safeguards(
            boolean humanIntervention,
            boolean expressView,
            boolean contest,
            boolean informed,
            @Nullable Boolean explanation) {}
}
